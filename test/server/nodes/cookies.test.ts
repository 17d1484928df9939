import { once } from 'node:events';
import t, { type Test } from 'tap';
import { startNodes, startShared, visit } from '../../helpers/nodes.js';
import { type CookieJar, openTab } from '../../helpers/older-client.js';
import type { TestServer } from '../../helpers/server.js';

const ROOM = '/chat/blue/ws';

async function twoNodes(t: Test): Promise<[TestServer, TestServer]> {
  const [one, other] = await startNodes(t, await startShared(t), 2);
  if (!one || !other) throw new Error('expected two servers');
  return [one, other];
}

const pageOf = ({ url }: TestServer) => ({ origin: url });

t.test('an older client keeps its ID on another node, and nobody sees it leave', async (t) => {
  const [one, other] = await twoNodes(t);
  const watcher = await visit(t, other);
  const tab = await openTab(t, one.url + ROOM, {}, pageOf(one));
  t.match(await watcher.client.next('client-joined'), { data: { clients: [{ id: tab.id }] } });
  tab.socket?.terminate();
  await tab.connect(other.url + ROOM, pageOf(other));
  await tab.knows([watcher.id, tab.id]);
  t.same([...tab.ids], [tab.id]);
  const last = await visit(t, other);
  t.match(await watcher.client.next('client-joined'), { data: { clients: [{ id: last.id }] } });
  await watcher.client.none('client-left');
});

t.test(
  'a tab on another node that is connected keeps its session, one whose line is dead loses it',
  async (t) => {
    const [one, other] = await twoNodes(t);
    const browser: CookieJar = {};
    const tab = await openTab(t, one.url + ROOM, browser, pageOf(one));
    const second = await openTab(t, other.url + ROOM, browser, pageOf(other));
    t.not(second.id, tab.id);
    second.send('ground control', 'bye', undefined);
    await tab.knows([tab.id]);
    const { socket } = tab;
    socket?.removeAllListeners('message');
    socket?.pause();
    const replaced = socket && once(socket, 'close');
    await tab.connect(other.url + ROOM, pageOf(other));
    await tab.knows([tab.id]);
    t.same([...tab.ids], [tab.id]);
    socket?.resume();
    t.equal((await replaced)?.[0], 4501);
  },
);

t.test('a program that left one node returns with its ID on another one', async (t) => {
  const [one, other] = await twoNodes(t);
  const watcher = await visit(t, one);
  const tab = await openTab(t, one.url + ROOM);
  await watcher.client.next('client-joined');
  tab.socket?.terminate();
  t.same((await watcher.client.next('client-left')).data.ids, [tab.id]);
  await tab.connect(other.url + ROOM);
  await tab.knows([watcher.id, tab.id]);
  t.same([...tab.ids], [tab.id]);
});
