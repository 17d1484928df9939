import type { RoomMember, ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { atMost } from '../helpers/at-most.js';
import { sameIds } from '../helpers/client.js';
import { type Guest, type Target, target } from '../helpers/conformance.js';

const deltas = '?deltas=1';
const crowd = 40;

const enterMany = (t: Test, server: Target, room: string): Promise<Guest[]> =>
  Promise.all(Array.from({ length: crowd }, () => server.enter(t, room)));

const idsOf = (members: { id: string }[]): string[] => members.map(({ id }) => id).sort();

/** Reads messages of a type until they contain that many members. Returns the members and the number of messages. */
async function collect<M>(
  count: number,
  next: () => Promise<M[]>,
): Promise<{ named: M[]; messages: number }> {
  const named: M[] = [];
  let messages = 0;
  while (named.length < count) {
    named.push(...(await next()));
    messages += 1;
  }
  return { named, messages };
}

await target((server) => {
  t.test('new and present clients receive all members in complete lists', async (t) => {
    const room = server.newRoom();
    const ada = await server.enter(t, room);
    const alone = await ada.client.next('room-info', ({ receiver }) => receiver !== ada.id);
    t.match(alone, { sender: 'server', receiver: `room/${room}`, data: { room_id: room } });
    t.same(idsOf(alone.data.clients), [ada.id]);
    const ben = await server.enter(t, room);
    for (const { client } of [ada, ben]) {
      const list = await client.next('room-info', ({ data }) => sameIds(data.clients, [ada.id, ben.id]));
      const names = list.data.clients.map(({ username }) => username);
      t.ok(
        names.every((name) => /^Guest .{4}$/.test(name)),
        'a client without a name is called a guest',
      );
    }
  });

  t.test(
    'a silent client receives no list; the first one follows the reply to its first message',
    async (t) => {
      const room = server.newRoom();
      const ada = await server.enter(t, room);
      const silent = await server.connect(t, server.endpoint(room));
      const { id } = await silent.welcome();
      await ada.client.next('room-info', ({ data }) => sameIds(data.clients, [ada.id, id]));
      silent.send('pong');
      const ben = await server.enter(t, room);
      const everybody = [ada.id, ben.id, id];
      await ada.client.next('room-info', ({ data }) => sameIds(data.clients, everybody));
      t.match(await silent.request('ping', 1), { type: 'pong', receiver: id });
      await silent.next('room-info', ({ data }) => sameIds(data.clients, everybody));
      const types = silent.frames.map((frame) => JSON.parse(frame)).map(({ type }) => type);
      t.ok(types.indexOf('pong') < types.indexOf('room-info'), types.join(' '));
      const cleo = await server.enter(t, room);
      await silent.next('room-info', ({ data }) => sameIds(data.clients, [...everybody, cleo.id]));
    },
  );

  t.test('a client that leaves is removed from the list, however it leaves', async (t) => {
    const room = server.newRoom();
    const [ada, ben, cleo, dan] = await server.gather(t, room, 4);
    const left = (ids: string[]) => ada.client.next('room-info', ({ data }) => sameIds(data.clients, ids));
    ben.client.send('bye');
    t.ok(await left([ada.id, cleo.id, dan.id]), 'by bye');
    cleo.client.close();
    t.ok(await left([ada.id, dan.id]), 'by closing');
    dan.client.terminate();
    t.ok(await left([ada.id]), 'by dropping the connection');
  });

  server.webSocketTest(
    'many clients that join at once cause a few lists, and the last is complete',
    async (t) => {
      const room = server.newRoom();
      const ada = await server.enter(t, room);
      await ada.client.drain();
      const joining = performance.now();
      const guests = await enterMany(t, server, room);
      const all = [ada, ...guests].map(({ id }) => id);
      let lists = 1;
      while (!sameIds((await ada.client.next('room-info')).data.clients, all)) lists += 1;
      t.ok(lists <= atMost(joining, 250), `${crowd} joins, ${lists} lists`);
      for (const { client } of guests) {
        const sent = (await client.drain()).length;
        t.ok(sent <= atMost(joining, 250), `and ${sent} to a new client`);
      }
      const leaving = performance.now();
      for (const { client } of guests) client.send('bye');
      lists = 1;
      while (!sameIds((await ada.client.next('room-info')).data.clients, [ada.id])) lists += 1;
      t.ok(lists <= atMost(leaving, 250), `${crowd} leaving, ${lists} lists`);
    },
  );

  server.webSocketTest('a client that requests deltas receives each change once, in batches', async (t) => {
    const room = server.newRoom();
    const ada = await server.enter(t, room, deltas);
    const first = await ada.client.next('room-info', ({ receiver }) => receiver !== ada.id);
    t.match(first, { receiver: `room/${room}`, data: { room_id: room } }, 'a new client gets the list');
    t.same(idsOf(first.data.clients), [ada.id]);

    const joining = performance.now();
    const guests = await enterMany(t, server, room);
    const joined = await collect<RoomMember>(crowd, async () => {
      const message = await ada.client.next('client-joined');
      t.match(message, { sender: 'server', receiver: `room/${room}`, data: { room_id: room } });
      return message.data.clients;
    });
    t.same(idsOf(joined.named), idsOf(guests));
    t.ok(joined.messages <= atMost(joining, 50), `${crowd} joins, ${joined.messages} messages`);

    const renaming = performance.now();
    for (const { client, id } of guests) client.send('profile', { username: `Name ${id}` });
    const updated = await collect<RoomMember>(crowd, async () => {
      const { data } = await ada.client.next('client-updated');
      return data.clients;
    });
    t.same(idsOf(updated.named), idsOf(guests));
    t.ok(updated.named.every(({ id, username }) => username === `Name ${id}`));
    t.ok(updated.messages <= atMost(renaming, 50), `${crowd} names, ${updated.messages} messages`);

    const leaving = performance.now();
    guests.forEach(({ client }, i) => {
      if (i % 2 === 0) client.send('bye');
      else client.terminate();
    });
    const left = await collect<string>(crowd, async () => (await ada.client.next('client-left')).data.ids);
    t.same([...left.named].sort(), idsOf(guests));
    t.ok(left.messages <= atMost(leaving, 50), `${crowd} leaving, ${left.messages} messages`);
    t.same(await ada.client.drain(), [], 'and nothing else: no list, no repeats');
  });

  t.test('each client receives the form it requested', async (t) => {
    const room = server.newRoom();
    const plain = await server.enter(t, room);
    const changes = await server.enter(t, room, deltas);
    const both = [plain.id, changes.id];
    await plain.client.next('room-info', ({ data }) => sameIds(data.clients, both));
    const list = await changes.client.next('room-info', ({ receiver }) => receiver !== changes.id);
    t.same(idsOf(list.data.clients), [...both].sort(), 'the new client’s list is complete');
    const cleo = await server.enter(t, room, deltas);
    t.same(idsOf((await changes.client.next('client-joined')).data.clients), [cleo.id]);
    await plain.client.next('room-info', ({ data }) => sameIds(data.clients, [...both, cleo.id]));
    await cleo.client.next('room-info', ({ receiver }) => receiver !== cleo.id);
    cleo.client.send('profile', { username: 'Cleo' });
    t.match((await changes.client.next('client-updated')).data.clients, [{ id: cleo.id, username: 'Cleo' }]);
    t.match((await cleo.client.next('client-updated')).data.clients, [{ id: cleo.id, username: 'Cleo' }]);
    await plain.client.next('room-info', ({ data }) =>
      data.clients.some(({ username }) => username === 'Cleo'),
    );
    t.same(await changes.client.drain(), [], 'no lists for a client that requested deltas');
    t.same(await cleo.client.drain(), []);
    const types = new Set(plain.client.frames.map((frame) => (JSON.parse(frame) as ServerMessage).type));
    t.same(
      [...types].filter((type) => type.startsWith('client-')),
      [],
      'no deltas for a client that did not',
    );
  });

  t.test('every member receives the same bytes', async (t) => {
    const room = server.newRoom();
    const plain = await server.gather(t, room, 2);
    const changes = [await server.enter(t, room, deltas), await server.enter(t, room, deltas)];
    for (const { client, id } of changes) await client.next('room-info', ({ receiver }) => receiver !== id);
    for (const { client } of [...plain, ...changes]) await client.drain();
    plain[0].client.send('profile', { username: 'Ada' });
    const lists = plain.map(({ client }) =>
      client.nextFrame('room-info', ({ data }) => data.clients.some(({ username }) => username === 'Ada')),
    );
    t.equal(new Set(await Promise.all(lists)).size, 1);
    t.equal(
      new Set(await Promise.all(changes.map(({ client }) => client.nextFrame('client-updated')))).size,
      1,
    );
  });
});
