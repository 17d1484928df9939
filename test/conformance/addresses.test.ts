import { randomUUID } from 'node:crypto';
import type { ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { sameIds } from '../helpers/client.js';
import { target } from '../helpers/conformance.js';

const text = (words: string) => ({ from: 'Ada', time: 1, text: words });

await target((server) => {
  t.test('the server has several names and answers under the one that was used', async (t) => {
    const { client, id } = await server.enter(t, server.newRoom());
    for (const receiver of ['server', 'ground control', '']) {
      const pong = await client.request('ping', 'here', { receiver });
      t.match(pong, { type: 'pong', sender: receiver, receiver: id, data: 'here' }, `'${receiver}'`);
      const info = await client.request('get-room-info', undefined, { receiver });
      t.match(info, { type: 'room-info', sender: receiver, receiver: id }, `'${receiver}'`);
    }
    for (const receiver of [undefined, null]) {
      const pong = await client.request('ping', 'here', receiver === null ? { receiver } : {});
      t.match(pong, { type: 'pong', receiver: id, data: 'here' }, String(receiver));
      t.ok(['server', ''].includes(pong.sender), `an absent receiver is the server: '${pong.sender}'`);
    }
  });

  t.test('a reply carries the id of its request, in any form', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    for (const id of ['a', 'x'.repeat(64), '안녕 "\\\u0000', 0, -7, Number.MAX_SAFE_INTEGER]) {
      t.equal((await client.request('ping', 1, { id })).id, id, `pong to ${JSON.stringify(id)}`);
      t.equal((await client.request('profile', { username: '' }, { id })).id, id, 'error');
      t.equal((await client.request('greeting', 'hi', { id, receiver: 'nobody' })).id, id, 'refusal');
    }
    client.send('ping', 'without');
    t.notOk('id' in (await client.next('pong')), 'and none if the request has none');
  });

  t.test('a message to the room reaches every member, including the sender, in the same bytes', async (t) => {
    const room = server.newRoom();
    const guests = await server.gather(t, room, 4);
    const [ada] = guests;
    for (const receiver of ['room', `room/${room}`]) {
      ada.client.send('text', text(receiver), { receiver, id: `private ${receiver}` });
      const frames = await Promise.all(guests.map(({ client }) => client.nextFrame('text')));
      t.equal(new Set(frames).size, 1, `${receiver}: one identical frame`);
      const message = JSON.parse(frames[0] ?? '') as ServerMessage<'text'>;
      t.match(message, { sender: ada.id, receiver: `room/${room}`, data: text(receiver) });
      t.notOk('id' in message, 'the id is between the sender and the server');
    }
  });

  t.test('the positions of a room’s stored messages have no gaps, and rooms do not share them', async (t) => {
    const room = server.newRoom();
    const [ada, ben] = await server.gather(t, room, 2);
    const other = await server.enter(t, server.newRoom());
    const places: (number | undefined)[] = [];
    for (const words of ['one', 'two', 'three']) {
      const sender = words === 'two' ? ben : ada;
      const accepted = await sender?.client.request('text', text(words), { receiver: 'room' });
      other.client.send('text', text(words), { receiver: 'room' });
      const heard = await ada.client.next('text');
      t.match(accepted, { type: 'accepted', data: { of: 'text', seq: heard?.seq } });
      places.push(heard?.seq);
    }
    const first = places[0] ?? Number.NaN;
    t.same(places, [first, first + 1, first + 2]);
  });

  t.test('a message to a client reaches only that client', async (t) => {
    const [ada, ben, cleo] = await server.gather(t, server.newRoom(), 3);
    const accepted = await ada.client.request('text', text('psst'), { receiver: ben.id });
    t.match(accepted, { type: 'accepted', sender: 'server', data: { of: 'text' } });
    const heard = await ben.client.next('text');
    t.match(heard, { sender: ada.id, receiver: ben.id, data: text('psst') });
    t.notOk(heard && 'id' in heard);
    await ada.client.none('text');
    await ben.client.none('text');
    await cleo.client.none('text');
    t.match(await ada.client.request('text', text('note'), { receiver: ada.id }), { type: 'accepted' });
    t.match(await ada.client.next('text'), { sender: ada.id, receiver: ada.id, data: text('note') });
  });

  t.test('a client cannot send as another', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    const forged = { sender: ben.id, seq: 1_000_000 };
    ada.client.send('greeting', 'to the room', { receiver: 'room', ...forged });
    t.match(await ben.client.next('greeting'), { sender: ada.id, data: 'to the room' });
    ada.client.send('text', text('to the room'), { receiver: 'room', ...forged });
    const kept = await ben.client.next('text');
    t.match(kept, { sender: ada.id });
    t.not(kept?.seq, forged.seq, 'nor its position in the log');
    ada.client.send('offer', 'v=0', { receiver: ben.id, sender: 'server' });
    t.match(await ben.client.next('offer'), { sender: ada.id });
    ada.client.send('ping', 1, { sender: ben.id });
    t.match(await ada.client.next('pong'), { receiver: ada.id });
    await ben.client.none('pong');
  });

  t.test('clients of different rooms do not receive from each other', async (t) => {
    const ada = await server.enter(t, server.newRoom());
    const ben = await server.enter(t, server.newRoom());
    t.match(await ada.client.request('text', text('here'), { receiver: 'room' }), { type: 'accepted' });
    t.match(await ada.client.request('profile', { username: 'Ada' }), { type: 'accepted' });
    await ada.client.next('room-info', ({ data }) => data.clients[0]?.username === 'Ada');
    await ben.client.none('text');
    for (const message of (await ben.client.drain()) as ServerMessage<'room-info'>[]) {
      t.same(
        message.data.clients.map(({ id }) => id),
        [ben.id],
      );
    }
    const { id: user, name: username } = ben.welcome.user ?? {};
    t.same((await ben.client.request('get-room-info')).data, {
      room_id: ben.welcome.room_id,
      // A guest that keeps no identity has a single ID.
      clients: [{ id: ben.id, username, ...(user !== ben.id && { user }) }],
    });
  });

  t.test('a client in another room is reported like one that never existed', async (t) => {
    const ada = await server.enter(t, server.newRoom());
    const elsewhere = await server.enter(t, server.newRoom());
    const nowhere = await server.enter(t);
    const told = async (receiver: string) => {
      const answer = await ada.client.request('offer', 'v=0', { receiver });
      t.match(answer, { type: 'error', sender: 'server', data: { code: 'unknown-receiver', of: 'offer' } });
      return JSON.stringify(answer.data).replaceAll(receiver, '<id>');
    };
    const stranger = await told(randomUUID());
    t.equal(await told(elsewhere.id), stranger);
    t.equal(await told(nowhere.id), stranger);
    await elsewhere.client.none('offer');
    await nowhere.client.none('offer');
    for (const receiver of [
      'nobody',
      'Server',
      'ground  control',
      'ROOM',
      'constructor',
      '__proto__',
      'server ',
    ]) {
      t.equal(await told(receiver), stranger, `'${receiver}' is not found`);
    }
  });

  t.test('a client that has left is not found', async (t) => {
    const [ada, ben] = await server.gather(t, server.newRoom(), 2);
    ben.client.send('bye');
    await ben.client.closed;
    await ada.client.next('room-info', ({ data }) => sameIds(data.clients, [ada.id]));
    const answer = await ada.client.request('offer', 'v=0', { receiver: ben.id });
    t.match(answer, { type: 'error', data: { code: 'unknown-receiver' } });
  });

  t.test('a room is for its members only, and does not reveal whether it exists', async (t) => {
    const ada = await server.enter(t, server.newRoom());
    const ben = await server.enter(t, server.newRoom());
    const room = ben.welcome.room_id as string;
    const told = async (roomId: string) => {
      const sent = await ada.client.request('text', text('hello?'), { receiver: `room/${roomId}` });
      t.match(sent, { type: 'error', data: { code: 'not-in-room', of: 'text' } });
      const asked = await ada.client.request('get-room-info', { room_id: roomId });
      t.match(asked, { type: 'error', data: { code: 'not-in-room', of: 'get-room-info' } });
      return JSON.stringify([sent.data, asked.data]).replaceAll(roomId, '<room>');
    };
    t.equal(await told(room), await told(server.newRoom()));
    await ben.client.none('text');
    t.match(await ada.client.request('greeting', 'x', { receiver: 'room/' }), {
      data: { code: 'not-in-room' },
    });
  });

  t.test('a client outside of any room cannot send to a room', async (t) => {
    const { client, id } = await server.enter(t);
    const refused = { type: 'error', sender: 'server', receiver: id, data: { code: 'not-in-room' } };
    t.match(await client.request('text', text('hello?'), { receiver: 'room' }), refused);
    t.match(await client.request('greeting', 'hello?', { receiver: 'room' }), refused);
    t.match(await client.request('get-room-info'), refused);
    t.match(await client.request('get-room-info', { room_id: 'blue' }), refused);
    t.match(await client.request('ping', 1), { type: 'pong' }, 'but the server answers');
    t.match(await client.request('get-ice-servers'), { type: 'ice-servers' });
    t.match(await client.request('profile', { username: 'Ada' }), { type: 'accepted' });
  });
});
