import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import t, { type Test } from 'tap';
import { openStore } from '../../server/store/open-store.js';
import type { Store } from '../../server/store/store.js';
import { startPostgres } from '../helpers/postgres.js';
import { openAtOnce } from './store-opening.js';

const postgres = await startPostgres(t, 'fsync=off');
const unavailable = { name: 'Refusal', code: 'unavailable' };
const storeError = (message: RegExp) => ({ name: 'StoreError', message });
const databaseOf = (url: string): string => new URL(url).pathname.slice(1);

async function open(t: Test): Promise<Store> {
  const store = await openStore({ database: await postgres.createDatabase() });
  t.teardown(() => store.close());
  await store.saveUser({ id: 'ann', name: 'Ann' });
  return store;
}

const eachIsUnavailable = async (t: Test, calls: Promise<unknown>[]): Promise<void> => {
  for (const outcome of await Promise.allSettled(calls))
    t.match(outcome, { status: 'rejected', reason: unavailable });
};

/** Runs PL/pgSQL code before each insert or update of a user. */
const beforeSaving = (database: string, code: string): Promise<unknown> =>
  postgres.query(
    databaseOf(database),
    `create sequence tries;
    create function before_saving() returns trigger language plpgsql as $$ begin ${code} return new; end $$;
    create trigger before_saving before insert on users for each row execute function before_saving()`,
  );

/** Makes calls of several kinds, more than there are connections. */
const calls = (store: Store): Promise<unknown>[] => [
  store.check(),
  ...Array.from({ length: 15 }, (_, number) => store.saveUser({ id: `u${number}`, name: 'x' })),
  ...Array.from({ length: 15 }, () => store.user('ann')),
];

t.test('the store reconnects to a server that was stopped and started', async (t) => {
  const store = await open(t);
  await postgres.stop();
  await eachIsUnavailable(t, calls(store));
  await eachIsUnavailable(t, calls(store));
  await postgres.start();
  await Promise.all(calls(store));
  t.same(await store.user('ann'), { id: 'ann', name: 'Ann' });
});

t.test('the store reconnects to a server that crashed', async (t) => {
  const store = await open(t);
  const outcomes = Promise.allSettled(calls(store));
  await postgres.kill();
  await outcomes;
  await eachIsUnavailable(t, [store.check(), store.user('ann')]);
  await postgres.start();
  await Promise.all(calls(store));
});

t.test('calls to a hanging server time out, and the store reconnects later', async (t) => {
  const store = await open(t);
  await Promise.all(calls(store));
  postgres.freeze();
  await eachIsUnavailable(t, calls(store));
  postgres.thaw();
  await Promise.all(calls(store));
});

t.test('a statement that waits for a lock times out', async (t) => {
  const database = await postgres.createDatabase();
  const store = await openStore({ database });
  t.teardown(() => store.close());
  const lock = "begin; lock table users; select 'held', pg_sleep(60)";
  const locked = t.rejects(postgres.query(databaseOf(database), lock), /terminating connection/);
  const holder = `from pg_stat_activity where wait_event = 'PgSleep'`;
  await postgres.query(
    'postgres',
    `do $$ begin while not exists (select ${holder}) loop perform pg_stat_clear_snapshot(); end loop; end $$`,
  );
  await t.rejects(store.saveUser({ id: 'x', name: 'X' }), unavailable);
  await postgres.query('postgres', `select pg_terminate_backend(pid) ${holder}`);
  await locked;
  await store.saveUser({ id: 'x', name: 'X' });
});

t.test('commits wait for the disk, regardless of the server’s settings', async (t) => {
  const database = await postgres.createDatabase();
  await postgres.query('postgres', `alter database ${databaseOf(database)} set synchronous_commit = off`);
  const store = await openStore({ database });
  t.teardown(() => store.close());
  await beforeSaving(database, `new.name := current_setting('synchronous_commit');`);
  await store.saveUser({ id: 'x', name: 'X' });
  t.match(await store.user('x'), { name: 'on' });
});

t.test('conflicting transactions are retried', async (t) => {
  const database = await postgres.createDatabase();
  const store = await openStore({ database });
  t.teardown(() => store.close());
  await beforeSaving(
    database,
    `case nextval('tries')
      when 1 then raise exception 'again' using errcode = 'serialization_failure';
      when 2 then raise exception 'again' using errcode = 'deadlock_detected';
      else null;
    end case;`,
  );
  t.equal((await store.saveUser({ id: 'x', name: 'X' })).repeated, false);
  t.match(await store.user('x'), { name: 'X' });
});

t.test('a full disk of the server rejects writes until it has space again', async (t) => {
  const database = await postgres.createDatabase();
  const store = await openStore({ database });
  t.teardown(() => store.close());
  const full = `if nextval('tries') < 3 then raise exception 'full' using errcode = 'disk_full'; end if;`;
  await beforeSaving(database, full);
  const save = () => store.saveUser({ id: 'x', name: 'X' });
  await t.rejects(save(), unavailable);
  await t.rejects(save(), unavailable);
  t.equal(await store.user('x'), undefined);
  await save();
});

t.test('nodes that start at the same time on an empty database create one set of tables', async (t) => {
  await openAtOnce(t, { database: await postgres.createDatabase() });
});

t.test('a database of a newer version is rejected', async (t) => {
  const database = await postgres.createDatabase();
  await (await openStore({ database })).close();
  await postgres.query(
    databaseOf(database),
    `insert into schema_versions (version, name) values (99, '0099-future')`,
  );
  await t.rejects(
    openStore({ database }),
    storeError(/127\.0\.0\.1.*version 99.*version \d+\. Start the newer/),
  );
});

t.test('an unusable database is rejected with an explanation, without the password', async (t) => {
  const database = await postgres.createDatabase();
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.teardown(() => silent.close());
  const hangUp = createServer((socket) => socket.destroy());
  hangUp.listen(0, '127.0.0.1');
  await once(hangUp, 'listening');
  t.teardown(() => hangUp.close());
  const at = (server: typeof silent) =>
    database.replace(String(postgres.port), String((server.address() as AddressInfo).port));
  const wrong: [string, RegExp][] = [
    [database.replace('sesame', 'barley'), /rejects the user or the password/],
    [database.replace('lectern:', 'nobody:'), /rejects the user or the password/],
    [`${database}_not`, /test_\w+_not at 127\.0\.0\.1:\d+ does not exist: create it with createdb/],
    [database.replace(`:${postgres.port}`, ':1'), /nothing listens there/],
    [database.replace('127.0.0.1', 'no-such-host.invalid'), /there is no host with that name/],
    [at(hangUp), /does not answer/],
    [at(silent), /does not answer/],
    ['mysql://localhost/x', /must be given as a URL, for example postgres:/],
    ['postgres://[', /must be given as a URL, for example postgres:/],
  ];
  for (const [url, message] of wrong) {
    const error = await openStore({ database: url }).catch((error) => error);
    t.match(error, storeError(message));
    t.notMatch(error.message, /sesame|barley|\n/);
  }
});
