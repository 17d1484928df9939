import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, type SocketIoClient } from '../../helpers/socket-io.js';

const { url, wsUrl } = await startServer(t, { socketIo: true });

/** A Socket.IO client that reconnects, and a WebSocket client in the same room. */
async function pair(
  t: Test,
  options: object = {},
): Promise<{ ada: SocketIoClient; ben: TestClient; id: string }> {
  const room = randomUUID();
  const query = { room, deltas: '1' };
  const ada = await connectSocketIo(t, url, { query, ...options });
  const { data } = await ada.next('welcome');
  await ada.next('room-info');
  const ben = await connect(t, wsUrl(`/room/${room}/ws?deltas=1`));
  await ben.welcome();
  await ada.next('client-joined');
  return { ada, ben, id: String(data.id) };
}

const say = async (client: TestClient, text: string, receiver = 'room') => {
  const data = { from: 'Ben', time: 1, text };
  return client.request('text', data, { receiver });
};

const texts = async (client: SocketIoClient, count: number): Promise<unknown[]> => {
  const found: unknown[] = [];
  while (found.length < count) found.push((await client.next('text')).data.text);
  return found;
};

/** Cuts the connection, and resolves when the client has connected again. */
async function cut(
  client: SocketIoClient,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<void> {
  const lost = client.closed();
  client.socket.io.engine.close();
  await lost;
  await meanwhile();
  const connected = client.once('connect');
  client.socket.connect();
  await connected;
}

for (const transports of [['websocket'], ['polling']]) {
  t.test(`a client over ${transports} gets exactly what it missed`, async (t) => {
    const { ada, ben, id } = await pair(t, { transports });
    await say(ben, 'one');
    t.strictSame(await texts(ada, 1), ['one']);
    await cut(ada, async () => {
      await say(ben, 'two');
      await say(ben, 'for you', id);
      await say(ben, 'three');
    });
    t.equal(ada.socket.recovered, true);
    await say(ben, 'four');
    const received = await texts(ada, 4);
    t.strictSame(received.sort(), ['for you', 'four', 'three', 'two']);
    t.strictSame(await ada.queued(), ['relogin', 'room-info'], 'there is no second welcome');
    t.match((await ada.next('relogin')).data, { status: 'ok', recovered: true, id });
    await ben.none('client-left');
  });
}

t.test('a client that reconnects too late is a new client, and is told so', async (t) => {
  const { url, wsUrl } = await startServer(t, { socketIo: true, reconnectionTimeout: 0.05 });
  const query = { room: 'blue', deltas: '1' };
  const ada = await connectSocketIo(t, url, { query });
  const { id } = (await ada.next('welcome')).data;
  const ben = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  await cut(ada, () => ben.next('client-left'));
  t.equal(ada.socket.recovered, false);
  t.match((await ada.next('relogin')).data, { status: 'error', code: 'not-found' });
  t.not((await ada.next('welcome')).data.id, id);
});

t.test('a client that missed too much keeps its place, and is told that there is a gap', async (t) => {
  const { ada, ben, id } = await pair(t);
  await say(ben, 'one');
  await ada.next('text');
  // The server cannot know what the client has received.
  Object.assign(ada.socket, { _lastOffset: '-' });
  await cut(ada);
  t.equal(ada.socket.recovered, false);
  t.match((await ada.next('relogin')).data, { status: 'ok', recovered: false, id });
  await ben.none('client-left');
  await cut(ada, () => say(ben, 'two'));
  t.equal(ada.socket.recovered, true, 'the next time, nothing is missing');
  t.strictSame(await texts(ada, 1), ['two']);
});

t.test('a client whose application disconnects it leaves immediately', async (t) => {
  const { ada, ben, id } = await pair(t);
  ada.socket.disconnect();
  t.strictSame((await ben.next('client-left')).data.ids, [id]);
});

t.test('a client that does not want to recover leaves immediately', async (t) => {
  const room = randomUUID();
  const ada = await connectSocketIo(t, url, { query: { room, recovery: '0' } });
  const { id } = (await ada.next('welcome')).data;
  const ben = await connect(t, wsUrl(`/room/${room}/ws?deltas=1`));
  await ben.next('room-info');
  const lost = ada.closed();
  ada.socket.io.engine.close();
  await lost;
  t.strictSame((await ben.next('client-left')).data.ids, [id]);
});

t.test('a user who logs in with a token recovers the session', async (t) => {
  const { server, url, wsUrl } = await startServer(t, {
    socketIo: true,
    tokenSecret: 'a secret of the tests that is long enough',
  });
  const sign = async (sub: string) =>
    (await signToken(server.options, { sub, grants: { rooms: ['*'] } })).token;
  const ada = await connectSocketIo(t, url, { auth: { token: await sign('ada'), room: 'blue' } });
  t.match((await ada.next('login')).data, { status: 'ok', data: { user: 'ada' } });
  const ben = await connect(t, wsUrl('/room/blue/ws?login=1'));
  await ben.request('login', { token: await sign('ben') });
  await cut(ada, () => say(ben, 'two'));
  t.equal(ada.socket.recovered, true);
  t.strictSame(await texts(ada, 1), ['two']);
});
