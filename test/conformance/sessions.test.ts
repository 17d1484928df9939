import type { LoginData, ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { sameIds, type TestClient } from '../helpers/client.js';
import { type Target, target } from '../helpers/conformance.js';

/** A message of a room, in the form of its endpoint. */
const words = (text: string) => ({ from: 'Ann', time: 1, text });

interface Guest {
  client: TestClient;
  data: LoginData;
  ticket: string;
}

/** Logs in on an endpoint. The given messages join its room. */
async function login(t: Test, server: Target, roomId: string, protocol = '1.2', query = ''): Promise<Guest> {
  const client = await server.connect(t, server.endpoint(roomId, `?login=1${query}`));
  await client.welcome();
  const answer = await client.request('login', { protocol });
  const { data } = answer as ServerMessage<'login'>;
  if (data.status !== 'ok') throw new Error(data.data);
  return { client, data: data.data, ticket: data.data.reconnectionTicket ?? '' };
}

/** A connection that has announced a login and sent nothing else yet. */
async function newcomer(t: Test, server: Target, roomId?: string): Promise<TestClient> {
  const client = await server.connect(t, server.endpoint(roomId, '?login=1'));
  await client.welcome();
  return client;
}

/** Checks that no client was informed of this client's leaving: a list that was under way still contains it. */
async function stays(t: Test, other: TestClient, id: string): Promise<void> {
  for (const message of await other.drain()) {
    if (message.type !== 'room-info') continue;
    t.ok(
      message.data.clients.some((client) => client.id === id),
      'it is still in the room',
    );
  }
}

await target((server) => {
  t.test('login: answered with the identity, the room and a ticket', async (t) => {
    const roomId = server.newRoom();
    const { data } = await login(t, server, roomId);
    t.equal(data.role, 'presenter');
    t.match(data.permission, { publish: { audio: true }, subscribe: { audio: true } });
    t.same(data.room, { id: roomId, participants: [{ id: data.id, user: data.user, role: 'presenter' }] });
    const ticket = JSON.parse(Buffer.from(data.reconnectionTicket ?? '', 'base64').toString());
    t.equal(ticket.participantId, data.id);
    t.ok(ticket.notAfter > ticket.notBefore);
  });

  t.test('before an announced login, a client is not in the room and is refused everything', async (t) => {
    const roomId = server.newRoom();
    const { client: other, id } = await server.enter(t, roomId);
    const client = await newcomer(t, server, roomId);
    t.match(await client.request('get-room-info'), { type: 'error', data: { code: 'login-required' } });
    t.match(await client.request('GetClasses'), { data: { status: 401 } });
    for (const message of await other.drain()) {
      if (message.type === 'room-info') t.ok(sameIds(message.data.clients, [id]), 'the other one is alone');
    }
    await client.request('login', {});
    const info = await other.until('room-info', ({ data }) => data.clients.length === 2);
    t.equal(info.data.clients.length, 2);
  });

  t.test('a second login, and a login of an unknown protocol, are refused', async (t) => {
    const { client } = await login(t, server, server.newRoom());
    t.match(await client.request('login', {}), { data: { status: 'error', code: 'conflict' } });
    const stranger = await newcomer(t, server, server.newRoom());
    t.match(await stranger.request('login', { protocol: '7' }), {
      type: 'login',
      data: { status: 'error', code: 'bad-data', data: /protocol/ },
    });
    t.match(await stranger.request('login', {}), { data: { status: 'ok' } }, 'and can try again');
  });

  t.test(
    'relogin: the same client continues with exactly the messages it missed, and the others do not see it leave',
    async (t) => {
      const roomId = server.newRoom();
      const { client: other, id: otherId } = await server.enter(t, roomId);
      const { client, data, ticket } = await login(t, server, roomId);
      await other.until('room-info', ({ data }) => data.clients.length === 2);
      await other.request('text', words('one'), { receiver: 'room' });
      const seen = (await client.next('text')).seq ?? 0;
      client.terminate();
      await client.closed;
      await other.request('text', words('two'), { receiver: 'room' });
      other.send('offer', { type: 'offer', sdp: 'v=0' }, { receiver: data.id });
      await other.request('text', words('three'), { receiver: 'room' });
      await stays(t, other, data.id);
      const back = await newcomer(t, server, roomId);
      const answer = await back.request('relogin', { ticket, seen: { [roomId]: seen } });
      t.match(answer, {
        type: 'relogin',
        receiver: data.id,
        data: {
          status: 'ok',
          id: data.id,
          recovered: true,
          logs: { [roomId]: { recovered: true, seq: seen + 2 } },
        },
      });
      const { messages } = (answer as { data: { data: { messages: object[] } } }).data.data;
      t.match(
        messages.filter((message) => 'type' in message && message.type === 'text'),
        [
          { sender: otherId, receiver: `room/${roomId}`, data: words('two'), seq: seen + 1 },
          { sender: otherId, receiver: `room/${roomId}`, data: words('three'), seq: seen + 2 },
        ],
      );
      t.match(
        messages.find((message) => 'type' in message && message.type === 'offer'),
        {
          sender: otherId,
          receiver: data.id,
          seq: 1,
        },
      );
      await back.next('room-info', ({ data: info }) => info.clients.some(({ id }) => id === data.id));
      await other.request('text', words('four'), { receiver: 'room' });
      t.match(await back.next('text'), { data: words('four'), seq: seen + 3 });
      await stays(t, other, data.id);
    },
  );

  t.test('relogin: clients before 1.2 receive the ticket, and the messages after it', async (t) => {
    const roomId = server.newRoom();
    const { client: other } = await server.enter(t, roomId);
    const { client, ticket } = await login(t, server, roomId, '1.1');
    await other.request('text', words('one'), { receiver: 'room' });
    await client.next('text');
    client.terminate();
    await client.closed;
    await other.request('text', words('two'), { receiver: 'room' });
    const back = await newcomer(t, server, roomId);
    const answer = await back.request('relogin', { ticket, seen: { [roomId]: 1 } });
    t.match(answer, { data: { status: 'ok', data: /^[A-Za-z0-9+/]+=*$/ } });
    t.match(await back.next('text'), { data: words('two') });
    await back.none('text');
  });

  t.test('relogin: each valid ticket yields the next one', async (t) => {
    const roomId = server.newRoom();
    const { client, data, ticket } = await login(t, server, roomId);
    const second = await newcomer(t, server, roomId);
    const answer = (await second.request('relogin', { ticket })) as ServerMessage<'relogin'>;
    t.match(await client.closed, { code: 4501, reason: 'replaced' }, 'the old connection is closed');
    const next = (answer.data as { data: { ticket: string } }).data.ticket;
    t.not(next, ticket);
    await second.request('get-room-info');
    const third = await newcomer(t, server, roomId);
    t.match(await third.request('relogin', { ticket: next }), { data: { status: 'ok', id: data.id } });
  });

  t.test(
    'relogin: the reply can be lost as long as the client sends only messages that are allowed before it',
    async (t) => {
      const roomId = server.newRoom();
      const { data, ticket } = await login(t, server, roomId);
      const second = await newcomer(t, server, roomId);
      t.match(await second.request('relogin', { ticket }), { data: { status: 'ok' } });
      await second.request('ping', 1);
      second.terminate();
      const third = await newcomer(t, server, roomId);
      t.match(await third.request('relogin', { ticket }), { data: { status: 'ok', id: data.id } });
    },
  );

  t.test('relogin: two connections with one ticket end with one client on one connection', async (t) => {
    const roomId = server.newRoom();
    const { client, ticket, data } = await login(t, server, roomId);
    client.terminate();
    const rivals = [await newcomer(t, server, roomId), await newcomer(t, server, roomId)];
    const outcomes = await Promise.all(
      rivals.map(async (rival) => {
        const answer = rival.request('relogin', { ticket }).catch(() => undefined);
        return ((await answer) as ServerMessage<'relogin'> | undefined)?.data.status;
      }),
    );
    t.equal(outcomes[1], 'ok', 'the later connection stays open, whichever was processed first');
    const later = rivals[1] as TestClient;
    const info = await later.request('get-room-info');
    t.match(info, { receiver: data.id, data: { clients: [{ id: data.id }] } });
  });

  t.test('relogin: late messages of an older connection change nothing', async (t) => {
    const roomId = server.newRoom();
    const { client, ticket, data } = await login(t, server, roomId);
    const older = await newcomer(t, server, roomId);
    const newer = await newcomer(t, server, roomId);
    client.terminate();
    t.match(await newer.request('relogin', { ticket }), { data: { status: 'ok', id: data.id } });
    t.match(await older.request('relogin', { ticket }), { data: { status: 'error', code: 'conflict' } });
    t.match(await newer.request('get-room-info'), { data: { clients: [{ id: data.id }] } });
  });

  t.test('relogin: an unknown log is not recovered, and the client receives the current state', async (t) => {
    const roomId = server.newRoom();
    const { client: other } = await server.enter(t, roomId);
    const { client, ticket } = await login(t, server, roomId);
    await other.request('text', words('one'), { receiver: 'room' });
    await client.next('text');
    client.terminate();
    await client.closed;
    const back = await newcomer(t, server, roomId);
    t.match(await back.request('relogin', { ticket, seen: { [roomId]: 999 } }), {
      data: {
        status: 'ok',
        recovered: false,
        logs: { [roomId]: { recovered: false, seq: 1 } },
        data: { messages: [] },
      },
    });
    await back.next('room-info');
  });

  t.test('relogin: a client that might have missed the report of a gap receives it again', async (t) => {
    const roomId = server.newRoom();
    const { client: other } = await server.enter(t, roomId);
    const { client, ticket } = await login(t, server, roomId);
    await other.request('text', words('one'), { receiver: 'room' });
    client.terminate();
    await client.closed;
    const second = await newcomer(t, server, roomId);
    const lost = await second.request('relogin', { ticket, seen: { [roomId]: 999 } });
    t.match(lost, { data: { status: 'ok', recovered: false } });
    second.terminate();
    await second.closed;
    const third = await newcomer(t, server, roomId);
    const told = (await third.request('relogin', { ticket, seen: { [roomId]: 0 } })).data;
    t.match(told, { status: 'ok', recovered: false, logs: { [roomId]: { recovered: false, seq: 1 } } });
    const { ticket: next } = (told as unknown as { data: { ticket: string } }).data;
    third.terminate();
    await third.closed;
    const fourth = await newcomer(t, server, roomId);
    t.match(await fourth.request('relogin', { ticket: next, seen: { [roomId]: 1 } }), {
      data: { status: 'ok', recovered: true, data: { messages: [] } },
    });
  });

  t.test('relogin: messages from before the client joined are not sent', async (t) => {
    const roomId = server.newRoom();
    const { client: other } = await server.enter(t, roomId);
    await other.request('text', words('secret'), { receiver: 'room' });
    const { client, ticket } = await login(t, server, roomId);
    client.terminate();
    await client.closed;
    const back = await newcomer(t, server, roomId);
    t.match(await back.request('relogin', { ticket, seen: { [roomId]: 0 } }), {
      data: { status: 'ok', recovered: true, data: { messages: [] } },
    });
  });

  t.test('logout: the client leaves immediately, and its ticket becomes invalid', async (t) => {
    const roomId = server.newRoom();
    const { client: other } = await server.enter(t, roomId);
    const { client, ticket } = await login(t, server, roomId);
    await other.until('room-info', ({ data }) => data.clients.length === 2);
    t.match(await client.request('logout'), { type: 'logout', data: { status: 'ok' } });
    t.equal((await client.closed).code, 1000);
    await other.next('room-info', ({ data }) => data.clients.length === 1);
    const back = await newcomer(t, server, roomId);
    t.match(await back.request('relogin', ticket), { data: { status: 'error', code: 'not-found' } });
  });

  t.test('refreshReconnectionTicket: a new ticket replaces the old one', async (t) => {
    const roomId = server.newRoom();
    const { client, ticket, data } = await login(t, server, roomId);
    const answer = await client.request('refreshReconnectionTicket');
    const { data: next } = answer.data as { data: string };
    t.not(next, ticket);
    client.terminate();
    const back = await newcomer(t, server, roomId);
    t.match(await back.request('relogin', next), { data: { status: 'ok', id: data.id } });
    const guest = await server.enter(t, roomId);
    t.match(await guest.client.request('refreshReconnectionTicket'), {
      data: { status: 'error', code: 'login-required' },
    });
  });

  t.test(
    'refreshReconnectionTicket: a client resumes with any ticket whose reply has reached it',
    async (t) => {
      for (const received of [0, 1, 2]) {
        const roomId = server.newRoom();
        const { client, ticket, data } = await login(t, server, roomId);
        const answers = await Promise.all([
          client.request('refreshReconnectionTicket'),
          client.request('refreshReconnectionTicket'),
        ]);
        const tickets = [ticket, ...answers.map((answer) => (answer.data as { data: string }).data)];
        t.equal(new Set(tickets).size, 3);
        client.terminate();
        const back = await newcomer(t, server, roomId);
        const resumed = await back.request('relogin', tickets[received] ?? '');
        t.match(resumed.data, { status: 'ok', id: data.id }, `${received} replies received`);
      }
    },
  );

  t.test(
    'reconnection: false, and no login at all: a client that loses its connection has left',
    async (t) => {
      const roomId = server.newRoom();
      const { client: other } = await server.enter(t, roomId);
      const client = await newcomer(t, server, roomId);
      const answer = await client.request('login', { reconnection: false });
      t.notOk((answer.data as { data: LoginData }).data.reconnectionTicket);
      await other.until('room-info', ({ data }) => data.clients.length === 2);
      client.terminate();
      await other.next('room-info', ({ data }) => data.clients.length === 1);
    },
  );

  t.test('a client that closes its connection leaves immediately, with or without a ticket', async (t) => {
    const roomId = server.newRoom();
    const { client: other } = await server.enter(t, roomId);
    const { client } = await login(t, server, roomId);
    await other.until('room-info', ({ data }) => data.clients.length === 2);
    client.close();
    await other.next('room-info', ({ data }) => data.clients.length === 1);
  });

  t.test('participant: logged-in clients are informed of clients that join and leave', async (t) => {
    const roomId = server.newRoom();
    const { client } = await login(t, server, roomId);
    const { client: deltas } = await login(t, server, roomId, '1.2', '&deltas=1');
    const { data } = await client.next('participant');
    t.match(data, { action: 'join', data: { role: 'presenter' } });
    await deltas.request('logout');
    t.match((await client.next('participant')).data, {
      action: 'leave',
      data: (data.data as { id: string }).id,
    });
    await deltas.closed;
  });

  t.test('an id makes a repeated message harmless, also on the next connection', async (t) => {
    const roomId = server.newRoom();
    const { client: other } = await server.enter(t, roomId);
    const { client, ticket } = await login(t, server, roomId);
    const first = await client.request('text', words('once'), { receiver: 'room', id: 'x' });
    t.same(await client.request('text', words('once'), { receiver: 'room', id: 'x' }), first);
    client.terminate();
    await client.closed;
    const back = await newcomer(t, server, roomId);
    await back.request('relogin', { ticket, seen: { [roomId]: 1 } });
    t.same(await back.request('text', words('once'), { receiver: 'room', id: 'x' }), first);
    t.match(await back.request('profile', { username: 'Eve' }, { id: 'x' }), {
      type: 'error',
      data: { code: 'conflict' },
    });
    t.match(await other.next('text'), { data: words('once') });
    await other.none('text');
  });

  t.test('ack: answered if it carries an id; a position beyond the end is ignored', async (t) => {
    const roomId = server.newRoom();
    const { client } = await login(t, server, roomId);
    t.match(await client.request('ack', { [roomId]: 99, direct: 0, elsewhere: 3 }), {
      type: 'accepted',
      data: { of: 'ack' },
    });
  });

  t.test('relogin: a ticket works once, and bad tickets keep nobody out', async (t) => {
    const roomId = server.newRoom();
    const { ticket } = await login(t, server, roomId);
    const second = await newcomer(t, server, roomId);
    const { data: again } = (await second.request('relogin', { ticket })) as ServerMessage<'relogin'>;
    if (again.status !== 'ok') throw new Error(again.code);
    await second.request('get-room-info');
    const stranger = await newcomer(t, server, roomId);
    t.match(await stranger.request('relogin', ticket), {
      type: 'relogin',
      data: { status: 'error', code: 'ticket-invalid', data: /used/ },
    });
    const forged = JSON.parse(Buffer.from(ticket, 'base64').toString());
    forged.participantId = 'somebody-else';
    const text = Buffer.from(JSON.stringify(forged)).toString('base64');
    for (let failures = 1; failures <= 15; failures++) {
      t.match(await stranger.request('relogin', text), { data: { status: 'error', code: 'ticket-invalid' } });
    }
    second.terminate();
    const third = await newcomer(t, server, roomId);
    const { ticket: next } = again.data as { ticket: string };
    t.match(await third.request('relogin', { ticket: next }), { data: { status: 'ok' } });
    t.match(await stranger.request('login', {}), { data: { status: 'ok' } }, 'a new login after bad tickets');
  });
});
