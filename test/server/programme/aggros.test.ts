import type { ClientData, ClientMessageType, Welcome } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import type { Options } from '../../../server/index.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const receiver = '/programme/final';
const tokenSecret = 'a secret of the tests that is long enough';
const signing = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };

type ProgrammeType = Extract<ClientMessageType, `/programme ${string}`>;

/** A client at the programme's address. */
class Viewer {
  private constructor(
    readonly client: TestClient,
    readonly welcome: Welcome,
  ) {}

  /** @param token of the client's user; without a token the client is a new guest */
  static async enter(t: Test, url: string, token?: string): Promise<Viewer> {
    const protocols = ['lectern', ...(token === undefined ? [] : [`lectern.token.${token}`])];
    const client = await connect(t, `${url}/ws`, { protocols });
    const viewer = new Viewer(client, await client.welcome());
    await viewer.ask('/programme enter', undefined);
    return viewer;
  }

  ask<T extends ProgrammeType>(type: T, data: ClientData[T]) {
    return this.client.request(type, data, { receiver });
  }

  async createRoom(max = 10): Promise<string> {
    const { data } = await this.ask('/programme createRoom', { title: 'Goals', max });
    return (data as { roomId: string }).roomId;
  }

  hold(roomId: string, msg = 'Offside!') {
    return this.ask('/programme chat', { roomId, msg, type: 'aggro' });
  }
}

async function start(t: Test, options: Partial<Options>) {
  const { url } = await startServer(t, { chatRate: 1000, chatBurst: 10_000, ...options });
  return {
    enter: (token?: string) => Viewer.enter(t, url, token),
    /** That many viewers in one chat room. */
    async gather(count: number) {
      const [first, ...others] = await Promise.all(Array.from({ length: count }, () => Viewer.enter(t, url)));
      if (!first) throw new Error('no vote was requested');
      const roomId = await first.createRoom();
      for (const viewer of others) await viewer.ask('/programme joinRoom', { roomId });
      return { roomId, viewers: [first, ...others] as [Viewer, Viewer, ...Viewer[]] };
    },
  };
}

t.test('a spotlight ends after its duration', async (t) => {
  const { gather } = await start(t, { aggroTime: 0.3, aggroPoints: 7, aggroPause: 3600 });
  const { roomId, viewers } = await gather(2);
  const [ann, bob] = viewers;
  await ann.hold(roomId);
  const { data } = await bob.client.next('/programme aggro');
  t.match(data, { point: 7, ms: 300, userUID: ann.welcome.user?.id });
  const { aggroUID } = data;
  for (const { client } of viewers) {
    t.match(await client.next('/programme stopAggro'), { sender: receiver, data: aggroUID });
    await client.none('/programme aggroPoint');
  }
  for (const type of ['/programme aggroUp', '/programme aggroDown'] as const) {
    t.match(await bob.ask(type, { aggroUID }), { type: 'aggroErr', data: 'AGGRO_ENDED' });
  }
  t.match(await ann.hold(roomId), { type: 'aggroErr', data: 'AGGRO_PAUSE' });
  t.match(await bob.hold(roomId), { type: 'accepted' }, 'another user does not have to wait');
  const late = (await bob.client.next('/programme aggro')).data.aggroUID;
  t.equal((await ann.client.next('/programme stopAggro')).data, late, 'that one also ends, at its own time');
});

t.test('clicks in its last moments count before it ends', async (t) => {
  const { gather } = await start(t, { aggroTime: 0.3, aggroPoints: 1, aggroPause: 0 });
  const { roomId, viewers } = await gather(2);
  const [ann, bob] = viewers;
  const holdAndPush = async (): Promise<string> => {
    await ann.hold(roomId);
    const { aggroUID } = (await bob.client.next('/programme aggro')).data;
    const { type } = await bob.ask('/programme aggroUp', { aggroUID });
    // On a busy machine it might have ended already.
    return type === 'accepted' ? aggroUID : holdAndPush();
  };
  const aggroUID = await holdAndPush();
  const isOfIt = ({ data }: { data: unknown }) => JSON.stringify(data).includes(aggroUID);
  await ann.client.next('/programme aggro', isOfIt);
  t.match(await ann.client.next(undefined, isOfIt), { type: 'aggroPoint', data: { aggroUID, point: 2 } });
  t.match(await ann.client.next(undefined, isOfIt), { type: 'stopAggro', data: aggroUID });
});

t.test('a pause ends, and applies to one room', async (t) => {
  const { gather } = await start(t, { aggroPoints: 1, aggroPause: 0.8 });
  const { roomId, viewers } = await gather(2);
  const [ann, bob] = viewers;
  const other = await ann.createRoom();
  await ann.hold(roomId);
  const { aggroUID } = (await bob.client.next('/programme aggro')).data;
  t.match(await bob.hold(roomId), { type: 'aggroErr', data: 'AGGRO_RUNNING' });
  t.match(await ann.hold(roomId), { type: 'aggroErr', data: 'AGGRO_RUNNING' });
  t.match(await ann.hold(other), { type: 'accepted' }, 'in another room she is allowed to');
  bob.client.send('/programme aggroDown', { aggroUID }, { receiver });
  await ann.client.next('/programme stopAggro');
  const answers: unknown[] = [];
  for (let type = ''; type !== 'accepted'; ) {
    const answer = await ann.hold(roomId);
    type = answer.type;
    answers.push(answer.data);
  }
  t.same(
    answers.slice(0, -1).filter((data) => data !== 'AGGRO_PAUSE'),
    [],
  );
});

t.test('a user with several clients counts once and pauses with all of them', async (t) => {
  const { enter, gather } = await start(t, {});
  const { roomId, viewers } = await gather(2);
  const [ann, bob] = viewers;
  const { token } = bob.welcome;
  const second = await enter(token);
  t.equal(second.welcome.user?.id, bob.welcome.user?.id);
  t.match(await second.ask('/programme joinRoom', { roomId }), { data: { result: true } });
  const users = (await ann.ask('/programme loadUsers', { roomId })).data as { userUID: string }[];
  t.equal(users.filter(({ userUID }) => userUID === bob.welcome.user?.id).length, 2);
  await ann.hold(roomId);
  const { aggroUID, point } = (await bob.client.next('/programme aggro')).data;
  const push = (viewer: Viewer, type: '/programme aggroUp' | '/programme aggroDown') =>
    viewer.client.send(type, { aggroUID }, { receiver });
  push(bob, '/programme aggroUp');
  push(second, '/programme aggroUp');
  t.equal((await ann.client.next('/programme aggroPoint')).data.point, point + 1);
  push(second, '/programme aggroUp');
  push(bob, '/programme aggroDown');
  t.equal((await ann.client.next('/programme aggroPoint')).data.point, point);
  push(second, '/programme aggroDown');
  push(bob, '/programme aggroUp');
  // Nothing has changed: the next message shows her next action, unless an earlier click was counted.
  push(ann, '/programme aggroUp');
  t.equal((await ann.client.next('/programme aggroPoint')).data.point, point + 1);
  await ann.client.none('/programme aggroPoint');
});

t.test('a message of another room cannot be voted on', async (t) => {
  const { enter, gather } = await start(t, {});
  const { roomId, viewers } = await gather(2);
  const [ann] = viewers;
  await ann.hold(roomId);
  const { aggroUID } = (await ann.client.next('/programme aggro')).data;
  const stranger = await enter();
  const own = await stranger.createRoom();
  const push = (uid: string) => stranger.ask('/programme aggroUp', { aggroUID: uid });
  for (const uid of [aggroUID, 'nothing', '.', `${roomId}/x`]) {
    t.match(await push(uid), { type: 'error', data: { code: 'not-in-room' } }, uid);
  }
  t.match(await push(`${own}.1`), { type: 'aggroErr', data: 'AGGRO_ENDED' });
  t.match(await push(own), { type: 'aggroErr', data: 'AGGRO_ENDED' });
});

t.test('the login decides who the user is', async (t) => {
  const { url } = await startServer(t, { tokenSecret });
  const photoURL = 'https://example.org/ann.png';
  const claims = { sub: 'ann', name: 'Ann Lee', picture: photoURL };
  const { token } = await signToken(signing, { ...claims, grants: { rooms: [receiver], create: true } });
  const client = await connect(t, `${url}/ws`);
  const login = (await client.request('login', { token })).data as { data: { id: string } };
  const ask = <T extends ProgrammeType>(type: T, data: ClientData[T]) =>
    client.request(type, data, { receiver });
  const made = (await ask('/programme createRoom', { title: 'Goals', max: 2 })).data;
  const { roomId } = made as { roomId: string };
  const user = { userUID: 'ann', displayName: 'Ann Lee', photoURL };
  const present = { ...user, id: login.data.id };
  t.same((await client.next('/programme joinRoom')).data, present);
  t.same((await ask('/programme loadUsers', { roomId })).data, [present]);
  const said = { roomId, msg: 'Goal!', titleBroad: 'Final' };
  await ask('/programme chat', { ...said, type: 'chat' });
  const { photoURL: _, ...named } = user;
  t.same((await client.next('/programme chat')).data, { ...said, ...named, type: 'chat' });
  await ask('/programme chat', { ...said, type: 'aggro' });
  const aggroUID = String;
  t.match((await client.next('/programme aggro')).data, { ...said, ...user, type: 'aggro', aggroUID });
});
