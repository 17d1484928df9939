import type { LoginData, ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { roomLog } from '../../../server/backplane/backplane.js';
import { Target } from '../../helpers/conformance.js';
import { heldCommits } from '../../helpers/held-commits.js';
import { serveNodes, startShared } from '../../helpers/nodes.js';
import { ask, type Person, person } from '../../helpers/test-class.js';

async function logIn({ client }: Person): Promise<string> {
  const { data } = (await client.request('login', { protocol: '1.2' })) as ServerMessage<'login'>;
  if (data.status !== 'ok') throw new Error(JSON.stringify(data));
  return (data.data as LoginData).reconnectionTicket ?? '';
}

const said = ({ data }: ServerMessage<'LiveChatTextMessage'>): unknown =>
  'message' in data && typeof data.message === 'object' ? data.message.text.en.result : data;

t.test('a node dies between a change and its broadcast: another one broadcasts it, once', async (t) => {
  const shared = await startShared(t);
  const [one, other, third] = await serveNodes(t, shared, 3);
  if (!one || !other || !third) throw new Error('expected three servers');
  const far = new Target(other.url);
  const teacher = await person(t, new Target(one.url));
  const students = [await person(t, far), await person(t, new Target(third.url))] as const;
  const ticket = await logIn(teacher);
  const { class: made } = await ask(teacher, 'CreateClass', { title: 'Algebra', subtitle: 'first year' });
  const classUuid = made.uuid;
  for (const student of students) await ask(student, 'EnrollClass', { classUuid });
  const { lecture: created } = await ask(teacher, 'CreateLecture', {
    classUuid,
    lectureDate: '2026-11-21',
    lectureName: 'Numbers',
    playlist: 'media/sample.mp4',
  });
  const lecture = { classUuid, lectureId: created.id };
  for (const each of [teacher, ...students]) await ask(each, 'JoinLecture', lecture);
  await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: 'before' });
  for (const { client } of students) t.equal(said(await client.next('LiveChatTextMessage')), 'before');

  const commits = await heldCommits(t, shared.database);
  const lost = { ...lecture, text: 'lost' };
  teacher.client.send('LiveChatTextMessage', lost, { id: 7 });
  await commits.begun();
  await one.stop();
  await commits.end();
  // The lock of the dead node expires at once, instead of after some seconds.
  const head = `lectern:{${roomLog(`lecture_${lecture.lectureId}`)}}:head`;
  await shared.redis.command('HSET', head, 'until', '0');

  const back: Person = { ...teacher, client: await far.connect(t, far.endpoint(undefined, '?login=1')) };
  const resumed = (await back.client.request('relogin', { ticket })) as ServerMessage<'relogin'>;
  t.match(resumed.data, { status: 'ok', id: teacher.clientId, recovered: true }, 'nothing is missing');
  const again = await back.client.request('LiveChatTextMessage', lost, { id: 7 });
  t.equal(said(again as ServerMessage<'LiveChatTextMessage'>), 'lost');
  await ask(back, 'LiveChatTextMessage', { ...lecture, text: 'after' });
  for (const { client } of students) {
    for (const text of ['lost', 'after']) t.equal(said(await client.next('LiveChatTextMessage')), text);
    await client.none('LiveChatTextMessage');
  }
  const { messages } = await ask(back, 'GetLiveChatMessages', lecture);
  t.same(
    messages.map(({ text }) => text.en.result),
    ['before', 'lost', 'after'],
  );
});
