import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, type SocketIoClient, type SocketIoOptions } from '../../helpers/socket-io.js';

// The programme chat uses version 4 of the client library: this is socket.io-client 4.8.

/** A viewer at a programme's namespace. */
class Viewer {
  constructor(readonly client: SocketIoClient) {}

  emit(name: string, ...args: unknown[]): void {
    this.client.socket.emit(name, ...args);
  }

  /** The arguments of the next event of this name. */
  async next(name: string): Promise<unknown[]> {
    return (await this.client.next(name)).args;
  }

  /** Emits an event, and returns the only argument of the event that answers it. */
  async ask<T>(name: string, data?: unknown, answer = name): Promise<T> {
    this.emit(name, ...(data === undefined ? [] : [data]));
    const args = await this.next(answer);
    if (args.length !== 1) throw new Error(`${answer} has ${args.length} arguments`);
    return args[0] as T;
  }
}

async function enter(t: Test, url: string, uid: string, displayName: string, options: SocketIoOptions = {}) {
  const query = { userUID: displayName.toLowerCase(), displayName };
  const client = await connectSocketIo(t, url, {
    namespace: `/${uid}`,
    query,
    transports: ['websocket'],
    ...options,
  });
  const viewer = new Viewer(client);
  // The list of rooms comes without a request.
  await viewer.next('loadRooms');
  return viewer;
}

/** A viewer on a raw WebSocket. */
async function enterRaw(t: Test, wsUrl: string, uid: string): Promise<TestClient> {
  const client = await connect(t, wsUrl);
  await client.welcome();
  await client.request('/programme enter', undefined, { receiver: `/programme/${uid}` });
  return client;
}

const newProgramme = () => randomUUID().replaceAll('-', '').slice(0, 20);

t.test('rooms, users and counts', async (t) => {
  const { url, wsUrl } = await startServer(t, { socketIo: true });
  const uid = newProgramme();
  const ann = await enter(t, url, uid, 'Ann');
  const ben = await enter(t, url, uid, 'Ben', { transports: ['polling'] });
  const raw = await enterRaw(t, wsUrl('/ws'), uid);
  const created = await ann.ask<{ roomId: string }>(
    'createRoom',
    { title: 'Goals', max: 2 },
    'createRoomReq',
  );
  const { roomId } = created;
  t.same(created, { result: true, roomId });
  const room = { roomId, title: 'Goals', max: 2, count: 1 };
  t.same(await ben.next('addRoom'), [room]);
  t.match(await raw.next('/programme addRoom'), { data: room });
  t.same(await ben.ask('loadRooms'), [room]);
  t.same(await ben.ask('joinRoom', { roomId }, 'joinRoomReq'), { result: true });
  t.match(await ann.next('joinRoom'), [{ displayName: 'Ann' }]);
  const [joined] = (await ann.next('joinRoom')) as [{ userUID: string }];
  t.same(joined, { userUID: joined.userUID, displayName: 'Ben' });
  t.same(await ben.next('count'), [{ roomId, count: 2 }]);
  const users = await ann.ask<{ displayName: string }[]>('loadUsers', { roomId });
  t.same(
    users.map(({ displayName }) => displayName),
    ['Ann', 'Ben'],
  );
  t.same(users[1], joined);
  t.same(await ben.ask('loadUsers'), users, 'without a room, the users of the own one');
  t.same(await ben.ask('joinRoom', { roomId }, 'joinRoomReq'), { result: false, err: 'ALREADY_IN' });
  const cy = await enter(t, url, uid, 'Cy');
  t.same(await cy.ask('joinRoom', { roomId }, 'joinRoomReq'), { result: false, err: 'FULL' });
  t.same(await cy.ask('joinRoom', { roomId: 'x' }, 'joinRoomReq'), { result: false, err: 'UNKNOWN' });
  ben.emit('leaveRoom', roomId);
  t.same(await ann.next('leaveRoom'), [{ userUID: joined.userUID, displayName: 'Ben' }]);
  t.same(await cy.next('count'), [{ roomId, count: 1 }]);
});

t.test('chat and spotlighted messages, among clients of both kinds', async (t) => {
  const { url, wsUrl } = await startServer(t, { socketIo: true, aggroPause: 0 });
  const uid = newProgramme();
  const ann = await enter(t, url, uid, 'Ann');
  const raw = await enterRaw(t, wsUrl('/ws'), uid);
  const { roomId } = await ann.ask<{ roomId: string }>(
    'createRoom',
    { title: 'Goals', max: 9 },
    'createRoomReq',
  );
  const receiver = `/programme/${uid}`;
  await raw.request('/programme joinRoom', { roomId }, { receiver });
  const [{ userUID }] = (await ann.next('joinRoom')) as [{ userUID: string }];
  const by = { displayName: 'Ann', roomId, userUID };
  // The client also sends members that the server takes from the login.
  const chat = { ...by, displayName: 'Somebody else', userUID: 'u0', titleBroad: 'Final' };
  t.same(await ann.ask('chat', { ...chat, msg: 'Go!', type: 'chat' }), {
    ...by,
    msg: 'Go!',
    type: 'chat',
    titleBroad: 'Final',
  });
  t.match(await raw.next('/programme chat'), { data: { displayName: 'Ann', msg: 'Go!' } });
  raw.send('/programme chat', { roomId, msg: 'Yes!', type: 'chat' }, { receiver });
  t.match(await ann.next('chat'), [{ msg: 'Yes!', type: 'chat' }]);
  const shown = await ann.ask<{ aggroUID: string }>(
    'chat',
    { ...chat, msg: 'Goal!', type: 'aggro' },
    'aggro',
  );
  const { aggroUID } = shown;
  t.same(shown, { ...by, msg: 'Goal!', type: 'aggro', aggroUID });
  t.equal(await ann.ask('chat', { ...chat, msg: 'More', type: 'aggro' }, 'aggroErr'), 'AGGRO_RUNNING');
  raw.send('/programme aggroUp', { aggroUID }, { receiver });
  t.same(await ann.ask('aggroUp', { aggroUID }, 'aggroPoint'), { aggroUID, point: 5 }, 'gathered');
  t.same(await ann.ask('aggroDown', aggroUID, 'aggroPoint'), { aggroUID, point: 4 });
});

t.test('the first letters of the types of messages stand for them', async (t) => {
  const { url } = await startServer(t, { socketIo: true, aggroTime: 1, aggroPause: 0 });
  const ann = await enter(t, url, newProgramme(), 'Ann');
  const { roomId } = await ann.ask<{ roomId: string }>(
    'createRoom',
    { title: 'Goals', max: '9' },
    'createRoomReq',
  );
  t.match(await ann.ask('chat', { roomId, msg: 'Go!', type: 'N' }), { msg: 'Go!', type: 'chat' });
  const { aggroUID } = await ann.ask<{ aggroUID: string }>(
    'chat',
    { roomId, msg: 'Go!', type: 'A' },
    'aggro',
  );
  t.same(await ann.next('stopAggro'), [aggroUID]);
  t.same(
    await ann.ask('createRoom', { title: 'Secret', max: 2, password: 'x' }, 'createRoomReq'),
    { result: false, err: 'NO_PASSWORDS' },
    'a room that cannot be protected is not created',
  );
});

for (const ending of ['disconnects', 'loses its connection'] as const) {
  t.test(`a viewer who ${ending} leaves the room`, async (t) => {
    const { url } = await startServer(t, { socketIo: true });
    const uid = newProgramme();
    const ann = await enter(t, url, uid, 'Ann');
    const ben = await enter(t, url, uid, 'Ben');
    const { roomId } = await ann.ask<{ roomId: string }>(
      'createRoom',
      { title: 'Goals', max: 9 },
      'createRoomReq',
    );
    await ben.ask('joinRoom', { roomId }, 'joinRoomReq');
    t.match(await ann.next('joinRoom'), [{ displayName: 'Ann' }]);
    const [{ userUID }] = (await ann.next('joinRoom')) as [{ userUID: string }];
    if (ending === 'disconnects') ben.client.socket.disconnect();
    else ben.client.cut();
    t.same(await ann.next('leaveRoom'), [{ userUID, displayName: 'Ben' }]);
    const cy = await enter(t, url, uid, 'Cy');
    ann.client.socket.disconnect();
    t.same(await cy.next('deleteRoom'), [{ roomId }], 'the last one');
  });
}

t.test('the user is checked at the handshake', async (t) => {
  const tokenSecret = 'secret-of-the-programme-0123456789-abcdef';
  const { url, server } = await startServer(t, { socketIo: true, tokenSecret });
  const grants = { rooms: ['*'], create: true };
  const sign = async (sub: string) => (await signToken(server.options, { sub, name: 'Ann', grants })).token;
  const namespace = `/${newProgramme()}`;
  const as = (query: Record<string, string>) => connectSocketIo(t, url, { namespace, query });
  const refused = { message: 'connect with a valid token' };
  await t.rejects(as({ userUID: 'u1', displayName: 'Ann' }), refused);
  await t.rejects(as({ userUID: 'u1', token: 'none' }), refused);
  await t.rejects(as({ userUID: 'u2', token: await sign('u1') }), {
    message: 'userUID is not the user of the token',
  });
  const ann = new Viewer(await as({ userUID: 'u1', displayName: 'Bob', token: await sign('u1') }));
  await ann.ask('createRoom', { title: 'Goals', max: 9 }, 'createRoomReq');
  t.same(await ann.next('joinRoom'), [{ userUID: 'u1', displayName: 'Ann' }], 'with the name of the token');
});
