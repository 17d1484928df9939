import type { Test } from 'tap';
import type { NewRecordingFile, Passage, Store } from '../../server/store/store.js';
import { type MakeSubject, makeClassroom, refused } from './store-classroom.js';

const url = 'https://app.example.org/hook';

const passage = (kind: Passage['kind'], clientId: string, roomId = 'blue'): Passage => ({
  kind,
  roomId,
  clientId,
  userId: `user of ${clientId}`,
  name: clientId.toUpperCase(),
  role: 'presenter',
});

const configure = (store: Store, events: string[] = [], maxEvents = 100) =>
  store.setWebhookEndpoints({ endpoints: [{ url, events }], maxEvents });

/** The endpoint with that URL. */
async function endpointOf(store: Store, wanted = url) {
  const found = (await store.webhookEndpoints()).find((each) => each.url === wanted);
  if (!found) throw new Error(`expected the endpoint ${wanted}`);
  return found;
}

/** The first event of each room that is due, in the order of the rooms. */
async function due(store: Store, now = 0) {
  const { id } = await endpointOf(store);
  const events = await store.dueWebhooks({ endpointId: id, now, limit: 100 });
  return events.sort((a, b) => a.id - b.id);
}

/** Takes all events, and returns them as `<type> <client or room>`. */
async function takeAll(store: Store): Promise<string[]> {
  const taken: string[] = [];
  for (;;) {
    const [event] = await due(store);
    if (!event) return taken;
    const { type, data } = JSON.parse(event.body);
    taken.push(`${type} ${data.participant?.id ?? data.room}`);
    await store.webhookTaken({ id: event.id });
  }
}

/** Requirements for webhooks, for every store. */
export function webhookContract(t: Test, make: MakeSubject): void {
  t.test('webhooks', (t) => webhookTests(t, make));
}

/** The tests share a database, since creating one takes longer than each of them. */
async function webhookTests(t: Test, make: MakeSubject): Promise<void> {
  const { store, open, of, lecture } = await makeClassroom(t, make);
  t.beforeEach(async () => {
    await store.setWebhookEndpoints({ endpoints: [], maxEvents: 1 });
    for (const { id } of await store.webhookEndpoints()) await store.discardWebhooks({ id });
    await store.leaseWebhooks({ node: 'one', now: 0, until: 1000 });
  });

  t.test('joins and leaves are reported once, and the last leave empties the room', async (t) => {
    await configure(store);
    const joins = [passage('joined', 'ann'), passage('joined', 'ben'), passage('joined', 'ann')];
    await store.recordPassages({ passages: joins });
    const [first] = await due(store);
    t.match(JSON.parse(first?.body ?? ''), {
      type: 'participant.joined',
      timestamp: /^\d{4}-.*Z$/,
      data: { room: 'blue', participant: { id: 'ann', user: 'user of ann', name: 'ANN', role: 'presenter' } },
    });
    t.same(
      (await store.webhookParticipants()).map(({ clientId }) => clientId),
      ['ann', 'ben'],
    );
    const after = { roomId: 'blue', clientId: 'ann' };
    t.match(await store.webhookParticipants({ after }), [{ clientId: 'ben' }]);
    await store.recordPassages({ passages: [passage('left', 'ben'), passage('left', 'ben')] });
    await store.recordPassages({ passages: [passage('left', 'eve'), passage('left', 'ann')] });
    t.same(await takeAll(store), [
      'participant.joined ann',
      'participant.joined ben',
      'participant.left ben',
      'participant.left ann',
      'room.empty blue',
    ]);
    t.same(await store.webhookParticipants(), []);
    t.match(await endpointOf(store), { pending: 0, dead: 0, lost: 0 });
  });

  t.test('stores that share a database agree on who was the last one in a room', async (t) => {
    const stores = [store, await open()];
    await configure(store);
    const clients = Array.from({ length: 6 }, (_, index) => `client ${index}`);
    for (const kind of ['joined', 'left'] as const) {
      const record = (clientId: string, index: number) =>
        stores[index % 2]?.recordPassages({ passages: [passage(kind, clientId)] });
      await Promise.all(clients.map(record));
    }
    const reported = await takeAll(store);
    t.equal(reported.length, 13);
    t.equal(reported.at(-1), 'room.empty blue', 'it is last, and there only once');
  });

  t.test(
    'the events of a room are due one after the other, and rooms do not wait for each other',
    async (t) => {
      await configure(store);
      await store.recordPassages({
        passages: [passage('joined', 'ann'), passage('joined', 'ben'), passage('joined', 'eve', 'red')],
      });
      const [blue, red] = await due(store);
      if (!blue || !red) throw new Error('expected two events');
      t.match([blue, red], [{ roomId: 'blue', attempts: 0 }, { roomId: 'red' }]);
      await store.webhookFailed({ id: blue.id, node: 'one', error: 'status 500', next: 50 });
      t.match(await due(store, 49), [{ id: red.id }], 'it waits, and so does the next event of its room');
      t.match(await due(store, 50), [{ id: blue.id, attempts: 1 }, { id: red.id }]);
      t.match(await endpointOf(store), { pending: 3, error: 'status 500', oldest: blue.createdAt });
      t.equal((await store.webhookTaken({ id: blue.id })).value, true, 'the room has another event');
      t.match(await due(store), [{ attempts: 0 }, {}], 'which has not been sent yet');
      t.equal((await store.webhookTaken({ id: red.id })).value, false);
      t.equal((await store.webhookTaken({ id: red.id })).value, false, 'taken already');
      await store.webhookFailed({ id: red.id, node: 'one', error: 'late', next: 1 });
      t.match(await endpointOf(store), { pending: 1 });
    },
  );

  t.test('an endpoint that asks for a pause gets nothing until its end', async (t) => {
    await configure(store);
    await store.recordPassages({ passages: [passage('joined', 'ann'), passage('joined', 'eve', 'red')] });
    const [{ id } = { id: 0 }] = await due(store);
    await store.webhookFailed({ id, node: 'one', error: 'status 429', next: 10, pausedUntil: 70 });
    t.same(await due(store, 69), []);
    t.equal((await due(store, 70)).length, 2);
  });

  t.test('one node sends events, until its lease ends or it dies', async (t) => {
    const other = await open();
    const lease = async (by: Store, node: string, now: number, instead?: string) =>
      (await by.leaseWebhooks({ node, now, until: now + 10, ...(instead && { instead }) })).value;
    t.equal(await lease(store, 'one', 100), true);
    t.equal(await lease(other, 'two', 105), false);
    t.equal(await lease(store, 'one', 105), true, 'renewed');
    t.equal(await lease(other, 'two', 115), false);
    t.equal(await lease(other, 'two', 116), true, 'it has ended');
    t.equal(await lease(store, 'one', 117), false);
    t.equal(await lease(store, 'one', 118, 'three'), false);
    t.equal(await lease(store, 'one', 118, 'two'), true, 'the other node has died');

    await configure(store);
    await store.recordPassages({ passages: [passage('joined', 'ann')] });
    const [{ id } = { id: 0 }] = await due(store);
    await other.webhookFailed({ id, node: 'two', error: 'late' });
    t.match(await due(store), [{ id, attempts: 0 }], 'the result of a node without the lease is ignored');
  });

  t.test('an event that was given up can be appended again', async (t) => {
    await configure(store);
    await store.recordPassages({ passages: [passage('joined', 'ann'), passage('left', 'ann')] });
    const [first] = await due(store);
    if (!first) throw new Error('expected an event');
    await store.webhookFailed({ id: first.id, node: 'one', error: 'status 500', next: 1 });
    await store.webhookFailed({ id: first.id, node: 'one', error: 'status 404' });
    const { items } = await store.deadWebhooks();
    t.match(items, [
      { url, messageId: first.messageId, body: first.body, attempts: 2, error: 'status 404', roomId: 'blue' },
    ]);
    t.match(await endpointOf(store), { pending: 2, dead: 1 });
    t.match(await due(store), [{ type: 'participant.left', attempts: 0 }], 'the next one is due');
    t.equal((await store.retryWebhooks({ ids: [1_000_000] })).value, 0);
    t.equal((await store.retryWebhooks({ ids: [items[0]?.id ?? 0] })).value, 1);
    t.equal((await store.retryWebhooks({})).value, 0);
    t.match(await endpointOf(store), { pending: 3, dead: 0 });
    t.same(await takeAll(store), ['participant.left ann', 'room.empty blue', 'participant.joined ann']);
  });

  t.test('an endpoint receives the types that it is configured for', async (t) => {
    await configure(store, ['room.empty']);
    await store.recordPassages({ passages: [passage('joined', 'ann'), passage('left', 'ann')] });
    t.same(await takeAll(store), ['room.empty blue']);
  });

  t.test('beyond the maximum, events are lost and counted', async (t) => {
    await configure(store, [], 2);
    const clients = ['ann', 'ben', 'eve'];
    await store.recordPassages({ passages: clients.map((each) => passage('joined', each)) });
    t.match(await endpointOf(store), { pending: 2, lost: 1 });
    t.equal((await store.webhookParticipants()).length, 3);
    t.same(await takeAll(store), ['participant.joined ann', 'participant.joined ben']);
    await store.recordPassages({ passages: [passage('left', 'eve')] });
    t.same(await takeAll(store), ['participant.left eve']);
  });

  t.test('an endpoint that is gone is disabled and keeps its events', async (t) => {
    await configure(store);
    await store.recordPassages({ passages: [passage('joined', 'ann')] });
    const { id } = await endpointOf(store);
    const [event] = await due(store);
    await store.webhookFailed({ id: event?.id ?? 0, node: 'one', error: 'status 410', gone: true });
    await store.recordPassages({ passages: [passage('joined', 'ben')] });
    await configure(store);
    t.match(await endpointOf(store), { state: 'disabled', pending: 1 });
    t.same(await due(store, 1000), []);
    await store.enableWebhooks({ id });
    await refused(t, 'conflict', store.enableWebhooks({ id }));
    await refused(t, 'not-found', store.enableWebhooks({ id: 1_000_000 }));
    t.same(await takeAll(store), ['participant.joined ann']);
    await store.recordPassages({ passages: [passage('left', 'ben')] });
    t.same(await takeAll(store), ['participant.left ben'], 'it had joined while the endpoint was disabled');
  });

  t.test(
    'an endpoint that is not configured any more keeps its events until they are discarded',
    async (t) => {
      await configure(store);
      await store.recordPassages({ passages: [passage('joined', 'ann')] });
      const { id } = await endpointOf(store);
      await refused(t, 'conflict', store.discardWebhooks({ id }));
      await store.setWebhookEndpoints({ endpoints: [], maxEvents: 9 });
      t.match(await endpointOf(store), { state: 'removed', pending: 1 });
      t.same(await due(store), []);
      t.same(await store.webhookParticipants(), []);
      await configure(store);
      t.match(await due(store), [{ type: 'participant.joined' }]);
      await store.setWebhookEndpoints({ endpoints: [], maxEvents: 9 });
      await store.discardWebhooks({ id });
      t.same(await store.webhookEndpoints(), []);
      await refused(t, 'not-found', store.discardWebhooks({ id }));
    },
  );

  t.test('a recording is reported when its files are stored', async (t) => {
    const { id } = lecture;
    await configure(store, ['recording.ready']);
    await store.updateLecture({ id, isLive: true });
    const { value: recording } = await store.startRecording({ lectureId: id, userId: 'teacher' });
    await store.endRecording({ lectureId: id, reason: 'stopped' });
    const file: NewRecordingFile = {
      userId: 'student',
      userName: 'Ann',
      kind: 'microphone',
      startedAt: 1,
      bytes: 7,
      name: 'a',
    };
    const files = [file, { ...file, userId: 'nobody' }, { ...file, userId: 'teacher', name: 'b' }];
    await store.addRecordingFiles({ recordingId: recording.id, files });
    await store.addRecordingFiles({ recordingId: recording.id, files });
    const [ready] = await due(store);
    t.match(JSON.parse(ready?.body ?? ''), {
      type: 'recording.ready',
      data: {
        room: `lecture_${id}`,
        class: of.uuid,
        lecture: { id, name: 'Syllogisms' },
        recording: { id: recording.id, files: 2 },
      },
    });
    t.same(await takeAll(store), [`recording.ready lecture_${id}`]);
  });

  t.test('a lecture that starts and ends is reported with the change', async (t) => {
    const { id } = lecture;
    await store.updateLecture({ id, isLive: false });
    await configure(store);
    const request = { clientId: 'teacher', id: 1 };
    await store.updateLecture({ id, isLive: true }, request);
    await store.updateLecture({ id, isLive: true }, request);
    await store.updateLecture({ id, isLive: true });
    await store.updateLecture({ id, videoIdx: 1 });
    const [started] = await due(store);
    t.match(JSON.parse(started?.body ?? ''), {
      type: 'lecture.started',
      data: { room: `lecture_${id}`, class: of.uuid, lecture: { id, name: 'Syllogisms' } },
    });
    await store.updateLecture({ id, isLive: false });
    await store.updateLecture({ id, isLive: true });
    await store.deleteLecture({ id });
    const { value: second } = await store.createLecture({ ...lecture, lectureName: 'Second' });
    await store.updateLecture({ id: second.id, isLive: true });
    await store.createLecture({ ...lecture, lectureName: 'Never live' });
    await store.deleteClass({ uuid: of.uuid });
    t.same(await takeAll(store), [
      `lecture.started lecture_${id}`,
      `lecture.ended lecture_${id}`,
      `lecture.started lecture_${id}`,
      `lecture.ended lecture_${id}`,
      `lecture.started lecture_${second.id}`,
      `lecture.ended lecture_${second.id}`,
    ]);
  });
}
