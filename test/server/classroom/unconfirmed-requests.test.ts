import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { startPostgres } from '../../helpers/postgres.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';

// A database that makes a change but cannot confirm it, and a client that repeats its request.

const slow = `
create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return null; end $$;
create constraint trigger slow after insert on chat_messages deferrable initially deferred
  for each row execute function slow()`;
const isSlow = "select 1 from pg_stat_activity where lower(query) = 'commit' and wait_event = 'PgSleep'";

t.test('a change that was not confirmed is returned when the request is repeated', async (t) => {
  const postgres = await startPostgres(t, 'fsync=off');
  const url = new URL(await postgres.createDatabase());
  const name = url.pathname.slice(1);
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

  await postgres.query(name, slow);
  const data = { ...lecture, text: 'is anybody there?' };
  const answer = teacher.client.request('LiveChatTextMessage', data, { id: 7 });
  while ((await postgres.query(name, isSlow)).length === 0) await pause(5);
  proxy.cut();
  t.match((await answer).data, { status: 503 });
  while ((await postgres.query(name, isSlow)).length > 0) await pause(5);
  await postgres.query(name, 'drop trigger slow on chat_messages');

  const again = await teacher.client.request('LiveChatTextMessage', data, { id: 7 });
  t.match(again.data, { message: { text: { en: { result: data.text } } } });
  t.match((await student.client.next('LiveChatTextMessage')).data, again.data);
  const third = await teacher.client.request('LiveChatTextMessage', data, { id: 7 });
  t.same(third.data, again.data);
  t.equal((await ask(student, 'GetLiveChatMessages', lecture)).messages.length, 2);
  await student.client.none('LiveChatTextMessage');
});
