import t, { type Test } from 'tap';
import { Target } from '../../helpers/conformance.js';
import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { heldCommits } from '../../helpers/held-commits.js';
import { type Postgres, startPostgres } from '../../helpers/postgres.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';

// A database that makes a change but cannot confirm it.

const postgres = await startPostgres(t, 'fsync=off');

/** A lecture on a server whose connections to the database can be cut. */
async function start(t: Test, postgres: Postgres) {
  const url = new URL(await postgres.createDatabase());
  const direct = url.href;
  const proxy = await FaultyProxy.start(
    () => postgres.port,
    () => 0,
  );
  t.teardown(() => proxy.close());
  url.port = `${proxy.port}`;
  const { url: server } = await startServer(t, { database: url.href });
  const { teacher, students, lecture } = await startLecture(t, new Target(server), 1);
  const [student] = students;
  if (!student) throw new Error('expected a student');
  await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: 'before' });
  await student.client.next('LiveChatTextMessage');
  const data = { ...lecture, text: 'is anybody there?' };
  /** Sends a message whose change is made, and refused because the database does not answer. */
  const sendUnconfirmed = async () => {
    const commits = await heldCommits(t, direct);
    const answer = teacher.client.request('LiveChatTextMessage', data, { id: 7 });
    await commits.begun();
    proxy.cut();
    await commits.end();
    t.match((await answer).data, { status: 503 });
  };
  return { teacher, student, lecture, data, sendUnconfirmed };
}

t.test('a change that was not confirmed is returned when the request is repeated', async (t) => {
  const { teacher, student, lecture, data, sendUnconfirmed } = await start(t, postgres);
  await sendUnconfirmed();
  const again = await teacher.client.request('LiveChatTextMessage', data, { id: 7 });
  t.match(again.data, { message: { text: { en: { result: data.text } } } });
  t.match((await student.client.next('LiveChatTextMessage')).data, again.data);
  const third = await teacher.client.request('LiveChatTextMessage', data, { id: 7 });
  t.same(third.data, again.data);
  t.equal((await ask(student, 'GetLiveChatMessages', lecture)).messages.length, 2);
  await student.client.none('LiveChatTextMessage');
});

t.test('a change that was not confirmed is announced even if nobody repeats the request', async (t) => {
  const { teacher, student, data, sendUnconfirmed } = await start(t, postgres);
  await sendUnconfirmed();
  for (const { client } of [teacher, student]) {
    const heard = await client.next('LiveChatTextMessage');
    t.match(heard.data, { message: { text: { en: { result: data.text } } } });
  }
  await student.client.none('LiveChatTextMessage');
});
