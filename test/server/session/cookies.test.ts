import { once } from 'node:events';
import t, { type Test } from 'tap';
import type { ClientOptions } from 'ws';
import { connect, type TestClient } from '../../helpers/client.js';
import { startDelayProxy } from '../../helpers/delay-proxy.js';
import { type CookieJar, type OlderClient, openTab } from '../../helpers/older-client.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const ROOM = '/chat/blue/ws';

/** Somebody in the room who receives each change. */
async function watch(t: Test, { wsUrl }: TestServer): Promise<TestClient> {
  const watcher = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  await watcher.next('room-info');
  return watcher;
}

/** Checks that the watcher has only been told about these clients: another client joins after them. */
async function toldOf(t: Test, { wsUrl }: TestServer, watcher: TestClient, changes: object[]): Promise<void> {
  const { id } = await (await connect(t, wsUrl('/room/blue/ws'))).welcome();
  const told: object[] = [];
  for (;;) {
    const { type, data } = await watcher.next(undefined, ({ type }) => /^client-(joined|left)$/.test(type));
    if (type === 'client-left') told.push(...data.ids.map((left) => ({ left })));
    if (type !== 'client-joined') continue;
    told.push(...data.clients.map((client) => ({ joined: client.id })));
    if (data.clients.some((client) => client.id === id)) break;
  }
  t.same(told, [...changes, { joined: id }]);
}

/** Cuts the line of tabs, which come back. */
async function cut(
  line: { url: string; cut(): void },
  tabs: OlderClient[],
  options: ClientOptions = {},
): Promise<void> {
  const closed = tabs.map(({ socket }) => socket && once(socket, 'close'));
  line.cut();
  await Promise.all(closed);
  await Promise.all(tabs.map((tab) => tab.connect(line.url + ROOM, options)));
}

for (const roundTrip of [60, 180, 300]) {
  t.test(`round trip of ${roundTrip} ms: a page keeps its ID, and others do not see it leave`, async (t) => {
    const server = await startServer(t);
    const watcher = await watch(t, server);
    const { id: watcherId } = JSON.parse(watcher.frames[0] ?? '').data;
    const line = await startDelayProxy(t, server.url, { least: roundTrip / 2, most: roundTrip / 2 });
    const page = { origin: line.url };
    const ada = await openTab(t, line.url + ROOM, {}, page);
    const ben = await openTab(t, line.url + ROOM, {}, page);
    const everybody = [watcherId, ada.id, ben.id];
    for (let i = 0; i < 2; i++) {
      await cut(line, [ada, ben], page);
      await Promise.all([ada.knows(everybody), ben.knows(everybody)]);
    }
    for (const { ids, peers, id } of [ada, ben]) {
      t.same([...ids], [id], 'the same ID');
      t.same(
        [...peers].sort(),
        everybody.filter((each) => each !== id).sort(),
        'no peer to itself or to a ghost',
      );
    }
    await toldOf(t, server, watcher, [{ joined: ada.id }, { joined: ben.id }]);
  });
}

t.test('a page receives what it has missed', async (t) => {
  const server = await startServer(t);
  const watcher = await watch(t, server);
  const line = await startDelayProxy(t, server.url, { least: 0, most: 0 });
  const tab = await openTab(t, line.url + ROOM, {}, { origin: line.url });
  const say = (text: string) => watcher.request('text', { from: 'Eve', time: 1, text }, { receiver: 'room' });
  await say('one');
  await tab.until(() => tab.texts.includes('one'));
  const closed = tab.socket && once(tab.socket, 'close');
  line.cut();
  await closed;
  await say('two');
  await tab.connect(line.url + ROOM, { origin: line.url });
  await say('three');
  await tab.until(() => tab.texts.includes('three'));
  t.same(tab.texts, ['one', 'two', 'three']);
});

t.test('a program leaves when its connection is lost, returns with its ID, and is then kept', async (t) => {
  const server = await startServer(t);
  const watcher = await watch(t, server);
  const line = await startDelayProxy(t, server.url, { least: 0, most: 0 });
  const tab = await openTab(t, line.url + ROOM);
  const { id } = tab;
  await tab.until(() => tab.members.length === 2);
  await cut(line, [tab]);
  await tab.until(() => tab.members.length === 2);
  await cut(line, [tab]);
  await tab.until(() => tab.members.length === 2);
  t.same([...tab.ids], [id]);
  await toldOf(t, server, watcher, [{ joined: id }, { left: id }, { joined: id }]);
});

t.test('tabs of one browser do not take over each other’s sessions', async (t) => {
  const server = await startServer(t);
  const line = await startDelayProxy(t, server.url, { least: 0, most: 0 });
  const other = await startDelayProxy(t, server.url, { least: 0, most: 0 });
  const browser: CookieJar = {};
  const page = { origin: server.url, headers: { host: new URL(server.url).host } };
  const ada = await openTab(t, line.url + ROOM, browser, page);
  const second = await openTab(t, other.url + ROOM, browser, page);
  const third = await openTab(t, other.url + ROOM, browser, page);
  const ids = [ada.id, second.id, third.id];
  t.equal(new Set(ids).size, 3);
  await ada.knows(ids);
  await cut(line, [ada], page);
  await ada.knows(ids);
  t.same([...ada.ids], [ids[0]], 'the tab that was cut has its ID again');
  t.same([second.socket?.readyState, third.socket?.readyState], [1, 1], 'the others stay connected');
  await cut(other, [second, third], page);
  await Promise.all([ada, second, third].map((tab) => tab.knows(ids)));
  t.pass('two that return together leave no ghost');
});

t.test('a page whose line is dead takes over its session from the old connection', async (t) => {
  const server = await startServer(t);
  const page = { origin: server.url, headers: { host: new URL(server.url).host } };
  const tab = await openTab(t, server.url + ROOM, {}, page);
  const { socket, id } = tab;
  socket?.removeAllListeners('message');
  socket?.pause();
  const replaced = socket && once(socket, 'close');
  await tab.connect(server.url + ROOM, page);
  await tab.knows([id]);
  t.same([...tab.ids], [id]);
  socket?.resume();
  t.equal((await replaced)?.[0], 4501);
});

t.test('a page that leaves on purpose is gone at once, and can use its request IDs again', async (t) => {
  const server = await startServer(t);
  const watcher = await watch(t, server);
  const browser: CookieJar = {};
  const page = { origin: server.url };
  for (const code of [1001, undefined]) {
    const tab = await openTab(t, server.url + ROOM, browser, page);
    await watcher.next('client-joined');
    tab.send('room', 'text', { from: 'Ada', time: 1, text: `before ${code}` }, 1);
    await tab.until(() => tab.texts.includes(`before ${code}`));
    tab.socket?.close(code);
    t.same((await watcher.next('client-left')).data.ids, [tab.id]);
    const reloaded = await openTab(t, server.url + ROOM, browser, page);
    t.equal(reloaded.id, tab.id);
    await watcher.next('client-joined');
    reloaded.send('room', 'text', { from: 'Ada', time: 1, text: `after ${code}` }, 1);
    await reloaded.until(() => reloaded.texts.includes(`after ${code}`));
    reloaded.send('ground control', 'bye', undefined);
    t.same((await watcher.next('client-left')).data.ids, [tab.id]);
  }
});
