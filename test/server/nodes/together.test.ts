import type { ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { createServer } from '../../../server/index.js';
import { connect, sameIds } from '../../helpers/client.js';
import { hears, logIn, resume, say, startNodes, startShared, visit } from '../../helpers/nodes.js';
import { startDatabase } from '../../helpers/postgres.js';
import { startRedisCluster } from '../../helpers/redis.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const apiKey = 'a-key-for-the-tests';

function call({ url }: TestServer, method: string, path: string, body?: object, key = apiKey) {
  return fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** The servers and their shared services. */
async function two(t: Test): Promise<[TestServer, TestServer]> {
  const [one, other] = await startNodes(t, await startShared(t), 2, { apiKey });
  if (!one || !other) throw new Error('expected two servers');
  return [one, other];
}

t.test('two servers on one Redis form a cluster', async (t) => {
  const [one, other] = await two(t);

  t.test('a client in a room sees and receives from clients that joined on the other server', async (t) => {
    const ann = await visit(t, one);
    const ben = await visit(t, other);
    const { data: came } = await ann.client.next('client-joined');
    t.ok(sameIds(came.clients, [ben.id]));
    const info = await ben.client.request('get-room-info');
    t.ok(info.type === 'room-info' && sameIds(info.data.clients, [ann.id, ben.id]));
    t.equal(await say(ann, 'one'), 1);
    t.equal(await say(ben, 'two'), 2);
    for (const each of [ann, ben]) for (const text of ['one', 'two']) await hears(each, text);
    await ben.client.request('profile', { username: 'Ben' });
    const { data: changed } = await ann.client.next('client-updated');
    t.match(changed.clients, [{ id: ben.id, username: 'Ben' }]);
    t.notOk(
      ann.client.frames.some((frame) => frame.includes('"node"')),
      'the number of nodes is not public',
    );
    await ben.client.request('offer', { type: 'offer', sdp: 'v=0' }, { receiver: ann.id });
    t.match(await ann.client.next('offer'), { sender: ben.id });
    ben.client.close();
    const { data: gone } = await ann.client.next('client-left');
    t.same(gone.ids, [ben.id]);
  });

  t.test('any server can remove a client', async (t) => {
    const ann = await visit(t, one);
    t.equal((await call(other, 'DELETE', `/api/clients/${ann.id}`)).status, 204);
    t.match(await ann.client.next('drop'), { data: { reason: 'removed by the server administrator' } });
    t.match(await ann.client.closed, { code: 4503 });
    t.equal((await call(other, 'DELETE', `/api/clients/${ann.id}`)).status, 404);
  });

  t.test('every server shows the state of both, and what they have refused', async (t) => {
    const ann = await visit(t, one);
    const ben = await visit(t, other);
    for (const { client } of [ann, ben]) await client.request('get-room-info', { room_id: 'red' });
    const { nodes } = await (await call(one, 'GET', '/api/nodes')).json();
    t.match(nodes, [
      { node: String, answers: true, ready: true, clients: Number, rooms: Number },
      { node: String, answers: true, ready: true, clients: Number, rooms: Number },
    ]);
    t.not(nodes[0].node, nodes[1].node);
    const { refusals, missing } = await (await call(other, 'GET', '/api/refusals')).json();
    t.same(missing, []);
    const refused = { what: 'message', type: 'get-room-info', code: 'not-in-room' };
    t.match(refusals, [{ ...refused, network: '127.0.0.1', count: 2 }]);
  });

  t.test('a room is changed and deleted on all servers', async (t) => {
    t.equal((await call(one, 'POST', '/api/rooms', { room_id: 'hall', title: 'Hall' })).status, 201);
    const guest = await connect(t, other.wsUrl('/room/hall/ws?deltas=1'));
    t.match(await guest.next('room-settings'), { data: { title: 'Hall' } });
    t.equal((await call(one, 'PATCH', '/api/rooms/hall', { title: 'Great Hall' })).status, 200);
    t.match(await guest.next('room-settings'), { data: { title: 'Great Hall' } });
    t.equal((await call(one, 'DELETE', '/api/rooms/hall')).status, 204);
    t.match(await guest.closed, { code: 4503 });
  });

  t.test('a guest is the same user on both servers', async (t) => {
    const first = await connect(t, one.wsUrl('/ws'), { protocols: ['lectern'] });
    const { user, token } = await first.welcome();
    const second = await connect(t, other.wsUrl('/ws'), { protocols: ['lectern', `lectern.token.${token}`] });
    t.same((await second.welcome()).user, user);
  });

  t.test("a room's password opens it on one server in spite of wrong ones on the other", async (t) => {
    const room = { room_id: 'exam', password: 'the right one' };
    t.equal((await call(one, 'POST', '/api/rooms', room)).status, 201);
    const enter = async (server: TestServer, password: string) => {
      const client = await connect(t, server.wsUrl('/room/exam/ws?login=1'));
      const { data } = (await client.request('login', { password })) as ServerMessage<'login'>;
      return data;
    };
    const wrong = await Promise.all(Array.from({ length: 6 }, () => enter(one, 'a guess')));
    const refused = { code: /^(forbidden|rate-limited)$/, pointer: '/password' };
    for (const data of wrong) t.match(data, refused);
    t.match(await enter(other, 'a guess'), refused);
    t.match(await enter(other, room.password), { status: 'ok' });
  });
});

t.test('two servers on one Redis Cluster form a cluster', async (t) => {
  const [cluster, database] = await Promise.all([startRedisCluster(t), startDatabase(t)]);
  const shared = { redis: cluster.map(({ url }) => url), database };
  const [one, other] = await Promise.all([startServer(t, shared), startServer(t, shared)]);
  const watcher = await visit(t, other);
  const ann = await logIn(t, one);
  await watcher.client.next('client-joined');
  const seen = { blue: await say(watcher, 'heard'), direct: 0 };
  await hears(ann, 'heard');
  ann.client.terminate();
  await say(watcher, 'missed');
  const back = await resume(t, other, ann.ticket, seen);
  t.match(back, { status: 'ok', id: ann.id, recovered: true });
  t.match(back.data.messages, [{ type: 'text', data: { text: 'missed' } }]);
  await say(back, 'here again');
  await hears(watcher, 'here again');
  await watcher.client.none('client-left');
});

t.test('an unreachable Redis is named without its password', async (t) => {
  const { database, redis } = await startShared(t);
  await redis.stop();
  const url = `redis://ada:sesame@127.0.0.1:${redis.port}`;
  const server = createServer({ port: 0, logLevel: 'silent', redis: [url], database });
  const error = await server.listen().catch((error: Error) => error);
  t.match(error, { name: 'OptionsError', message: new RegExp(`redis://127.0.0.1:${redis.port}`) });
  t.notMatch(String(error), /sesame/);
});
