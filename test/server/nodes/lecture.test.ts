import type { LoginData, ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { serveNodes, startShared } from '../../helpers/nodes.js';
import { ask, type Person, person } from '../../helpers/test-class.js';

/** Logs a person in so that they can resume. Returns the ticket. */
async function logIn({ client }: Person): Promise<string> {
  const { data } = (await client.request('login', { protocol: '1.2' })) as ServerMessage<'login'>;
  if (data.status !== 'ok') throw new Error(JSON.stringify(data));
  return (data.data as LoginData).reconnectionTicket ?? '';
}

t.test('a lecture continues when the server of its instructor dies', async (t) => {
  const [one, other] = await serveNodes(t, await startShared(t), 2);
  if (!one || !other) throw new Error('expected two servers');
  const [near, far] = [new Target(one.url), new Target(other.url)];
  const teacher = await person(t, near);
  const student = await person(t, far);
  const ticket = await logIn(teacher);
  await logIn(student);
  const { class: made } = await ask(teacher, 'CreateClass', { title: 'Algebra', subtitle: 'first year' });
  const classUuid = made.uuid;
  await ask(student, 'EnrollClass', { classUuid });
  const { lecture: created } = await ask(teacher, 'CreateLecture', {
    classUuid,
    lectureDate: '2026-11-21',
    lectureName: 'Numbers',
    playlist: 'media/sample.mp4',
  });
  const lecture = { classUuid, lectureId: created.id };
  for (const each of [teacher, student]) await ask(each, 'JoinLecture', lecture);
  await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
  await student.client.next('SetLectureLiveStatus');
  const { playback } = await ask(teacher, 'InstructorPlay', lecture);
  await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: 'before' });
  // If the other server can make a change, this one is idle: otherwise the log would start over.
  await ask(student, 'RaiseHand', lecture);

  await one.stop();
  // Database requests might wait for work of the dead server.
  const meanwhile = { ...lecture, text: 'meanwhile' };
  for (let status: unknown = 503; status === 503; ) {
    const { data } = await student.client.request('LiveChatTextMessage', meanwhile);
    status = (data as { status?: number }).status;
  }
  const back: Person = { ...teacher, client: await far.connect(t, far.endpoint(undefined, '?login=1')) };
  const answer = (await back.client.request('relogin', { ticket })) as ServerMessage<'relogin'>;
  t.match(answer.data, { status: 'ok', id: teacher.clientId, recovered: true });
  t.match(JSON.stringify(answer.data), /meanwhile/, 'and receives the missed messages');

  const { lecture: seen, hands, playback: on } = await ask(back, 'JoinLecture', lecture);
  t.ok(seen.isLive, 'the lecture is live');
  t.same(on, playback, 'the video continues at its position');
  t.same(
    hands.map(({ userId }) => userId),
    [student.userId],
  );
  t.same(seen.participants.map(({ userId }) => userId).sort(), [teacher.userId, student.userId].sort());
  await ask(back, 'LowerAllHands', lecture);
  await student.client.next('LowerAllHands');
  await ask(back, 'InstructorPause', lecture);
  await student.client.next('InstructorPause');
  const { messages } = await ask(back, 'GetLiveChatMessages', lecture);
  t.same(
    messages.map(({ text }) => text.en.result),
    ['before', 'meanwhile'],
  );
  const { attendance } = await ask(back, 'GetAttendance', lecture);
  t.same(attendance.map(({ userId }) => userId).sort(), [teacher.userId, student.userId].sort(), 'each once');
  await student.client.none('SetLectureLiveStatus');
});
