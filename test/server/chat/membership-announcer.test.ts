import t from 'tap';
import { atMost } from '../../helpers/at-most.js';
import { connect, sameIds, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const many = 100;

const idOf = async (client: TestClient): Promise<string> => (await client.welcome()).id;

t.test('a hundred joins reach a client with deltas once each, in a few messages', async (t) => {
  const { wsUrl } = await startServer(t);
  const watcher = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  await watcher.next('room-info');
  const joining = performance.now();
  const ids = await Promise.all(
    Array.from({ length: many }, async () => idOf(await connect(t, wsUrl('/room/blue/ws?deltas=1')))),
  );
  const joined: { id: string }[] = [];
  let messages = 0;
  while (joined.length < many) {
    joined.push(...(await watcher.next('client-joined')).data.clients);
    messages++;
  }
  t.ok(sameIds(joined, ids));
  t.ok(messages <= atMost(joining, 50), `${messages} messages for ${many} joins`);
});

t.test('a hundred joins reach a client without deltas as a few complete lists', async (t) => {
  const { wsUrl } = await startServer(t);
  const start = performance.now();
  const watcher = await connect(t, wsUrl('/room/blue/ws'));
  await watcher.request('ping');
  for (let i = 0; i < many; i++) await connect(t, wsUrl('/room/blue/ws'));
  await watcher.next('room-info', ({ data }) => data.clients.length === many + 1);
  const lists = watcher.frames.filter((frame) => frame.includes('"type":"room-info"'));
  t.ok(lists.length <= atMost(start, 250), `${lists.length} lists for ${many} joins`);
});

t.test('lists have a rate of bytes, and each client receives the latest list in the end', async (t) => {
  const perSecond = 16_384;
  const { wsUrl } = await startServer(t, { roomListBytes: perSecond });
  const start = performance.now();
  const clients = await Promise.all(Array.from({ length: 25 }, () => connect(t, wsUrl('/room/blue/ws'))));
  for (const client of clients) {
    await client.request('ping');
    await client.next('room-info');
  }
  const [changing] = clients;
  for (let i = 0; i < 10; i++) await changing?.request('profile', { username: `name ${i}` });
  await Promise.all(
    clients.map((client) =>
      client.next('room-info', ({ data }) => data.clients.some(({ username }) => username === 'name 9')),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  const lists = clients.map(({ frames }) => frames.filter((frame) => frame.includes('"type":"room-info"')));
  const sizes = lists.flat().map((frame) => frame.length);
  const sent = sizes.reduce((sum, size) => sum + size, 0);
  const first = lists.reduce((sum, [frame = '']) => sum + frame.length, 0);
  const allowed = (2 + seconds) * perSecond + first + Math.max(...sizes);
  t.ok(sent <= allowed, `${sent} of ${allowed} bytes`);
});

t.test('new clients receive the members of the room, each once', async (t) => {
  const { wsUrl } = await startServer(t);
  const first = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  const firstId = await idOf(first);
  await first.next('room-info');
  const second = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  const secondId = await idOf(second);
  const { data } = await second.next('room-info');
  t.ok(sameIds(data.clients, [firstId, secondId]));
  await second.none('client-joined');
  t.ok(sameIds((await first.next('client-joined')).data.clients, [secondId]));
});

t.test('the others never see a client that joins and leaves within one batch', async (t) => {
  const { wsUrl } = await startServer(t);
  const watcher = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  await watcher.next('room-info');
  const brief = await connect(t, wsUrl('/room/blue/ws'));
  const briefId = await idOf(brief);
  brief.send('bye');
  await brief.closed;
  const lasting = await idOf(await connect(t, wsUrl('/room/blue/ws')));
  const heard: string[] = [];
  while (!heard.includes(lasting)) {
    const message = await watcher.next();
    if (message.type === 'client-joined') heard.push(...message.data.clients.map(({ id }) => id));
    if (message.type === 'client-left') heard.splice(heard.indexOf(message.data.ids[0] ?? ''), 1);
  }
  t.notOk(heard.includes(briefId), 'no client sees it as present');
});

t.test('a guest that keeps no identity has a single ID: its user ID is its client ID', async (t) => {
  const { wsUrl } = await startServer(t);
  const ann = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  const { id, user } = await ann.welcome();
  t.equal(user?.id, id);
  t.same((await ann.next('room-info')).data.clients, [{ id, username: user?.name }]);
});

t.test('a new name reaches clients with and without deltas', async (t) => {
  const { wsUrl } = await startServer(t);
  const plain = await connect(t, wsUrl('/room/blue/ws'), { protocols: ['lectern'] });
  const delta = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  const { id, user } = await plain.welcome();
  await delta.next('room-info');
  await plain.request('ping');
  await plain.next('room-info');
  await plain.request('profile', { username: '김하늘' });
  const told = [{ id, username: '김하늘', user: user?.id }];
  t.same((await delta.next('client-updated')).data.clients, told, 'with the user of the client');
  await plain.next('room-info', ({ data }) => data.clients.some(({ username }) => username === '김하늘'));
  t.pass('in the list too');
});
