import type { ClientData, RoomInfo } from 'lectern-protocol';
import { serverIceServers } from 'lectern-protocol/server-validators';
import t from 'tap';
import { sameIds } from '../helpers/client.js';
import { target } from '../helpers/conformance.js';

/** Messages between clients, with payloads of every form. */
const relayed: { [T in keyof ClientData]?: ClientData[T][] } = {
  text: [
    { from: 'Ada', time: '2026-11-21T10:00:00.000Z', text: 'hello' },
    { from: '', time: 1763720000000.5, text: '안녕하세요 👋' },
  ],
  offer: [{ type: 'offer', sdp: 'v=0\r\n' }, { type: 'offer', sdp: 'v=0\r\n', attempt: 3 }, 'v=0\r\n'],
  answer: [{ type: 'answer', sdp: 'v=0\r\n' }, { type: 'answer', sdp: 'v=0\r\n', attempt: 3 }, 'v=0\r\n'],
  icecandidate: [
    {
      candidate: 'candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host',
      sdpMid: '0',
      sdpMLineIndex: 0,
      usernameFragment: 'x7f3',
    },
    { candidate: '', sdpMid: null, sdpMLineIndex: null },
  ],
  renegotiate: [
    { reason: 'tracks', kind: 'video' },
    { reason: 'restart', attempt: 2 },
  ],
  greeting: ['Hello there', ''],
  ping: [undefined, null, 17, { sent: [1.5, 'x'] }],
  pong: [undefined, 'as it came'],
  bye: [undefined, null, 'see you', 1763720000000],
};

await target((server) => {
  t.test('ping is answered by pong with the same data', async (t) => {
    const { client, id } = await server.enter(t, server.newRoom());
    for (const data of [
      null,
      0,
      '',
      'x',
      false,
      [1, [2]],
      { sent: 12.5 },
      '한'.repeat(1364),
      'x'.repeat(4094),
    ]) {
      client.send('ping', data);
      const pong = await client.next('pong');
      const wanted = { sender: 'server', receiver: id, type: 'pong', ...server.arriving(data) };
      t.same(pong, wanted, JSON.stringify(data).slice(0, 40));
    }
    client.send('ping');
    t.notOk('data' in (await client.next('pong')), 'and without data if there was none');
  });

  t.test('a pong to the server is not answered', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    await client.drain();
    client.send('pong', 'late');
    await client.none('pong');
    await client.none('error');
    t.match(await client.request('pong', 'late'), { type: 'accepted', data: { of: 'pong' } });
  });

  for (const [type, payloads] of Object.entries(relayed)) {
    t.test(`${type} is relayed unchanged, to the addressed client only`, async (t) => {
      const [ada, ben, cleo] = await server.gather(t, server.newRoom(), 3);
      for (const data of payloads) {
        ada.client.send(type as 'ping', data, { receiver: ben.id });
        const wanted = { sender: ada.id, receiver: ben.id, type, ...server.arriving(data) };
        const { seq: _, ...heard } = await ben.client.next(type as 'ping');
        t.same(heard, wanted, JSON.stringify(data)?.slice(0, 80));
        await ada.client.none();
        await cleo.client.none();
      }
      const answer = await ada.client.request(type as 'ping', payloads[0], { receiver: ben.id });
      t.match(answer, { type: 'accepted', sender: 'server', data: { of: type } }, 'and accepted, on request');
      t.notOk('id' in (await ben.client.next(type as 'ping')), 'the receiver does not get the id');
      t.match(
        await ada.client.request(type as 'ping', payloads[0], { receiver: 'nobody' }),
        { type: 'error', data: { code: 'unknown-receiver', of: type } },
        'for a nonexistent client it is refused',
      );
    });
  }

  t.test('a client that is pinged by another answers itself, not the server', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    ada.client.send('ping', 'are you there?', { receiver: ben.id });
    const ping = await ben.client.next('ping', ({ sender }) => sender === ada.id);
    await ada.client.none('pong');
    ben.client.send('pong', ping.data, { receiver: ping.sender });
    t.match(await ada.client.next('pong'), { sender: ben.id, data: 'are you there?' });
  });

  t.test('an offer, its answer and the candidates arrive in the order in which they were sent', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    ada.client.send('offer', { type: 'offer', sdp: 'v=0' }, { receiver: ben.id });
    for (let i = 0; i < 30; i++)
      ada.client.send('icecandidate', { candidate: `candidate:${i}` }, { receiver: ben.id });
    t.match(await ben.client.next(), { type: 'offer' });
    for (let i = 0; i < 30; i++) t.match(await ben.client.next(), { data: { candidate: `candidate:${i}` } });
  });

  t.test('a greeting is for the server, a client or the room', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    ada.client.send('greeting', 'Hello, server');
    await ada.client.none();
    await ben.client.none();
    t.match(await ada.client.request('greeting', 'Hello, server'), {
      type: 'accepted',
      data: { of: 'greeting' },
    });
    ada.client.send('greeting', 'Hello, all', { receiver: 'room' });
    const receiver = `room/${ada.welcome.room_id}`;
    t.match(await ben.client.next('greeting'), { sender: ada.id, receiver, data: 'Hello, all' });
    t.match(await ada.client.next('greeting'), { sender: ada.id, receiver, data: 'Hello, all' });
  });

  t.test("get-room-info is answered by the list of the room's clients", async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    const room_id = ada.welcome.room_id as string;
    for (const data of [undefined, null, '', {}, { room_id }] as const) {
      const { type, receiver, data: info } = await ada.client.request('get-room-info', data);
      t.same([type, receiver], ['room-info', ada.id], JSON.stringify(data));
      const { clients, ...rest } = info as RoomInfo;
      t.same(rest, { room_id });
      t.ok(sameIds(clients, [ada.id, ben.id]));
    }
    ada.client.send('get-room-info');
    const answer = await ada.client.next('room-info', ({ receiver }) => receiver === ada.id);
    t.match(answer, { data: { room_id } }, 'also without an id');
  });

  t.test('profile sets the name, and the room is informed', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    const nameOf = (clients: { id: string; username: string }[]) =>
      clients.find(({ id }) => id === ada.id)?.username;
    for (const username of ['Ada', '김하늘', 'x'.repeat(64), '👩‍🏫', '<b>"\\', ' a ']) {
      t.match(await ada.client.request('profile', { username }), {
        type: 'accepted',
        data: { of: 'profile' },
      });
      const shown = username.trim();
      const told = await ben.client.next('room-info', ({ data }) => nameOf(data.clients) === shown);
      t.equal(told.receiver, `room/${ada.welcome.room_id}`, username);
      await ada.client.next('room-info', ({ data }) => nameOf(data.clients) === shown);
    }
  });

  t.test('get-ice-servers is answered by servers in the form that a peer connection requires', async (t) => {
    const { client, id } = await server.enter(t, server.newRoom());
    for (const data of [undefined, null, ''] as const) {
      const answer = await client.request('get-ice-servers', data);
      t.equal(answer.type, 'ice-servers');
      t.ok(serverIceServers(answer.data), JSON.stringify(answer.data));
      const servers = answer.data as { urls: string[]; username?: string; credential?: string }[];
      for (const { urls, username, credential } of servers) {
        if (urls.every((url) => /^stuns?:/.test(url))) {
          t.same([username, credential], [undefined, undefined], 'STUN needs no credential');
          continue;
        }
        const [expiry, ...rest] = username?.split(':') ?? [];
        t.ok(Number(expiry) > Date.now() / 1000, 'TURN’s is short-lived');
        t.equal(rest.join(':'), id, 'and this client’s own');
        t.equal(Buffer.from(credential ?? '', 'base64').length, 20, 'signed by HMAC-SHA1');
      }
    }
  });

  t.test('bye to the server ends the connection with 1000, and the room is informed', async (t) => {
    for (const data of [undefined, 'see you', 1763720000000, null] as const) {
      const [ada, ben] = await server.gather(t, server.newRoom(), 2);
      ada.client.send('bye', data, { receiver: 'ground control' });
      t.match(await ada.client.closed, { code: 1000 }, JSON.stringify(data));
      await ben.client.next('room-info', ({ data }) => sameIds(data.clients, [ben.id]));
      await ben.client.none('bye');
    }
    const { client } = await server.enter(t);
    client.send('bye', undefined, { id: 'last' });
    t.match(await client.next(undefined, (message) => message.id === 'last'), { type: 'accepted' });
    t.match(await client.closed, { code: 1000 }, 'from outside a room too');
  });
});
