import t, { type Test } from 'tap';
import { connect, type TestClient } from '../../helpers/client.js';
import { serveNodes, startNodes, startShared } from '../../helpers/nodes.js';
import { connectSocketIo, type SocketIoClient } from '../../helpers/socket-io.js';

const say = (client: TestClient, text: string, receiver = 'room') =>
  client.request('text', { from: 'Ben', time: 1, text }, { receiver });

/** Connects the client to another node. It is not connected any more. */
async function moveTo(client: SocketIoClient, url: string): Promise<void> {
  Object.assign(client.socket.io, { uri: url });
  const connected = client.once('connect');
  client.socket.connect();
  await connected;
}

async function pair(t: Test, one: { url: string }, other: { url: string }) {
  const query = { room: 'blue', deltas: '1' };
  const ada = await connectSocketIo(t, one.url, { query, transports: ['websocket'] });
  const id = String((await ada.next('welcome')).data.id);
  await ada.next('room-info');
  const ben = await connect(t, `${other.url.replace(/^http/, 'ws')}/room/blue/ws?deltas=1`);
  await ben.welcome();
  await ada.next('client-joined');
  return { ada, ben, id };
}

async function texts(client: SocketIoClient, count: number): Promise<unknown[]> {
  const found: unknown[] = [];
  while (found.length < count) found.push((await client.next('text')).data.text);
  return found;
}

t.test('a client recovers its session on another node, again and again', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2, { socketIo: true, chatBurst: 100 });
  if (!one || !other) throw new Error('expected two nodes');
  const { ada, ben, id } = await pair(t, one, other);
  let count = 0;
  for (const node of [other, one, one, other]) {
    await say(ben, `seen ${++count}`);
    await say(ben, `seen ${count}, for you`, id);
    t.strictSame((await texts(ada, 2)).sort(), [`seen ${count}`, `seen ${count}, for you`]);
    const lost = ada.closed();
    ada.socket.io.engine.close();
    await lost;
    await say(ben, `missed ${count}`);
    await say(ben, `missed ${count}, for you`, id);
    await moveTo(ada, node.url);
    t.equal(ada.socket.recovered, true);
    t.strictSame((await texts(ada, 2)).sort(), [`missed ${count}`, `missed ${count}, for you`]);
  }
  const answer = await ada.request('text', { from: 'Ada', time: 1, text: 'done' });
  t.match(answer, { ok: true });
  t.match(await ben.next('text', ({ sender }) => sender === id), { data: { text: 'done' } });
  await ben.none('client-left');
});

t.test('a client recovers its session after its node was killed', async (t) => {
  const [one, other] = await serveNodes(t, await startShared(t), 2, { LECTERN_SOCKET_IO: 'true' });
  if (!one || !other) throw new Error('expected two nodes');
  const { ada, ben } = await pair(t, one, other);
  await say(ben, 'seen');
  t.strictSame(await texts(ada, 1), ['seen']);
  const lost = ada.closed();
  await one.stop();
  await lost;
  await say(ben, 'missed');
  await moveTo(ada, other.url);
  t.equal(ada.socket.recovered, true);
  t.strictSame(await texts(ada, 1), ['missed']);
});
