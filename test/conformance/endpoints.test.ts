import { randomUUID } from 'node:crypto';
import { serverWelcome } from 'lectern-protocol/server-validators';
import t from 'tap';
import { upgradeStatus } from '../helpers/client.js';
import { target } from '../helpers/conformance.js';

await target((server) => {
  t.test('the first message is welcome, with the client’s ID, its room and the limits', async (t) => {
    const room = server.newRoom();
    const client = await server.connect(t, server.endpoint(room));
    const welcome = await client.next();
    t.match(welcome, { type: 'welcome', sender: 'server', data: { room_id: room, protocol: /^1\./ } });
    t.ok(serverWelcome(welcome.data), 'it matches its schema');
    t.equal(welcome.receiver, (welcome.data as { id: string }).id, 'receiver is the assigned ID');
  });

  t.test('the endpoint without a room reports no room', async (t) => {
    const client = await server.connect(t, server.endpoint());
    const data = await client.welcome();
    t.notOk('room_id' in data);
    await client.none('room-info');
  });

  t.test('/chat/<roomId>/ws is another address of the room', async (t) => {
    const room = server.newRoom();
    const ada = await server.enter(t, room);
    const ben = await server.connect(t, new URL(`/chat/${room}/ws`, server.url).href);
    const { id, room_id } = await ben.welcome();
    t.equal(room_id, room);
    ben.send('greeting', 'hello', { receiver: 'room' });
    t.match(await ada.client.next('greeting'), { sender: id, receiver: `room/${room}`, data: 'hello' });
  });

  t.test('no two clients have the same ID', async (t) => {
    const room = server.newRoom();
    const guests = await Promise.all(Array.from({ length: 10 }, () => server.enter(t, room)));
    t.equal(new Set(guests.map(({ id }) => id)).size, 10);
  });

  t.test('a room’s ID can be in any script, percent-encoded', async (t) => {
    const unique = randomUUID().slice(0, 8);
    for (const room of [
      `우리반-${unique}`,
      `класс.${unique}`,
      `教室~${unique}`,
      `a_${unique}`,
      `𐐷${unique}`,
      '한'.repeat(56) + unique,
    ]) {
      const [ada, ben] = await server.gather(t, room, 2);
      t.equal(ada.welcome.room_id, room, room);
      ada.client.send('greeting', 'hello', { receiver: `room/${room}` });
      t.match(await ben.client.next('greeting'), { receiver: `room/${room}`, data: 'hello' });
    }
  });

  t.test('an invalid room ID is refused at the upgrade', async (t) => {
    const bad = [
      '%20',
      'a%20b',
      'a%2Fb',
      '-a',
      '.a',
      '_a',
      'a%00',
      '%E0%A4%A',
      '%',
      'a%0Ab',
      'a+b',
      'x'.repeat(65),
      '%F0%9F%98%80',
    ];
    for (const id of bad) {
      const status = await upgradeStatus(t, new URL(`/room/${id}/ws`, server.url).href);
      t.ok([400, 404].includes(status), `${id}: ${status}`);
    }
  });

  t.test('there are no other endpoints', async (t) => {
    for (const path of [
      '/',
      '/room/',
      '/room//ws',
      '/room/blue',
      '/ws/',
      '/room/blue/ws/more',
      '/room/blue/wss',
    ]) {
      const status = await upgradeStatus(t, new URL(path, server.url).href);
      t.ok(status >= 400 && status < 500, `${path}: ${status}`);
    }
  });

  server.webSocketTest('a binary frame closes this connection only, with 1003', async (t) => {
    const room = server.newRoom();
    const ada = await server.enter(t, room);
    const ben = await server.enter(t, room);
    ada.client.raw(Buffer.from('{"type":"ping"}'), { binary: true });
    t.match(await ada.client.closed, { code: 1003 });
    t.match(await ben.client.request('ping', 1), { type: 'pong' });
  });

  t.test('a client that closes the connection receives its own code', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    client.close();
    t.match(await client.closed, { code: 1000 });
  });
});
