import { Lobby, type TextEvent } from 'lectern-client';
import t, { type Test } from 'tap';
import { startServer } from '../helpers/server.js';
import { fakeVoices, hears, once, online, proxyTo, until } from './online.js';

/** Two clients in one lobby, behind a proxy that can cut their connections. */
async function pair(t: Test) {
  const server = await startServer(t);
  const { proxy, url } = await proxyTo(t, server);
  const [ada, bo] = [new Lobby(await online(t, url), 'blue'), new Lobby(await online(t, url), 'blue')];
  await ada.join();
  await bo.join();
  await until(ada, ({ peers }) => peers.length === 1);
  return { server, proxy, url, ada, bo };
}

t.test('a lobby knows its other members', async (t) => {
  const { ada, bo, url } = await pair(t);
  t.match(ada.state, { joined: true });
  t.same(bo.state.peers.length, 1);
  t.not(bo.state.peers[0], ada.state.peers[0]);
  const others = [...bo.state.peers, ...ada.state.peers];
  const signaler = await online(t, url);
  const cleo = new Lobby(signaler, 'blue');
  await cleo.join();
  t.same(cleo.state.peers, others, 'in the order of joining');
  await until(ada, ({ peers }) => peers.includes(signaler.id ?? ''));
  cleo.leave();
  t.same(cleo.state, { joined: false, peers: [] });
  await until(ada, ({ peers }) => peers.length === 1);
});

t.test('a client is in one lobby only', async (t) => {
  const { url } = await pair(t);
  const signaler = await online(t, url);
  await new Lobby(signaler, 'blue').join();
  await t.rejects(new Lobby(signaler, 'green').join(), { code: 'conflict' });
});

t.test('broadcasts reach every member, signals one', async (t) => {
  const { ada, bo } = await pair(t);
  const said = [ada, bo].map((lobby) => once<{ own: boolean }>((done) => lobby.on('message', done)));
  await ada.broadcast({ ready: true });
  t.match(await Promise.all(said), [
    { message: { ready: true }, own: true },
    { message: { ready: true }, own: false },
  ]);
  const signaled = once<{ from: string }>((done) => bo.on('signal', done));
  const [to = ''] = ada.state.peers;
  await ada.signal(to, { knock: 1 });
  t.match(await signaled, { from: bo.state.peers[0], knock: 1 });
  await t.rejects(ada.signal('nobody', {}), { code: 'unknown-receiver' });
});

t.test('a Manager carries voices, names and text between the members', async (t) => {
  const { ada, bo, url } = await pair(t);
  const start = fakeVoices(t);
  const managers = [start(ada.voices(), 'Ada'), start(bo.voices(), 'Bo')] as const;
  await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
  const heard = once<TextEvent>((done) => managers[1].on('text', done));
  await managers[0].sendText('hello');
  t.match(await heard, { username: 'Ada', data: { text: 'hello' }, own: false, direct: false });

  const signaler = await online(t, url);
  const cleo = new Lobby(signaler, 'blue');
  const late = start(cleo.voices(), 'Cleo');
  await cleo.join();
  await Promise.all([hears(late, 'Ada', 'Bo'), hears(managers[0], 'Bo', 'Cleo')]);
  const renamed = hears(managers[0], 'Bo', 'Chloe');
  await late.setUsername('Chloe');
  await renamed;
  cleo.leave();
  await hears(managers[0], 'Bo');

  managers[1].leave();
  t.match(bo.state, { joined: true }, 'without its voices, the client is still in the lobby');
});

t.test('an invalid signal changes nothing', async (t) => {
  const { ada, bo } = await pair(t);
  const start = fakeVoices(t);
  const manager = start(ada.voices(), 'Ada');
  const [to = ''] = bo.state.peers;
  for (const data of [undefined, { username: ' ' }, { username: 7 }, { username: 'x'.repeat(65) }]) {
    await bo.signal(to, { type: 'profile', data });
  }
  const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n';
  for (const data of [
    undefined,
    null,
    7,
    { sdp },
    { type: 'answer', sdp },
    { type: 'offer', sdp, attempt: 1.5 },
  ]) {
    await bo.signal(to, { type: 'offer', data });
  }
  for (const data of [null, {}, { candidate: 'x', sdpMLineIndex: -1 }]) {
    await bo.signal(to, { type: 'icecandidate', data });
  }
  await bo.signal(to, { type: 'renegotiate', data: { reason: 'because' } });
  await bo.signal(to, { type: 'room-info', data: { room_id: '/lobby/blue', clients: [] } });
  const other = start(bo.voices(), 'Bo');
  await Promise.all([hears(manager, 'Bo'), hears(other, 'Ada')]);
});

t.test('a short loss of the connection does not interrupt the voices', async (t) => {
  const { proxy, ada, bo } = await pair(t);
  const start = fakeVoices(t);
  const managers = [start(ada.voices(), 'Ada'), start(bo.voices(), 'Bo')] as const;
  await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
  const peers = managers.map(({ participants }) => [...participants.values()].map(({ peer }) => peer));
  const lost = [ada, bo].map((lobby) => until(lobby, ({ joined }) => !joined));
  proxy.cut();
  await Promise.all(lost);
  await Promise.all([ada, bo].map((lobby) => until(lobby, ({ joined }) => joined)));
  await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
  t.same(
    managers.map(({ participants }) => [...participants.values()].map(({ peer }) => peer)),
    peers,
    'they are the same ones',
  );
  t.match(ada.state.peers.length, 1);
});

t.test(
  'after a server lost all data, the client joins the lobby again and reconnects the voices',
  async (t) => {
    const { server, ada, bo } = await pair(t);
    const start = fakeVoices(t);
    const managers = [start(ada.voices(), 'Ada'), start(bo.voices(), 'Bo')] as const;
    await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
    const before = [...managers[0].participants.keys()];
    const lost = [ada, bo].map((lobby) => until(lobby, ({ joined }) => !joined));
    const port = Number(new URL(server.url).port);
    await server.server.close({ spread: 0 });
    await Promise.all(lost);
    await startServer(t, { port });
    await Promise.all(
      [ada, bo].map((lobby) => until(lobby, ({ joined, peers }) => joined && peers.length === 1)),
    );
    await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
    t.notSame([...managers[0].participants.keys()], before);
  },
);
