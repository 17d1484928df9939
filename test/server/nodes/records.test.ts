import t, { type Test } from 'tap';
import { logIn, type Resumed, resume, startNodes } from '../../helpers/nodes.js';
import { type Postgres, startPostgres } from '../../helpers/postgres.js';
import { type Redis, startRedis } from '../../helpers/redis.js';
import type { TestServer } from '../../helpers/server.js';

interface Scene {
  one: TestServer;
  other: TestServer;
  redis: Redis;
  postgres: Postgres;
  /** The database's record of a client. */
  kept(id: string): Promise<string | undefined>;
}

async function scene(t: Test): Promise<Scene> {
  const [redis, postgres] = await Promise.all([startRedis(t), startPostgres(t, 'fsync=off')]);
  const database = await postgres.createDatabase();
  const [one, other] = await startNodes(t, { redis, database }, 2);
  if (!one || !other) throw new Error('expected two servers');
  const kept = async (id: string) => {
    const name = new URL(database).pathname.slice(1);
    const rows = await postgres.query(name, `select record from sessions where client_id = '${id}'`);
    return (rows as { record: string }[])[0]?.record;
  };
  return { one, other, redis, postgres, kept };
}

/** Sends requests to a server until it has found Redis again. */
async function whenReachable(ask: () => Promise<Resumed>): Promise<Resumed> {
  for (;;) {
    const answer = await ask();
    if (answer.code !== 'unavailable') return answer;
  }
}

t.test(
  'a client that resumed during a database outage can resume again when Redis is lost later',
  async (t) => {
    const { one, other, redis, postgres, kept } = await scene(t);
    const ann = await logIn(t, one);
    const before = await kept(ann.id);
    await postgres.stop();
    const { client, data } = await resume(t, one, ann.ticket);
    await client.request('get-room-info');
    await postgres.start();
    while ((await kept(ann.id)) === before);
    await redis.restart();
    await client.closed;
    const back = await whenReachable(() => resume(t, other, data.ticket));
    t.match(back, { status: 'ok', id: ann.id });
  },
);

t.test('a client whose session was adopted, but not resumed, is told to reconnect', async (t) => {
  const { one, other, redis } = await scene(t);
  const { client, id, ticket } = await logIn(t, one);
  // As if another node had adopted the session while this one was held up.
  const key = `lectern:{value/session/${id}}`;
  const { stdout } = await redis.command('HGET', key, 'value');
  const adopted = JSON.stringify({ ...JSON.parse(stdout), node: 'another' });
  await redis.command('HSET', key, 'value', adopted, 'version', '1');
  client.send('refreshReconnectionTicket');
  t.match(await client.closed, { code: 4004 });
  t.match(await resume(t, other, ticket), { status: 'ok', id });
});

t.test('a client that left during a database outage cannot resume when Redis is lost later', async (t) => {
  const { one, other, redis, postgres, kept } = await scene(t);
  const [ann, ben] = [await logIn(t, one), await logIn(t, other)];
  await postgres.stop();
  await ann.client.request('logout');
  await postgres.start();
  while (await kept(ann.id));
  await redis.restart();
  await ben.client.closed;
  const back = await whenReachable(() => resume(t, other, ann.ticket));
  t.match(back, { status: 'error', code: 'not-found' });
});
