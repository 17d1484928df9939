import t, { type Test } from 'tap';
import { connect, type TestClient } from '../../helpers/client.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { startServer, type TestServer } from '../../helpers/server.js';
import { enter, type OwtClient, versions } from './owt-client.js';

/** A WebSocket client in the room blue that is told about participants. */
async function watch(t: Test, { wsUrl }: TestServer): Promise<{ client: TestClient; id: string }> {
  const client = await connect(t, wsUrl('/room/blue/ws?login=1'));
  const { id } = await client.welcome();
  await client.request('login', { protocol: '1.2' });
  return { client, id };
}

const say = (client: TestClient, text: string, receiver = 'room') =>
  client.request('text', { from: 'Watcher', time: 1, text }, { receiver });

/** The number of connections of a server that were closed so far. */
async function closedAt({ url }: TestServer): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const counts = metrics.matchAll(/^lectern_connections_closed_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Loses a client's connection, and waits until the server knows it: what was sent before counts as received. */
async function lose(owt: OwtClient, server: TestServer): Promise<void> {
  const before = await closedAt(server);
  owt.client.socket.io.reconnection(false);
  owt.lose();
  while ((await closedAt(server)) === before);
}

/** Connects again. The library does so from now on. */
function comeBack({ client: { socket } }: OwtClient): void {
  socket.io.reconnection(true);
  socket.connect();
}

/** The texts that have arrived, in order. */
async function texts(t: Test, owt: OwtClient, count: number): Promise<unknown[]> {
  const heard: unknown[] = [];
  while (heard.length < count) heard.push((await owt.client.next('text')).data.message);
  t.notOk((await owt.client.queued(['refreshReconnectionTicket'])).includes('text'), 'each once');
  return heard;
}

for (const [name, version] of Object.entries(versions)) {
  t.test(
    `socket.io-client ${name}: a client that loses its connection resumes with what it missed`,
    async (t) => {
      const server = await startServer(t, { socketIo: true });
      const ann = await enter(t, server.url, 'blue', version);
      const watcher = await watch(t, server);
      await say(watcher.client, 'before');
      t.same(await texts(t, ann, 1), ['before']);
      await lose(ann, server);
      await say(watcher.client, 'missed');
      await say(watcher.client, 'psst', ann.id);
      comeBack(ann);
      t.match(await ann.reloggedIn(), ['ok', String]);
      t.same((await texts(t, ann, 2)).sort(), ['missed', 'psst']);
      t.same(await ann.client.ask('text', { to: 'all', message: 'here again' }), ['ok']);
      t.match(await watcher.client.next('text', ({ sender }) => sender === ann.id), {
        data: { from: ann.data?.name, text: 'here again' },
      });
      await watcher.client.none('participant');
      ann.lose();
      t.match(await ann.reloggedIn(), ['ok', String], 'and again, with the next ticket');
    },
  );
}

t.test('a client is told who has joined and left while it was away', async (t) => {
  const server = await startServer(t, { socketIo: true });
  const ann = await enter(t, server.url, 'blue');
  const [stays, leaves] = [await watch(t, server), await watch(t, server)];
  for (const { id } of [stays, leaves]) {
    t.match((await ann.client.next('participant')).args, [{ action: 'join', data: { id } }]);
  }
  await lose(ann, server);
  await leaves.client.request('logout');
  const comes = await watch(t, server);
  await say(comes.client, 'hello');
  const order: string[] = [];
  for (const event of ['participant', 'text']) ann.client.socket.on(event, () => order.push(event));
  comeBack(ann);
  t.match(await ann.reloggedIn(), ['ok', String]);
  t.match((await ann.client.next('participant')).args, [{ action: 'join', data: { id: comes.id } }]);
  t.same(await texts(t, ann, 1), ['hello']);
  t.same((await ann.client.next('participant')).args, [{ action: 'leave', data: leaves.id }]);
  t.same(order, ['participant', 'text', 'participant'], 'a join precedes the text');
  await lose(ann, server);
  comeBack(ann);
  t.match(await ann.reloggedIn(), ['ok', String]);
  t.notOk((await ann.client.queued(['refreshReconnectionTicket'])).includes('participant'), 'once');
});

t.test('a session that has ended is not resumed, and the library stops', async (t) => {
  const server = await startServer(t, { socketIo: true, reconnectionTimeout: 0.1 });
  const ann = await enter(t, server.url, 'blue');
  const watcher = await watch(t, server);
  await lose(ann, server);
  t.match(await watcher.client.next('participant'), { data: { action: 'leave', data: ann.id } });
  comeBack(ann);
  const closed = ann.client.closed();
  t.match(await ann.reloggedIn(), ['error', /ended/]);
  t.equal(await closed, 'io server disconnect');
});

t.test('a client resumes on another node as if nothing had happened', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2, { socketIo: true });
  if (!one || !other) throw new Error('expected two nodes');
  const watcher = await watch(t, other);
  for (const version of Object.values(versions)) {
    const ann = await enter(t, one.url, 'blue', version);
    await watcher.client.next('participant', ({ data }) => data.action === 'join');
    await say(watcher.client, 'before');
    t.same(await texts(t, ann, 1), ['before']);
    ann.client.socket.io.uri = other.url;
    await lose(ann, one);
    await say(watcher.client, 'missed');
    const brief = await watch(t, other);
    comeBack(ann);
    t.match(await ann.reloggedIn(), ['ok', String]);
    t.match((await ann.client.next('participant')).args, [{ action: 'join', data: { id: brief.id } }]);
    t.same(await texts(t, ann, 1), ['missed']);
    await brief.client.request('logout');
    for (const action of ['join', 'leave']) {
      await watcher.client.next('participant', ({ data }) => data.action === action);
    }
    t.same(await ann.client.ask('text', { message: 'here again' }), ['ok']);
    t.match(await watcher.client.next('text', ({ sender }) => sender === ann.id), { sender: ann.id });
    await watcher.client.none('participant');
    t.same(await ann.client.ask('logout'), ['ok']);
    t.match(await watcher.client.next('participant'), { data: { action: 'leave', data: ann.id } });
  }
});
