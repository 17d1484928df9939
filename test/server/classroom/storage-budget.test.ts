import t, { type Test } from 'tap';
import type { Options } from '../../../server/options.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

type Answer = { status: number; message?: string; retry_after_ms?: number };

/** Starts a server. Returns how a guest with a class connects to it. */
async function open(t: Test, options: Partial<Options>) {
  const { wsUrl } = await startServer(t, { ...options, otherBurst: 1000 });
  return async () => {
    const client = await connect(t, wsUrl('/ws'));
    const { data } = await client.request('CreateClass', { title: 'Algebra', subtitle: '' });
    const { class: made, ...answer } = data as Answer & { class?: { uuid: string } };
    return { client, classUuid: made?.uuid ?? '', answer };
  };
}

/** Creates a lecture of about 8 KiB. */
async function create(client: TestClient, classUuid: string): Promise<Answer> {
  const lecture = { classUuid, lectureDate: '2026-11-21', lectureName: 'Sets', playlist: 'a'.repeat(8000) };
  return (await client.request('CreateLecture', lecture)).data as Answer;
}

/** Creates lectures until one is refused. Returns how many were stored, and the refusal. */
async function fill(client: TestClient, classUuid: string): Promise<{ stored: number; refused: Answer }> {
  for (let stored = 0; ; stored++) {
    const refused = await create(client, classUuid);
    if (refused.status !== 200) return { stored, refused };
  }
}

t.test('a guest can only store so much a day, and others still can', async (t) => {
  const guest = await open(t, { guestStorageRate: 65_536 });
  const ann = await guest();
  const { stored, refused } = await fill(ann.client, ann.classUuid);
  t.ok(stored >= 2 && stored <= 8, `${stored} lectures of 8 KiB, with their replies`);
  t.match(refused, { status: 429, message: /try again/ });
  t.ok((refused.retry_after_ms ?? 0) > 0);
  const ben = await guest();
  t.match(await create(ben.client, ben.classUuid), { status: 200 });
});

t.test('if new guests use up what an address can store, those who stored before continue', async (t) => {
  const guest = await open(t, { addressStorageRate: 65_536 });
  const teacher = await guest();
  const loud = await guest();
  for (let i = 0; i < 10; i++) await create(loud.client, loud.classUuid);
  t.match((await guest()).answer, { status: 429 });
  t.match(await create(teacher.client, teacher.classUuid), { status: 200 });
});

t.test('a full database refuses everything that would be stored, with the reason', async (t) => {
  // An empty database is larger than this.
  const guest = await open(t, { databaseBytes: 65_536 });
  const { client, answer } = await guest();
  t.match(answer, { status: 503, message: /maximum size; ask the server administrator/ });
  t.match(await client.request('GetClasses', undefined), { data: { status: 200 } }, 'reading still works');
});

t.test('a user has a limited number of classes, and a class of lectures', async (t) => {
  const guest = await open(t, { userClasses: 1, classLectures: 2 });
  const { client, classUuid } = await guest();
  t.match(await client.request('CreateClass', { title: 'B', subtitle: '' }), {
    data: { status: 409, message: /delete one of them/ },
  });
  t.match(await fill(client, classUuid), { stored: 2, refused: { status: 409 } });
  await client.request('DeleteClass', { classUuid });
  t.match(await client.request('CreateClass', { title: 'B', subtitle: '' }), { data: { status: 200 } });
});
