import { randomUUID } from 'node:crypto';
import type { ClientMessageType } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { TestClient } from '../helpers/client.js';
import { type Target, target } from '../helpers/conformance.js';

const ok = (type: string, address: string) => ({ type, sender: address, data: { ok: true } });
const refused = (code: string, of: string, rest: object = {}) => ({
  type: 'error',
  data: { code, of, ...rest },
});

/** A client outside of any room. */
async function comer(t: Test, server: Target): Promise<TestClient> {
  return (await server.enter(t)).client;
}

/** Clients that have joined a room of /layout or /bus under these names, one after the other. */
async function joined(t: Test, server: Target, at: '/layout' | '/bus', room: string, names: string[]) {
  const clients: TestClient[] = [];
  for (const name of names) {
    const client = await comer(t, server);
    t.match(await client.request(`${at} JOIN`, { room, name }), ok('JOIN', at));
    clients.push(client);
  }
  return clients;
}

await target((server) => {
  for (const at of ['/layout', '/bus'] as const) {
    t.test(`${at}: a notification reaches the others in the room, under the publisher's name`, async (t) => {
      const room = `living room ${randomUUID()}`;
      const [tv, tablet] = (await joined(t, server, at, room, ['tv', 'tablet'])) as [TestClient, TestClient];
      const [stranger] = (await joined(t, server, at, `${room}!`, ['phone'])) as [TestClient];
      for (const message of [{ show: 'clock' }, 'text', 7, null, [[]]]) {
        tv.send(`${at} NOTIFY`, { room, message });
        const event = await tablet.next(`${at} EVENT`);
        t.match(event, { receiver: `${at}/${room}`, data: { sender: 'tv', room, message } });
        t.type(event.seq, 'number', 'it has a position in the log of the room');
      }
      await tv.none();
      await stranger.none();
      t.match(await tv.request(`${at} NOTIFY`, { room, message: 1 }), {
        type: 'accepted',
        data: { of: 'NOTIFY' },
      });
    });

    t.test(`${at} JOIN: a second one changes the name; CLIENTS: the list of clients`, async (t) => {
      const room = randomUUID();
      const [tv, tablet] = (await joined(t, server, at, room, ['tv', 'tablet'])) as [TestClient, TestClient];
      const clients = async () => (await tablet.request(`${at} CLIENTS`, { room })).data;
      t.same(await clients(), { room, clients: ['tv', 'tablet'] });
      await tv.request(`${at} JOIN`, { room, name: 'screen' });
      t.same(await clients(), { room, clients: ['screen', 'tablet'] });
      await tv.request('profile', { username: 'Ann' });
      t.same(await clients(), { room, clients: ['screen', 'tablet'] }, 'whatever its name in other rooms');
      const first = (await tablet.request(`${at} CLIENTS`, { room, limit: 1 })).data;
      t.same(first, { room, clients: ['screen'], after: 1 }, 'in pages');
      const second = (await tablet.request(`${at} CLIENTS`, { room, limit: 1, after: 1 })).data;
      t.same(second, { room, clients: ['tablet'] });
      tablet.send(`${at} CLIENTS`, { room });
      t.match(
        await tablet.next(`${at} CLIENTS`),
        { sender: at },
        'without an id the type identifies the reply',
      );
      await tv.none();
      // Older clients also send their names.
      const leaving = { room, name: 'screen' };
      t.match(await tv.request(`${at} LEAVE`, leaving), ok('LEAVE', at));
      t.same(await clients(), { room, clients: ['tablet'] });
    });

    t.test(`${at}: a guest can give another name with a notification`, async (t) => {
      const room = randomUUID();
      const [tv, tablet] = (await joined(t, server, at, room, ['tv', 'tablet'])) as [TestClient, TestClient];
      tv.send(`${at} NOTIFY`, { room, message: 1, sender: ' layout  service ' });
      t.same((await tablet.next(`${at} EVENT`)).data, { sender: 'layout service', room, message: 1 });
      tv.send(`${at} NOTIFY`, { room, message: 2 });
      t.match(await tablet.next(`${at} EVENT`), { data: { sender: 'tv' } });
    });

    t.test(`${at}: rooms and names can have 256 characters`, async (t) => {
      const room = randomUUID().padEnd(256, '한');
      const name = 'n'.repeat(256);
      const [tv, tablet] = (await joined(t, server, at, room, [name, 'tablet'])) as [TestClient, TestClient];
      t.match(await tablet.request(`${at} CLIENTS`, { room }), { data: { room, clients: [name, 'tablet'] } });
      tv.send(`${at} NOTIFY`, { room, message: 1 });
      t.match(await tablet.next(`${at} EVENT`), {
        receiver: `${at}/${room}`,
        data: { room, sender: name },
      });
      for (const data of [
        { room: `${room}.`, name },
        { room, name: `${name}.` },
      ]) {
        t.match(await tv.request(`${at} JOIN`, data), refused('bad-data', 'JOIN'));
      }
    });

    t.test(`${at}: only for members`, async (t) => {
      const room = randomUUID();
      const client = await comer(t, server);
      for (const [type, data] of [
        ['NOTIFY', { room, message: 1 }],
        ['CLIENTS', { room }],
        ['LEAVE', { room }],
      ] as const) {
        t.match(
          await client.request(`${at} ${type}` as ClientMessageType, data),
          refused('not-in-room', type),
        );
      }
      t.match(await client.request('text', { from: 'a', time: 0, text: 'b' }, { receiver: `room/${at}/x` }), {
        data: { code: 'unknown-receiver' },
      });
    });

    t.test(`${at}: an id makes a repeat harmless, and without one there is no acknowledgment`, async (t) => {
      const room = randomUUID();
      const [tv, tablet] = (await joined(t, server, at, room, ['tv', 'tablet'])) as [TestClient, TestClient];
      const notify = () => tv.request(`${at} NOTIFY`, { room, message: 'once' }, { id: 'n' });
      t.same(await notify(), await notify());
      await tablet.next(`${at} EVENT`);
      const leave = () => tv.request(`${at} LEAVE`, { room }, { id: 'l' });
      t.same(await leave(), await leave());
      tv.send(`${at} JOIN`, { room, name: 'tv' });
      await tv.none();
      await tablet.none();
    });
  }

  t.test('rooms of different namespaces are separate, and a client can be in all of them', async (t) => {
    const room = randomUUID();
    const client = await comer(t, server);
    await client.request('/layout JOIN', { room, name: 'layout' });
    await client.request('/bus JOIN', { room, name: 'bus' });
    await client.request('/trigger JOIN', room);
    const [onBus] = (await joined(t, server, '/bus', room, ['other'])) as [TestClient];
    onBus.send('/bus NOTIFY', { room, message: 'by bus' });
    t.match(await client.next(), { receiver: `/bus/${room}`, data: { message: 'by bus' } });
    await client.none();
    t.match(await onBus.request('/layout CLIENTS', { room }), refused('not-in-room', 'CLIENTS'));
  });

  t.test('an oversized message is refused and reaches no client', async (t) => {
    const room = randomUUID();
    const [tv, tablet] = (await joined(t, server, '/layout', room, ['tv', 'tablet'])) as [
      TestClient,
      TestClient,
    ];
    await tv.request('/trigger JOIN', room);
    const data = 'x'.repeat(50_000);
    t.match(await tv.request('/layout NOTIFY', { room, message: data }), refused('too-large', 'NOTIFY'));
    for (const what of ['EVENTS', 'UPDATES', 'STATUS'] as const) {
      const answer = await tv.request(`/trigger BROADCAST_${what}`, { id: room, data });
      t.match(answer, refused('too-large', `BROADCAST_${what}`));
    }
    await tablet.none();
  });

  t.test('data can be a JSON string', async (t) => {
    const room = randomUUID();
    const [tv] = (await joined(t, server, '/layout', room, ['tv'])) as [TestClient];
    const old = await comer(t, server);
    const say = (type: string, data: unknown, id?: string) =>
      old.raw(JSON.stringify({ receiver: '/layout', type, data: JSON.stringify(data), id }));
    say('JOIN', { room, name: 'old one' }, 'j');
    t.match(await old.next('/layout JOIN'), { id: 'j', data: { ok: true } });
    say('NOTIFY', { room, message: { deep: ['x'] } });
    t.match((await tv.next('/layout EVENT')).data, { sender: 'old one', message: { deep: ['x'] } });
    say('NOTIFY', { room });
    t.match(await old.next('error'), refused('bad-data', 'NOTIFY', { pointer: '/message' }));
    say('NOTIFY', { room, message: JSON.parse('['.repeat(40) + ']'.repeat(40)) });
    t.match(await old.next('error'), refused('bad-json', 'NOTIFY'));
    old.raw(JSON.stringify({ receiver: '/layout', type: 'JOIN', data: 'no JSON' }));
    t.match(await old.next('error'), refused('bad-data', 'JOIN', { pointer: '' }));
  });

  t.test('an ID is used as it is written, even if it looks like JSON', async (t) => {
    const [client, other] = [await comer(t, server), await comer(t, server)];
    for (const id of [`${Math.floor(Math.random() * 1e15)}`, 'null', '"quoted"', '{"id":"x"}', '[', 'a/b']) {
      for (const each of [client, other])
        t.match(await each.request('/trigger JOIN', id), ok('JOIN', '/trigger'));
      other.send('/trigger BROADCAST_STATUS', { id, data: id });
      t.match(await client.next('/trigger STATUS'), { receiver: `/trigger/${id}`, data: id });
    }
  });

  t.test('/trigger: a broadcast reaches the other clients of that ID', async (t) => {
    const id = randomUUID();
    const [producer, player, stranger] = await Promise.all([0, 1, 2].map(() => comer(t, server)));
    if (!producer || !player || !stranger) throw new Error('expected three clients');
    for (const client of [producer, player]) {
      t.match(await client.request('/trigger JOIN', id), ok('JOIN', '/trigger'));
    }
    await stranger.request('/trigger JOIN', `${id}!`);
    producer.send('/trigger BROADCAST_EVENTS', { id, data: [{ at: 12 }] });
    t.match(await player.next('/trigger EVENTS'), { receiver: `/trigger/${id}`, data: [{ at: 12 }] });
    producer.raw(
      JSON.stringify({
        receiver: '/trigger',
        type: 'BROADCAST_UPDATES',
        data: JSON.stringify({ id, data: 1 }),
      }),
    );
    t.match(await player.next('/trigger UPDATES'), { data: 1 });
    producer.send('/trigger BROADCAST_STATUS', { id, data: null });
    t.match(await player.next('/trigger STATUS'), { data: null });
    await producer.none();
    await stranger.none();
    t.match(
      await stranger.request('/trigger BROADCAST_STATUS', { id, data: 1 }),
      refused('not-in-room', 'BROADCAST_STATUS'),
    );
    t.match(await producer.request('/trigger BROADCAST_UPDATES', { id, data: {} }), {
      type: 'accepted',
      data: { of: 'BROADCAST_UPDATES', seq: 4 },
    });
    t.match(await player.next('/trigger UPDATES'), { seq: 4 });
    t.match(await player.request('/trigger LEAVE', id), ok('LEAVE', '/trigger'));
    t.match(await player.request('/trigger LEAVE', id), refused('not-in-room', 'LEAVE'));
    for (const type of ['/trigger JOIN', '/trigger LEAVE'] as const) player.send(type, id);
    await player.none();
    producer.send('/trigger BROADCAST_EVENTS', { id, data: [] });
    await producer.none();
    await player.none();
  });

  t.test('a namespace accepts its own types at its own address only', async (t) => {
    const client = await comer(t, server);
    const elsewhere = (type: ClientMessageType, receiver: string) =>
      client.request(type, { room: 'x', name: 'y' } as never, { receiver });
    t.match(await elsewhere('/layout JOIN', '/nowhere'), refused('unknown-type', 'JOIN'));
    t.match(await elsewhere('/layout JOIN', 'server'), refused('unknown-type', 'JOIN'));
    t.match(await elsewhere('/layout NOTIFY', '/trigger'), refused('unknown-type', 'NOTIFY'));
    t.match(await elsewhere('/layout JOIN', '/layout/x'), refused('bad-envelope', 'JOIN'));
    t.match(await elsewhere('get-room-info', '/layout'), refused('unknown-type', 'get-room-info'));
  });

  t.test('a resumed client is still in its rooms and receives missed messages', async (t) => {
    const room = randomUUID();
    const [tv] = (await joined(t, server, '/layout', room, ['tv'])) as [TestClient];
    const lost = await server.connect(t, server.endpoint(undefined, '?login=1'));
    const login = await lost.request('login', { protocol: '1.2' });
    const ticket = (login.data as { data: { reconnectionTicket: string } }).data.reconnectionTicket;
    await lost.request('/layout JOIN', { room, name: 'tablet' });
    tv.send('/layout NOTIFY', { room, message: 'before' });
    const { seq = 0 } = await lost.next('/layout EVENT');
    lost.terminate();
    await tv.request('/layout NOTIFY', { room, message: 'missed' });
    const back = await server.connect(t, server.endpoint(undefined, '?login=1'));
    const log = `/layout/${room}`;
    const resumed = await back.request('relogin', { ticket, seen: { [log]: seq } });
    t.match(resumed.data, {
      status: 'ok',
      recovered: true,
      logs: { [log]: { recovered: true, seq: seq + 1 } },
      data: { messages: [{ type: 'EVENT', receiver: log, seq: seq + 1, data: { message: 'missed' } }] },
    });
    back.send('/layout NOTIFY', { room, message: 'here again' });
    t.match((await tv.next('/layout EVENT')).data, { sender: 'tablet', message: 'here again' });
    back.send('ack', { [log]: seq + 1 });
    await back.none('/layout EVENT');
  });
});
