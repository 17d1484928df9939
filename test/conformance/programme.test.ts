import { randomUUID } from 'node:crypto';
import type { ClientData, ClientMessageType, ProgrammeRoom, ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { TestClient } from '../helpers/client.js';
import { type Target, target } from '../helpers/conformance.js';

type ProgrammeType = Extract<ClientMessageType, `/programme ${string}`>;

/** A client at a programme's address. */
class Viewer {
  private constructor(
    readonly client: TestClient,
    readonly id: string,
    readonly user: { userUID: string; displayName: string; id: string },
    readonly programme: string,
  ) {}

  static async enter(t: Test, server: Target, programme: string): Promise<Viewer> {
    const { client, id, welcome } = await server.enter(t);
    const { id: userUID = '', name: displayName = '' } = welcome.user ?? {};
    const viewer = new Viewer(client, id, { userUID, displayName, id }, programme);
    await viewer.ask('/programme enter', undefined);
    return viewer;
  }

  send<T extends ProgrammeType>(type: T, data: ClientData[T]): void {
    this.client.send(type, data, { receiver: this.programme });
  }

  ask<T extends ProgrammeType>(type: T, data: ClientData[T], id?: string) {
    return this.client.request(type, data, { receiver: this.programme, ...(id && { id }) });
  }

  async createRoom(max = 10, title = 'Goals'): Promise<string> {
    const { data } = await this.ask('/programme createRoom', { title, max });
    return (data as { roomId: string }).roomId;
  }

  async rooms(): Promise<ProgrammeRoom[]> {
    return (await this.ask('/programme loadRooms', undefined)).data as ProgrammeRoom[];
  }
}

const newProgramme = (): string => `/programme/${randomUUID()}`;
const joined = { type: 'joinRoomReq', data: { result: true } };

/** Waits until a client knows that a chat room has that many viewers: from the new room, or from a later count. */
async function toldOf(client: TestClient, roomId: string, count: number): Promise<void> {
  await client.next(undefined, ({ type, data }) => {
    const room = data as Partial<ProgrammeRoom>;
    return (type === 'addRoom' || type === 'count') && room.roomId === roomId && room.count === count;
  });
}

/** That many viewers of a new programme, all in one chat room; their queues are empty. */
async function gather(t: Test, server: Target, count: number) {
  const programme = newProgramme();
  const viewers: Viewer[] = [];
  while (viewers.length < count) viewers.push(await Viewer.enter(t, server, programme));
  const [first, ...others] = viewers as [Viewer, ...Viewer[]];
  const roomId = await first.createRoom(count);
  for (const viewer of others) t.match(await viewer.ask('/programme joinRoom', { roomId }), joined);
  for (const { client } of viewers) {
    if (count > 1) await toldOf(client, roomId, count);
    await client.drain();
  }
  return { programme, roomId, viewers, address: `${programme}/${roomId}` };
}

await target((server) => {
  t.test('the list: a new room, its number of viewers and its end reach every client', async (t) => {
    const programme = newProgramme();
    const [ann, bob] = await Promise.all([0, 1].map(() => Viewer.enter(t, server, programme)));
    const elsewhere = await Viewer.enter(t, server, newProgramme());
    if (!ann || !bob) throw new Error('expected two viewers');
    const made = await ann.ask('/programme createRoom', { title: 'Goals', max: 2 });
    t.match(made, { type: 'createRoomReq', sender: programme, data: { result: true, roomId: String } });
    const { roomId } = made.data as { roomId: string };
    const room = { roomId, title: 'Goals', max: 2, count: 1 };
    t.match(await bob.client.next('/programme addRoom'), {
      sender: programme,
      receiver: programme,
      data: room,
    });
    t.same(await bob.rooms(), [room]);
    t.match(await bob.ask('/programme joinRoom', { roomId }), joined);
    t.same((await ann.client.next('/programme count')).data, { roomId, count: 2 });
    await ann.ask('/programme leaveRoom', { roomId });
    t.same((await ann.client.next('/programme count')).data, { roomId, count: 1 });
    await bob.ask('/programme leaveRoom', { roomId });
    t.match(await ann.client.next('/programme deleteRoom'), { sender: programme, data: { roomId } });
    t.same(await ann.rooms(), []);
    await elsewhere.client.none();
    t.same(await elsewhere.rooms(), []);
  });

  t.test('rooms and users come in pages', async (t) => {
    const programme = newProgramme();
    const [ann, bob] = await Promise.all([0, 1].map(() => Viewer.enter(t, server, programme)));
    if (!ann || !bob) throw new Error('expected two viewers');
    const one = await ann.createRoom(2, 'One');
    const two = await ann.createRoom(2, 'Two');
    t.match((await bob.ask('/programme loadRooms', { limit: 1 })).data, [{ roomId: one }]);
    const { data: rest } = await bob.ask('/programme loadRooms', { after: one });
    t.match(rest, [{ roomId: two }]);
    t.same((await bob.ask('/programme loadRooms', { after: two })).data, [], 'there is no other page');
    await bob.ask('/programme joinRoom', { roomId: one });
    t.same((await ann.ask('/programme loadUsers', { roomId: one, limit: 1 })).data, [ann.user]);
    const { data: others } = await ann.ask('/programme loadUsers', { roomId: one, after: ann.id });
    t.same(others, [bob.user]);
  });

  t.test('the first message, of any type, subscribes a client to the rooms', async (t) => {
    const programme = newProgramme();
    const { client } = await server.enter(t);
    await client.request('/programme loadRooms', undefined, { receiver: programme });
    const ann = await Viewer.enter(t, server, programme);
    const roomId = await ann.createRoom();
    t.match(await client.next('/programme addRoom'), { data: { roomId } });
  });

  t.test('joinRoom and leaveRoom: the clients in the room are informed', async (t) => {
    const { roomId, viewers, address } = await gather(t, server, 1);
    const [ann] = viewers as [Viewer];
    const bob = await Viewer.enter(t, server, ann.programme);
    t.same(await bob.ask('/programme joinRoom', { roomId }).then(({ data }) => data), {
      result: false,
      err: 'FULL',
    });
    const wide = await ann.createRoom(3, 'Wide');
    t.match(await bob.ask('/programme joinRoom', { roomId: wide }), joined);
    for (const { client } of [ann, bob]) {
      const joinedRoom = await client.next('/programme joinRoom', ({ sender }) => sender === bob.id);
      t.match(joinedRoom, { receiver: `${ann.programme}/${wide}`, data: bob.user });
    }
    t.same((await ann.ask('/programme loadUsers', { roomId: wide })).data, [ann.user, bob.user]);
    const again = async (id: string) => (await bob.ask('/programme joinRoom', { roomId: id })).data;
    t.same(await again(wide), { result: false, err: 'ALREADY_IN' });
    t.same(await again(randomUUID()), { result: false, err: 'UNKNOWN' });
    bob.client.terminate();
    t.match(await ann.client.next('/programme leaveRoom'), { sender: bob.id, data: bob.user });
    t.same((await ann.ask('/programme loadUsers', { roomId: wide })).data, [ann.user]);
    t.match(await ann.ask('/programme leaveRoom', { roomId: randomUUID() }), {
      data: { code: 'not-in-room' },
    });
    t.match(await ann.ask('/programme loadUsers', { roomId: randomUUID() }), { data: { code: 'not-found' } });
    t.ok(address);
  });

  t.test('an id makes a repeat harmless', async (t) => {
    const ann = await Viewer.enter(t, server, newProgramme());
    const create = () => ann.ask('/programme createRoom', { title: 'Once', max: 2 }, 'c');
    const first = await create();
    t.same(await create(), first);
    t.equal((await ann.rooms()).length, 1);
    const bob = await Viewer.enter(t, server, ann.programme);
    const { roomId } = first.data as { roomId: string };
    const join = () => bob.ask('/programme joinRoom', { roomId }, 'j');
    t.same(await join(), await join());
  });

  t.test('chat: reaches all clients in the room and no others', async (t) => {
    const { roomId, viewers, address, programme } = await gather(t, server, 2);
    const [ann, bob] = viewers as [Viewer, Viewer];
    const stranger = await Viewer.enter(t, server, programme);
    const said = { roomId, msg: 'Goal!', type: 'chat', titleBroad: 'Final' } as const;
    t.match(await ann.ask('/programme chat', said), { type: 'accepted', data: { seq: Number } });
    const { userUID, displayName } = ann.user;
    for (const { client } of [ann, bob]) {
      t.match(await client.next('/programme chat'), {
        sender: ann.id,
        receiver: address,
        data: { ...said, userUID, displayName },
      });
    }
    await stranger.client.none('/programme chat');
    for (const type of ['chat', 'aggro'] as const) {
      const answer = await stranger.ask('/programme chat', { ...said, type });
      t.match(answer, { type: 'error', data: { code: 'not-in-room', of: 'chat' } });
    }
    const users = (await stranger.ask('/programme loadUsers', { roomId })).data;
    t.same(users, [ann.user, bob.user], 'the members of a room are public within the programme');
  });

  t.test('signals are sent between two clients of a chat room', async (t) => {
    const { viewers } = await gather(t, server, 2);
    const [ann, bob] = viewers as [Viewer, Viewer];
    ann.client.send('offer', { type: 'offer', sdp: 'v=0' }, { receiver: bob.id });
    t.match(await bob.client.next('offer'), { sender: ann.id });
  });

  t.test('aggro: a spotlight with votes up and down, one per user and direction', async (t) => {
    const { roomId, viewers, address } = await gather(t, server, 3);
    const [ann, bob, cleo] = viewers as [Viewer, Viewer, Viewer];
    ann.send('/programme chat', { roomId, msg: 'Offside!', type: 'aggro' });
    const aggro = await bob.client.next('/programme aggro');
    t.match(aggro, {
      receiver: address,
      data: { roomId, msg: 'Offside!', type: 'aggro', displayName: ann.user.displayName, aggroUID: String },
    });
    const { aggroUID, point: start } = aggro.data;
    for (let times = 0; times < 5; times++) bob.send('/programme aggroUp', { aggroUID });
    cleo.send('/programme aggroUp', { aggroUID });
    const last = async (viewer: Viewer, point: number) => {
      // Votes that are not batched together are announced one after the other.
      for (;;) {
        const told = await viewer.client.next('/programme aggroPoint');
        if (told.data.point === point) return told;
      }
    };
    t.match(await last(ann, start + 2), { receiver: address, data: { aggroUID } });
    bob.send('/programme aggroUp', { aggroUID });
    bob.send('/programme aggroDown', { aggroUID });
    await last(ann, start + 1);
    const late = await Viewer.enter(t, server, ann.programme);
    await cleo.ask('/programme leaveRoom', { roomId });
    t.match(await late.ask('/programme joinRoom', { roomId }), joined);
    t.match(await late.client.next('/programme aggro'), { data: { aggroUID, point: start + 1 } });
    t.match(await cleo.ask('/programme aggroUp', { aggroUID }), { data: { code: 'not-in-room' } });
  });

  t.test('aggro: refused while there is one and for a time afterwards; ended at zero points', async (t) => {
    const { roomId, viewers } = await gather(t, server, 12);
    const [ann, bob] = viewers as [Viewer, Viewer];
    const hold = (viewer: Viewer) => viewer.ask('/programme chat', { roomId, msg: '!', type: 'aggro' });
    t.match(await hold(ann), { type: 'accepted' });
    const { aggroUID, point } = (await bob.client.next('/programme aggro')).data;
    t.match(await hold(bob), { type: 'aggroErr', data: 'AGGRO_RUNNING' });
    t.ok(point <= viewers.length, 'there are enough to vote it down');
    for (const viewer of viewers.slice(0, point)) viewer.send('/programme aggroDown', { aggroUID });
    for (const { client } of viewers) {
      await client.next('/programme aggroPoint', ({ data }) => data.point === 0);
      t.match(await client.next('/programme stopAggro'), { sender: ann.programme, data: aggroUID });
    }
    t.match(await bob.ask('/programme aggroUp', { aggroUID }), { type: 'aggroErr', data: 'AGGRO_ENDED' });
    const paused = { roomId, ms: Number };
    t.match((await ann.client.next('/programme aggroPause')).data, paused, 'announced with the spotlight');
    t.match(await hold(ann), { type: 'aggroErr', data: 'AGGRO_PAUSE' });
    t.match((await ann.client.next('/programme aggroPause')).data, paused, 'and again with the refusal');
    t.match(await hold(bob), { type: 'accepted' });
  });

  t.test('a resumed client is still in its room and receives the current state', async (t) => {
    const { roomId, viewers, programme, address } = await gather(t, server, 2);
    const [ann, bob] = viewers as [Viewer, Viewer];
    await bob.ask('/programme leaveRoom', { roomId });
    await ann.client.next('/programme leaveRoom');
    const lost = await server.connect(t, server.endpoint(undefined, '?login=1'));
    const { data } = (await lost.request('login', { protocol: '1.2' })) as ServerMessage<'login'>;
    const ticket = (data as { data: { reconnectionTicket: string } }).data.reconnectionTicket;
    await lost.request('/programme joinRoom', { roomId }, { receiver: programme });
    lost.terminate();
    await ann.ask('/programme chat', { roomId, msg: 'missed', type: 'chat' });
    const back = await server.connect(t, server.endpoint(undefined, '?login=1'));
    const resumed = await back.request('relogin', { ticket, seen: {} });
    t.match(resumed.data, { status: 'ok', recovered: true });
    t.match(JSON.stringify(resumed.data), /"msg":"missed"/);
    t.match(await back.next('/programme loadRooms'), { data: [{ roomId, count: 2 }] });
    t.match(await back.next('/programme loadUsers', ({ receiver }) => receiver === address), {
      data: [ann.user, { id: String }],
    });
    await ann.client.none('/programme leaveRoom');
  });

  t.test("a programme's address is its name and nothing more", async (t) => {
    const { client } = await server.enter(t);
    for (const receiver of ['/programme', '/programme/', '/programme/a/b']) {
      t.match(await client.request('/programme loadRooms', undefined, { receiver }), {
        data: { code: 'bad-envelope' },
      });
    }
  });
});
