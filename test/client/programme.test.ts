import {
  Programme,
  type ProgrammeEvents,
  type ProgrammeState,
  type Signaler,
  type TextEvent,
} from 'lectern-client';
import type { Options } from 'lectern-protocol/options';
import t, { type Test } from 'tap';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { fakeVoices, hears, once, online, proxyTo, until } from './online.js';

async function viewer(
  t: Test,
  url: string,
  name: string,
): Promise<{ programme: Programme; signaler: Signaler }> {
  const signaler = await online(t, url);
  const introduce = () => signaler.send('profile', { username: name });
  introduce();
  // A chat room shows the name that a client has when it joins.
  signaler.on('state', introduce);
  const programme = new Programme(signaler, 'final');
  await programme.enter();
  return { programme, signaler };
}

/** Two clients in one chat room, behind a proxy that can cut their connections. */
async function pair(t: Test, options: Partial<Options> = {}) {
  const server = await startServer(t, options);
  const { proxy, url } = await proxyTo(t, server);
  const [ada, bo] = [await viewer(t, url, 'Ada'), await viewer(t, url, 'Bo')];
  const roomId = await ada.programme.createRoom('Goals', 3);
  await bo.programme.join(roomId);
  await until(ada.programme, (state) => state.joined.get(roomId)?.users.length === 2);
  return {
    server,
    proxy,
    url,
    roomId,
    ada: ada.programme,
    bo: bo.programme,
    signalers: [ada.signaler, bo.signaler],
  };
}

const chatOf = (programme: Programme, roomId: string) => programme.state.joined.get(roomId);
const names = (programme: Programme, roomId: string) =>
  chatOf(programme, roomId)?.users.map(({ displayName }) => displayName);
const hasAggro = (roomId: string) => (state: ProgrammeState) => state.joined.get(roomId)?.aggro !== undefined;

t.test('the list of rooms follows created and ended ones', async (t) => {
  const { url, roomId, ada, bo } = await pair(t);
  await until(ada, ({ rooms }) => rooms[0]?.count === 2);
  t.same(ada.state.rooms, [{ roomId, title: 'Goals', max: 3, count: 2 }]);
  t.same(names(bo, roomId), ['Ada', 'Bo']);
  const { programme: cleo } = await viewer(t, url, 'Cleo');
  t.same(
    (await cleo.users(roomId)).map(({ displayName }) => displayName),
    ['Ada', 'Bo'],
  );
  t.notOk(chatOf(cleo, roomId));
  const other = await cleo.createRoom('Fouls', 1);
  t.match(cleo.state.rooms.at(-1), { roomId: other, max: 1, count: 1 }, 'known before all are informed');
  await until(ada, ({ rooms }) => rooms.some((room) => room.roomId === other && room.count === 1));
  await t.rejects(ada.join(other), { code: 'full', reason: 'FULL' });
  cleo.leaveRoom(other);
  await until(ada, ({ rooms }) => rooms.length === 1);
  await t.rejects(ada.join(other), { code: 'not-found', reason: 'UNKNOWN' });
  await t.resolves(ada.join(roomId), 'a client that is already in the room succeeds as well');
  bo.leave();
  await until(ada, (state) => state.joined.get(roomId)?.users.length === 1 && state.rooms[0]?.count === 1);
});

t.test('a programme loads all pages of its rooms and of their users', async (t) => {
  const many = 201;
  const server = await startServer(t);
  const receiver = '/programme/final';
  const others = await Promise.all(
    Array.from({ length: many }, async () => {
      const client = await connect(t, server.wsUrl('/ws'));
      await client.request('/programme createRoom', { title: 'Goals', max: 2 }, { receiver });
      return client;
    }),
  );
  const { programme } = await viewer(t, server.url, 'Ada');
  await until(programme, ({ rooms }) => rooms.length === many);
  t.equal(new Set(programme.state.rooms.map(({ roomId }) => roomId)).size, many, 'each once');
  const roomId = await programme.createRoom('Crowd', many + 1);
  const join = others.map((client) => client.request('/programme joinRoom', { roomId }, { receiver }));
  for (const answer of await Promise.all(join)) t.match(answer.data, { result: true });
  const users = await programme.users(roomId);
  t.equal(new Set(users.map(({ id }) => id)).size, many + 1);
});

t.test('a chat message reaches the room', async (t) => {
  const { roomId, ada, bo } = await pair(t);
  const heard = [ada, bo].map((each) => once<ProgrammeEvents['chat']>((done) => each.on('chat', done)));
  await ada.say(roomId, 'Goal!', 'Final');
  const said = { roomId, msg: 'Goal!', displayName: 'Ada', titleBroad: 'Final' };
  t.match(await Promise.all(heard), [
    { ...said, own: true },
    { ...said, own: false },
  ]);
  await t.rejects(ada.say('elsewhere', 'x'), { code: 'not-in-room' });
});

t.test('a spotlighted message, from its beginning to its end', async (t) => {
  const { url, roomId, ada, bo } = await pair(t, { aggroPoints: 2, aggroTime: 600, aggroPause: 60 });
  const began = Date.now();
  await ada.aggro(roomId, 'Offside!');
  const state = await until(bo, hasAggro(roomId));
  const aggro = state.joined.get(roomId)?.aggro;
  t.match(aggro, { msg: 'Offside!', displayName: 'Ada', point: 2 });
  t.ok(aggro && aggro.until > began + 500_000 && aggro.until <= Date.now() + 600_000);
  t.ok((chatOf(ada, roomId)?.pausedUntil ?? 0) > began + 50_000, 'its sender knows how long to wait');
  t.equal(chatOf(bo, roomId)?.pausedUntil, undefined);
  await t.rejects(bo.aggro(roomId, 'Me too'), { code: 'conflict', reason: 'AGGRO_RUNNING' });
  const uid = aggro?.aggroUID ?? '';
  await bo.aggroUp(uid);
  await until(ada, ({ joined }) => joined.get(roomId)?.aggro?.point === 3);

  const { programme: cleo } = await viewer(t, url, 'Cleo');
  await cleo.join(roomId);
  t.match(
    chatOf(cleo, roomId)?.aggro,
    { aggroUID: uid, point: 3 },
    'a new client receives its current state',
  );
  ada.leaveRoom(roomId);
  await ada.join(roomId);
  t.ok(chatOf(ada, roomId)?.pausedUntil, 'and a resumed client knows that it has to wait');
  const over = once<ProgrammeEvents['aggroOver']>((done) => bo.on('aggroOver', done));
  for (const each of [ada, bo, cleo]) await each.aggroDown(uid);
  await until(ada, (state) => !hasAggro(roomId)(state));
  t.match(await over, { roomId, aggro: { aggroUID: uid, point: 0 } });
  await t.rejects(bo.aggroUp(uid), { code: 'not-found', reason: 'AGGRO_ENDED' });
  await t.rejects(ada.aggro(roomId, 'again'), { code: 'rate-limited', reason: 'AGGRO_PAUSE' });
});

t.test('a Manager carries voices and text between the members of a chat room', async (t) => {
  const { url, roomId, ada, bo } = await pair(t);
  const start = fakeVoices(t);
  const managers = [start(ada.voices(roomId), 'Ada'), start(bo.voices(roomId), 'Bo')] as const;
  await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
  const heard = once<TextEvent>((done) => managers[1].on('text', done));
  await managers[0].sendText('hello');
  t.match(await heard, { username: 'Ada', data: { text: 'hello' }, own: false, direct: false });
  const { programme: cleo } = await viewer(t, url, 'Cleo');
  await cleo.join(roomId);
  const late = start(cleo.voices(roomId), 'Cleo');
  await Promise.all([hears(late, 'Ada', 'Bo'), hears(managers[0], 'Bo', 'Cleo')]);
  cleo.leaveRoom(roomId);
  await hears(managers[0], 'Bo');
  managers[1].leave();
  t.ok(chatOf(bo, roomId), 'without its voices, the client is still in the room');
});

t.test('a short loss of the connection does not interrupt the voices', async (t) => {
  const { proxy, roomId, ada, bo } = await pair(t);
  const start = fakeVoices(t);
  const managers = [start(ada.voices(roomId), 'Ada'), start(bo.voices(roomId), 'Bo')] as const;
  await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
  const peers = managers.map(({ participants }) => [...participants.values()].map(({ peer }) => peer));
  await ada.aggro(roomId, 'Offside!');
  await until(bo, hasAggro(roomId));
  const lost = [ada, bo].map((each) => until(each, ({ entered }) => !entered));
  proxy.cut();
  await Promise.all(lost);
  await Promise.all([ada, bo].map((each) => until(each, ({ entered }) => entered)));
  await Promise.all([hears(managers[0], 'Bo'), hears(managers[1], 'Ada')]);
  t.same(
    managers.map(({ participants }) => [...participants.values()].map(({ peer }) => peer)),
    peers,
    'they are the same ones',
  );
  await until(bo, hasAggro(roomId));
  t.same(names(bo, roomId), ['Ada', 'Bo']);
});

t.test('a client that leaves while disconnected has left when the connection is back', async (t) => {
  const { proxy, roomId, ada, bo } = await pair(t);
  const lost = until(bo, ({ entered }) => !entered);
  proxy.cut();
  await lost;
  bo.leaveRoom(roomId);
  await until(ada, (state) => state.entered && state.joined.get(roomId)?.users.length === 1);
});

t.test('after a server lost all data, the client joins the programme again, without its rooms', async (t) => {
  const { server, roomId, ada } = await pair(t);
  const refused = once<ProgrammeEvents['refused']>((done) => ada.on('refused', done));
  const port = Number(new URL(server.url).port);
  await server.server.close({ spread: 0 });
  await startServer(t, { port });
  t.match(await refused, { roomId, error: { reason: 'UNKNOWN' } });
  const { rooms, joined } = await until(ada, ({ entered }) => entered);
  t.same(rooms, []);
  t.equal(joined.size, 0);
});

t.test('a client whose session was given up joins its chat room again, with new voices', async (t) => {
  const { proxy, roomId, ada, bo, server } = await pair(t, { reconnectionTimeout: 1 });
  const direct = await viewer(t, server.url, 'Cleo');
  await direct.programme.join(roomId);
  const start = fakeVoices(t);
  const managers = [
    start(ada.voices(roomId), 'Ada'),
    start(direct.programme.voices(roomId), 'Cleo'),
  ] as const;
  start(bo.voices(roomId), 'Bo');
  await Promise.all([hears(managers[0], 'Bo', 'Cleo'), hears(managers[1], 'Ada', 'Bo')]);
  proxy.down();
  await hears(managers[1]);
  t.same(names(direct.programme, roomId), ['Cleo']);
  proxy.up();
  await Promise.all([hears(managers[0], 'Bo', 'Cleo'), hears(managers[1], 'Ada', 'Bo')]);
  t.same(names(ada, roomId)?.sort(), ['Ada', 'Bo', 'Cleo']);
});
