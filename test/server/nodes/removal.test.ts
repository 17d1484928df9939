import type { LoginData, ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { ask, type Person, person, startLecture } from '../../helpers/test-class.js';

t.test('a removed student is kept out on every node, and after resuming on another one', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2);
  if (!one || !other) throw new Error('expected two nodes');
  const [near, far] = [new Target(one.url), new Target(other.url)];
  const { teacher, students, lecture, roomId } = await startLecture(t, near, 1);
  const [student] = students;
  if (!student) throw new Error('expected a student');
  const elsewhere = await person(t, far, student.token);
  const login = (await elsewhere.client.request('login', { protocol: '1.2' })) as ServerMessage<'login'>;
  const { reconnectionTicket: ticket = '' } = login.data.data as LoginData;
  await ask(elsewhere, 'JoinLecture', lecture);

  await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
  await elsewhere.client.next('DropParticipant');
  await teacher.client.next(
    'GetActiveLectureMember',
    ({ data }) => 'members' in data && data.members.length === 1,
  );
  elsewhere.client.terminate();
  const back: Person = { ...student, client: await near.connect(t, near.endpoint(undefined, '?login=1')) };
  t.match(await back.client.request('relogin', { ticket }), { data: { status: 'ok' } });
  const text = { from: 'S', time: 1, text: 'still here?' };
  t.match(await back.client.request('text', text, { receiver: `room/${roomId}` }), {
    data: { code: 'not-in-room' },
  });
  t.match(await back.client.request('LiveChatTextMessage', { ...lecture, text: 'still here?' }), {
    data: { status: 403, removed_from: 'lecture' },
  });
});
