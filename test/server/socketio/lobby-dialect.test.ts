import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { connect } from '../../helpers/client.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, type SocketIoClient, type Version } from '../../helpers/socket-io.js';

const namespace = '/lobby';
const versions = { '1.7.4': 1, '2.5.0': 2, '3.1.3': 3, '4.8': 4 } as const;

const open = (t: Test, url: string, version: Version, lobbyId?: string) =>
  connectSocketIo(t, url, { version, namespace, ...(lobbyId !== undefined && { query: { lobbyId } }) });

/** The ID of a socket. Version 1 omits the namespace, which servers since 1.4 put before it. */
const idOf = ({ socket: { id = '' } }: SocketIoClient, version: Version): string =>
  version === 1 ? `${namespace}#${id}` : id;

for (const [name, version] of Object.entries(versions)) {
  t.test(`socket.io-client ${name}: the query names the lobby, and peers are socket IDs`, async (t) => {
    const { url, wsUrl } = await startServer(t, { socketIo: true });
    const lobbyId = randomUUID();
    const ann = await open(t, url, version, lobbyId);
    const annId = idOf(ann, version);
    t.same((await ann.next('PEERS')).args, [[]]);
    t.same((await ann.next('JOINED')).args, [annId]);
    const ben = await open(t, url, version, lobbyId);
    const benId = idOf(ben, version);
    t.same((await ben.next('PEERS')).args, [[annId]]);
    for (const each of [ann, ben]) t.same((await each.next('JOINED')).args, [benId]);
    const cleo = await connect(t, wsUrl('/ws'));
    const { id: cleoId } = await cleo.welcome();
    await cleo.request('/lobby JOIN', lobbyId);
    t.same((await cleo.next('/lobby PEERS')).data, [annId, benId]);
    for (const each of [ann, ben]) t.same((await each.next('JOINED')).args, [cleoId]);

    ann.socket.emit('BROADCAST', { message: { hello: 1 } });
    const said = { from: annId, message: { hello: 1 } };
    for (const each of [ann, ben]) t.same((await each.next('MESSAGE')).args, [said]);
    t.same((await cleo.next('/lobby MESSAGE')).data, said);
    const sdp = { type: 'offer', sdp: 'v=0' };
    ann.socket.emit('RTCSIGNAL', JSON.stringify({ to: benId, sdp }));
    t.same((await ben.next('RTCSIGNAL')).args, [{ to: benId, sdp, from: annId }]);
    ben.socket.emit('RTCSIGNAL', { to: cleoId, sdp, from: 'a lie' });
    t.same((await cleo.next('/lobby RTCSIGNAL')).data, { to: cleoId, sdp, from: benId });
    cleo.send('/lobby RTCSIGNAL', { to: annId, sdp });
    t.same((await ann.next('RTCSIGNAL')).args, [{ to: annId, sdp, from: cleoId }]);

    t.same(await ben.ask('LEAVE', lobbyId), [], 'acknowledged without arguments');
    t.same((await ann.next('LEFT')).args, [benId]);
    t.same(await ben.ask('JOIN', lobbyId), []);
    t.same((await ann.next('JOINED')).args, [benId]);
    ben.socket.disconnect();
    t.same((await ann.next('LEFT')).args, [benId], 'also when the connection is lost');
    await ann.ask('LEAVE');
    t.same(await ann.queued(['JOIN', randomUUID()]), ['PEERS', 'JOINED'], 'and nothing else');
  });
}

t.test('a client without a lobby in its query joins one by JOIN, and only one', async (t) => {
  const { url } = await startServer(t, { socketIo: true });
  const client = await open(t, url, 2);
  t.same(await client.ask('JOIN', 'lobby 1'), []);
  t.same((await client.next('JOINED')).args, [client.socket.id]);
  client.socket.emit('JOIN', 'lobby 2', () => t.fail('a second JOIN was acknowledged'));
  t.match((await client.next('error')).args, [{ code: 'conflict', of: 'JOIN' }]);
  client.socket.emit('LEAVE');
  t.same(await client.ask('JOIN', 'lobby 2'), [], 'LEAVE without an argument leaves the present one');
});

t.test('clients on two nodes are in one lobby', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2, { socketIo: true });
  if (!one || !other) throw new Error('expected two nodes');
  const ann = await open(t, one.url, 2, 'lobby');
  await ann.next('JOINED');
  const ben = await open(t, other.url, 4, 'lobby');
  t.same((await ben.next('PEERS')).args, [[ann.socket.id]]);
  t.same((await ann.next('JOINED')).args, [ben.socket.id]);
  ben.socket.emit('RTCSIGNAL', { to: ann.socket.id, sdp: 'v=0' });
  const { args } = await ann.next('RTCSIGNAL');
  t.same(args, [{ to: ann.socket.id, sdp: 'v=0', from: ben.socket.id }]);
  ann.socket.emit('RTCSIGNAL', { to: ben.socket.id, sdp: 'v=1' });
  t.match((await ben.next('RTCSIGNAL')).args, [{ from: ann.socket.id, sdp: 'v=1' }]);
  const { id: left } = ben.socket;
  ben.socket.disconnect();
  t.same((await ann.next('LEFT')).args, [left]);
});
