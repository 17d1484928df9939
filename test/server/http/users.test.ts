import t from 'tap';
import { lectern } from '../../cli/command.js';
import { apiKey, callApi } from '../../helpers/api.js';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { ask, person, refusal, startLecture } from '../../helpers/test-class.js';

t.test('the operator exports and erases what is stored about a person', async (t) => {
  const server = await startServer(t, { apiKey });
  const { teacher, students, lecture } = await startLecture(t, new Target(server.url), 1);
  const [student] = students;
  if (!student) throw new Error('expected a student');
  const { userId } = student;
  const { classUuid } = lecture;
  await ask(student, 'LiveChatTextMessage', { ...lecture, text: 'My words' });
  await ask(teacher, 'JoinClass', { classUuid });
  const run = (...args: string[]) =>
    lectern(t, ['user', ...args, '--url', server.url], { LECTERN_API_KEY: apiKey }).outcome;

  const { code, stdout } = await run('export', userId);
  t.equal(code, 0);
  const { data } = await callApi(server, 'GET', `/users/${userId}`);
  t.strictSame(JSON.parse(stdout), data);
  t.match(data, {
    user: { id: userId },
    memberships: [{ classUuid, memberType: 'student' }],
    attendance: [{ lectureId: lecture.lectureId }],
    messages: [{ lectureId: lecture.lectureId, text: { en: { result: 'My words' } } }],
    markers: [],
    audit: [],
  });

  t.match(await run('erase', userId), { code: 0, stdout: /^Erased/ });
  t.match(await student.client.next('drop'), { data: { reason: 'your data was deleted' } });
  await teacher.client.next('GetClassMembers', ({ data }) => 'members' in data && data.members.length === 1);
  t.same((await ask(teacher, 'GetLiveChatMessages', lecture)).messages, []);
  t.equal((await callApi(server, 'GET', `/users/${userId}`)).status, 404);
  t.match(await run('erase', userId), { code: 1, stderr: /nothing is stored/ });
  const { data: log } = await callApi(server, 'GET', '/audit');
  t.match(log?.entries, [{ action: 'erase-user', by: { key: 'apiKey' } }]);

  const back = await person(t, new Target(server.url), student.token);
  t.equal(back.userId, userId);
  t.equal(await refusal(back, 'JoinClass', { classUuid }), 403, 'the user is not a member any more');
});

t.test('the last teacher of a class is not erased, and rooms of a user are deleted', async (t) => {
  const server = await startServer(t, { apiKey });
  const { teacher } = await startLecture(t, new Target(server.url), 0);
  const path = `/users/${teacher.userId}`;
  await callApi(server, 'POST', '/rooms', { room_id: 'blue', owner: teacher.userId });
  t.match(await callApi(server, 'DELETE', path), { status: 409, data: { message: /last instructor/ } });
  t.equal((await callApi(server, 'GET', '/rooms/blue')).status, 200);
  const { classes } = await ask(teacher, 'GetClasses', undefined);
  for (const { uuid } of classes) await ask(teacher, 'DeleteClass', { classUuid: uuid });
  t.equal((await callApi(server, 'DELETE', path)).status, 204);
  t.equal((await callApi(server, 'GET', '/rooms/blue')).status, 404);
});

t.test('a user of whom only a room is stored is known', async (t) => {
  const server = await startServer(t, { apiKey });
  await callApi(server, 'POST', '/rooms', { room_id: 'blue', owner: '7' });
  t.match(await callApi(server, 'GET', '/users/7'), {
    data: { user: { id: '7' }, rooms: [{ roomId: 'blue' }] },
  });
  t.equal((await callApi(server, 'DELETE', '/users/7')).status, 204);
  t.equal((await callApi(server, 'GET', '/users/7')).status, 404);
});

t.test('a key is required', async (t) => {
  const { url } = await startServer(t, { apiKey });
  for (const method of ['GET', 'DELETE']) {
    t.equal((await fetch(`${url}/api/users/7`, { method })).status, 401, method);
  }
});
