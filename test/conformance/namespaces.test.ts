import { randomUUID } from 'node:crypto';
import type { Login, LoginData, ServerMessage, ServerMessageType } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { TestClient } from '../helpers/client.js';
import { type Target, target } from '../helpers/conformance.js';

/** A room of one namespace and a message in it. */
interface Place {
  /** Where its members receive the message. */
  address: string;
  join(client: TestClient): Promise<unknown>;
  /** Sends the message to the room. */
  say(client: TestClient, what: string): Promise<unknown>;
  /** The message as members receive it. */
  type: ServerMessageType;
}

/** Rooms of one name in every namespace. The chat room is created by a viewer who stays in it. */
async function places(maker: TestClient): Promise<Place[]> {
  const room = randomUUID();
  const receiver = `/programme/${room}`;
  const made = await maker.request('/programme createRoom', { title: 'Goals', max: 100 }, { receiver });
  const { roomId } = made.data as { roomId: string };
  const screens = (['/layout', '/bus'] as const).map(
    (at): Place => ({
      address: `${at}/${room}`,
      join: (client) => client.request(`${at} JOIN`, { room, name: 'screen' }),
      say: (client, message) => client.request(`${at} NOTIFY`, { room, message }),
      type: `${at} EVENT`,
    }),
  );
  return [
    ...screens,
    {
      address: `/trigger/${room}`,
      join: (client) => client.request('/trigger JOIN', room),
      say: (client, data) => client.request('/trigger BROADCAST_STATUS', { id: room, data }),
      type: '/trigger STATUS',
    },
    {
      address: `${receiver}/${roomId}`,
      join: (client) => client.request('/programme joinRoom', { roomId }, { receiver }),
      say: (client, msg) => client.request('/programme chat', { roomId, msg, type: 'chat' }, { receiver }),
      type: '/programme chat',
    },
    {
      address: `/lobby/${room}`,
      join: (client) => client.request('/lobby JOIN', room),
      say: (client, message) => client.request('/lobby BROADCAST', { message }),
      type: '/lobby MESSAGE',
    },
  ];
}

async function enter(t: Test, server: Target, login: Login = {}) {
  const client = await server.connect(t, server.endpoint(undefined, '?login=1'));
  const { data } = (await client.request('login', { protocol: '1.2', ...login })).data as { data: LoginData };
  return { client, id: data.id, ticket: data.reconnectionTicket ?? '' };
}

/** A client that stays, has created the rooms and is in all of them. */
async function host(t: Test, server: Target) {
  const { client, id } = await server.enter(t);
  const all = await places(client);
  for (const { join } of all) await join(client);
  const [room = ''] = all[0]?.address.split('/').slice(-1) ?? [];
  return { client, id, all, room };
}

const names = async (client: TestClient, at: '/layout' | '/bus', room: string) =>
  ((await client.request(`${at} CLIENTS`, { room })).data as { clients: string[] }).clients;

await target((server) => {
  t.test('rooms of one name are separate, and one client can be in all of them', async (t) => {
    const { client, all } = await host(t, server);
    const { client: member } = await enter(t, server);
    for (const { join } of all) await join(member);
    const only = await Promise.all(
      all.map(async ({ join }) => {
        const { client } = await enter(t, server);
        await join(client);
        return client;
      }),
    );
    for (const { say } of all) await say(client, 'hello');
    for (const [index, { address, type }] of all.entries()) {
      const heard = await member.next(type);
      t.match(heard, { receiver: address }, address);
      await member.none(type);
      t.equal((await only[index]?.next(type))?.receiver, address);
      for (const other of all) await only[index]?.none(other.type);
    }
  });

  t.test('a disconnected client is still in its rooms and receives missed messages once', async (t) => {
    const { client, all, room } = await host(t, server);
    const lost = await enter(t, server);
    const seen: Record<string, number> = {};
    for (const { join, say, type, address } of all) {
      await join(lost.client);
      await say(client, 'before');
      seen[address] = (await lost.client.next(type)).seq ?? 0;
    }
    await client.next('/lobby JOINED', ({ data }) => data === lost.id);
    await client.next('/programme joinRoom', ({ data }) => data.id === lost.id);
    lost.client.terminate();
    for (const { say } of all) await say(client, 'missed');
    for (const at of ['/layout', '/bus'] as const) t.equal((await names(client, at, room)).length, 2, at);
    const back = await server.connect(t, server.endpoint(undefined, '?login=1'));
    const resumed = await back.request('relogin', { ticket: lost.ticket, seen });
    const { messages } = (resumed.data as unknown as { data: { messages: ServerMessage[] } }).data;
    const missed = messages.filter(({ receiver }) => receiver in seen);
    const places = missed.map(({ receiver, seq = 0 }) => [receiver, seq]);
    t.same(places.sort(), all.map(({ address }) => [address, (seen[address] ?? 0) + 1]).sort());
    t.equal(JSON.stringify(missed).match(/"missed"/g)?.length, all.length);
    for (const { say, type, address } of all) {
      await say(client, 'again');
      const heard = await back.next(type);
      t.match(heard, { receiver: address, seq: (seen[address] ?? 0) + 2 });
      t.match(JSON.stringify(heard.data), /"again"/);
      await back.none(type);
    }
    for (const { say } of all) t.match(await say(back, 'I am here'), { type: 'accepted' });
    for (const type of ['/lobby LEFT', '/programme leaveRoom'] as const) await client.none(type);
    for (const type of ['/lobby JOINED', '/programme joinRoom'] as const)
      t.equal(client.frames.filter((frame) => frame.includes(`"${type.split(' ')[1]}"`)).length, 2, type);
  });

  const endings: Record<string, { login?: Login; end: (client: TestClient) => unknown }> = {
    'whose time to come back is over': {
      login: { reconnection: { keepTime: 0.2 } },
      end: (client) => client.terminate(),
    },
    'who may not come back, and is lost': {
      login: { reconnection: false },
      end: (client) => client.terminate(),
    },
    'who logs out': { end: (client) => client.request('logout') },
    'who closes the connection': { end: (client) => client.close() },
  };
  for (const [who, { login, end }] of Object.entries(endings)) {
    t.test(`${who} has left all rooms, and all members are informed`, async (t) => {
      const { client, all, room } = await host(t, server);
      const gone = await enter(t, server, login);
      for (const { join } of all) await join(gone.client);
      await client.next('/programme addRoom', ({ data }) => data.count > 0);
      end(gone.client);
      t.match(await client.next('/programme leaveRoom'), { data: { id: gone.id } });
      t.match(await client.next('/lobby LEFT'), { data: gone.id });
      for (const at of ['/layout', '/bus'] as const) t.equal((await names(client, at, room)).length, 1, at);
      t.match(await client.next('/programme count', ({ data }) => data.count === 1), {
        receiver: `/programme/${room}`,
      });
    });
  }
});
