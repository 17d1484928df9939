import t from 'tap';
import { lectern } from '../../cli/command.js';
import { apiKey, callApi } from '../../helpers/api.js';
import { connect } from '../../helpers/client.js';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';

const timetable = 'a-key-of-the-timetable';

t.test('the operator reads what teachers and operators did, over HTTP and on the command line', async (t) => {
  const apiKeys = [`timetable=classes:write=${timetable}`];
  const server = await startServer(t, { apiKey, apiKeys });
  const { teacher, students, lecture } = await startLecture(t, new Target(server.url), 1);
  const userId = students[0]?.userId ?? '';
  await ask(teacher, 'DropParticipant', { ...lecture, userId });
  const guest = await connect(t, server.wsUrl('/ws'), { protocols: ['lectern'] });
  const { id, user } = await guest.welcome();
  await callApi(server, 'DELETE', `/clients/${id}`, { reason: 'rude', revoke: 'nothing' });
  const { data } = await callApi(server, 'POST', '/revocations', { user: 'mallory', reason: 'spam' });
  const { revocation } = data as { revocation: { id: number } };
  await callApi(server, 'DELETE', `/revocations/${revocation.id}`);
  await callApi(server, 'POST', '/rooms', { room_id: 'blue' });
  await callApi(server, 'DELETE', '/rooms/blue');
  const { classUuid } = lecture;
  const headers = { authorization: `Bearer ${timetable}` };
  const lectureUrl = `${server.url}/api/lectures/${lecture.lectureId}`;
  t.equal((await fetch(lectureUrl, { method: 'DELETE', headers })).status, 204);
  const { entries } = await ask(teacher, 'GetAuditLog', { classUuid });
  t.match(entries, [{ action: 'remove' }, { action: 'delete-lecture', lectureName: 'Numbers' }]);
  t.equal(entries[1]?.actorId, undefined, 'the operator');
  await ask(teacher, 'DeleteClass', { classUuid });
  const all = await callApi(server, 'GET', '/audit');
  const by = { user: teacher.userId };
  t.match(all.data?.entries, [
    {
      action: 'remove',
      by,
      class: classUuid,
      lecture: { name: 'Numbers' },
      target: { id: userId },
      at: Number,
    },
    { action: 'remove-client', by: { key: 'apiKey' }, target: { id: user?.id }, detail: 'rude' },
    { action: 'revoke', by: { key: 'apiKey' }, target: { id: 'mallory' }, detail: 'user: spam' },
    { action: 'lift-revocation', by: { key: 'apiKey' }, target: { id: 'mallory' } },
    { action: 'delete-room', by: { key: 'apiKey' }, target: { id: 'blue' } },
    { action: 'delete-lecture', by: { key: 'timetable' }, class: classUuid },
    { action: 'delete-class', by, class: classUuid, detail: 'Algebra' },
  ]);
  t.match((await callApi(server, 'GET', `/audit?class=${classUuid}&limit=1`)).data, {
    entries: [{ action: 'delete-class' }],
    before: Number,
  });
  t.equal((await fetch(`${server.url}/api/audit`)).status, 401);
  const run = (...args: string[]) =>
    lectern(t, ['audit', '--url', server.url, ...args], { LECTERN_API_KEY: apiKey }).outcome;
  const { stdout: table } = await run('--number', '2');
  t.match(
    table,
    /^TIME +BY +ACTION +TARGET +PLACE +DETAIL\n.+Z +key timetable +delete-lecture +lecture \d+ \(Numbers\)\n.+delete-class/,
  );
  const { stdout: lines } = await run('--json', '--class', classUuid);
  t.match(JSON.parse(lines.split('\n', 1)[0] ?? ''), { action: 'remove', by });
});
