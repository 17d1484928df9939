import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { ask, type Person, refusal } from '../../helpers/test-class.js';

/** A teacher with a class, whose page was served from an origin. */
async function teacher(t: Test, url: string, headers: Record<string, string>): Promise<[Person, string]> {
  const client = new TestClient(new WebSocket(url.replace('http', 'ws'), ['lectern'], { headers }));
  t.teardown(() => client.terminate());
  const { id, user } = await client.welcome();
  const person = { client, clientId: id, userId: user?.id ?? '', token: '' };
  const { class: made } = await ask(person, 'CreateClass', { title: 'Films' });
  return [person, made.uuid];
}

const insecure = [
  'http://files.school.example/talk.mp4',
  '/media/sample.mp4, HTTP://files.school.example/talk.mp4',
  'dQw4w9WgXcQ\nhttp://192.0.2.1:8080/talk.mp4',
];

const lecture = (classUuid: string, playlist: string) => ({
  classUuid,
  lectureDate: '2026-11-21',
  lectureName: 'Film',
  playlist,
});

t.test('http:// videos are refused if the page was served over https, with the reason', async (t) => {
  const { url } = await startServer(t, { origins: ['https://school.example'] });
  const [ann, classUuid] = await teacher(t, `${url}/ws`, { origin: 'https://school.example' });
  for (const playlist of insecure) {
    t.equal(await refusal(ann, 'CreateLecture', lecture(classUuid, playlist)), 400, playlist);
  }
  const reply = await ann.client.request('CreateLecture', lecture(classUuid, insecure[0] ?? ''));
  t.match(reply.data, {
    message: /do not play http:\/\/ videos .* https:\/\/ address for files.school.example/,
  });
  for (const playlist of ['https://a.example/v.mp4?from=http://b.example', 'http://youtu.be/dQw4w9WgXcQ']) {
    await ask(ann, 'CreateLecture', lecture(classUuid, playlist));
  }
});

t.test('behind a trusted proxy, the scheme that it passes on counts', async (t) => {
  const { url } = await startServer(t, { trustProxy: true });
  const [ann, classUuid] = await teacher(t, `${url}/ws`, { 'x-forwarded-proto': 'https' });
  t.equal(await refusal(ann, 'CreateLecture', lecture(classUuid, insecure[0] ?? '')), 400);
});

t.test('http:// videos are accepted if the page was served over http', async (t) => {
  const { url } = await startServer(t);
  const [ann, classUuid] = await teacher(t, `${url}/ws`, { origin: url });
  for (const playlist of insecure) await ask(ann, 'CreateLecture', lecture(classUuid, playlist));
  const policy = (await fetch(url)).headers.get('content-security-policy');
  t.match(policy, /media-src [^;]* http:/);
});
