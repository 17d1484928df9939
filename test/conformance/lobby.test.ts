import { randomUUID } from 'node:crypto';
import type { ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { type Guest, type Target, target } from '../helpers/conformance.js';

const refused = (code: string, of: string) => ({ type: 'error', data: { code, of } });

/** Clients in a lobby that know about each other; their queues are empty. */
async function meet(t: Test, server: Target, lobby: string, count: number): Promise<Guest[]> {
  const guests: Guest[] = [];
  while (guests.length < count) {
    const guest = await server.enter(t);
    await guest.client.request('/lobby JOIN', lobby);
    for (const { client } of guests) await client.next('/lobby JOINED', ({ data }) => data === guest.id);
    guests.push(guest);
  }
  await Promise.all(guests.map(({ client }) => client.drain()));
  return guests;
}

type Trio = [Guest, Guest, Guest];

await target((server) => {
  t.test('JOIN: the new client receives the list, and all members receive the new client', async (t) => {
    const lobby = randomUUID();
    const [ann, bob] = (await meet(t, server, lobby, 2)) as [Guest, Guest];
    const cleo = await server.enter(t);
    cleo.client.send('/lobby JOIN', lobby, { id: 'j' });
    t.match(await cleo.client.next(), { type: 'PEERS', sender: '/lobby', data: [ann.id, bob.id] });
    t.match(await cleo.client.next(), { type: 'JOINED', data: cleo.id });
    t.same(await cleo.client.next(), {
      sender: '/lobby',
      receiver: cleo.id,
      type: 'JOIN',
      data: { ok: true },
      id: 'j',
    });
    for (const { client } of [ann, bob]) {
      t.match(await client.next('/lobby JOINED'), { receiver: `/lobby/${lobby}`, data: cleo.id });
    }
    t.same((await cleo.client.request('/lobby JOIN', lobby, { id: 'j' })).data, { ok: true }, 'a repeat');
    await ann.client.none();
  });

  t.test('JOIN: a client is in one lobby only', async (t) => {
    const [ann, bob] = (await meet(t, server, randomUUID(), 2)) as [Guest, Guest];
    t.match(await ann.client.request('/lobby JOIN', randomUUID()), refused('conflict', 'JOIN'));
    t.match(await ann.client.request('/lobby LEAVE', randomUUID()), refused('not-in-room', 'LEAVE'));
    await bob.client.none();
  });

  t.test('LEAVE, a closed and a lost connection: the others receive LEFT', async (t) => {
    const lobby = randomUUID();
    const [ann, bob, cleo] = (await meet(t, server, lobby, 3)) as Trio;
    t.match(await bob.client.request('/lobby LEAVE', lobby, { id: 'l' }), {
      type: 'LEAVE',
      data: { ok: true },
    });
    t.match(await ann.client.next('/lobby LEFT'), { receiver: `/lobby/${lobby}`, data: bob.id });
    await bob.client.none();
    t.match(await bob.client.request('/lobby LEAVE', lobby), refused('not-in-room', 'LEAVE'));
    t.match(await bob.client.request('/lobby JOIN', lobby), { data: { ok: true } }, 'and can join again');
    cleo.client.terminate();
    t.match(await ann.client.next('/lobby LEFT'), { data: cleo.id });
    bob.client.close();
    t.match(await ann.client.next('/lobby LEFT'), { data: bob.id });
  });

  t.test('BROADCAST: every client in the lobby receives MESSAGE', async (t) => {
    const lobby = randomUUID();
    const [ann, bob] = (await meet(t, server, lobby, 2)) as [Guest, Guest];
    const [stranger] = (await meet(t, server, randomUUID(), 1)) as [Guest];
    t.match(await ann.client.request('/lobby BROADCAST', { message: { ready: true } }, { id: 'b' }), {
      type: 'accepted',
      data: { of: 'BROADCAST', seq: 1 },
    });
    for (const { client } of [ann, bob]) {
      t.match(await client.next('/lobby MESSAGE'), {
        receiver: `/lobby/${lobby}`,
        seq: 1,
        data: { from: ann.id, message: { ready: true } },
      });
    }
    ann.client.raw(JSON.stringify({ receiver: '/lobby', type: 'BROADCAST', data: '{"message":"as text"}' }));
    t.match(await bob.client.next('/lobby MESSAGE'), { data: { message: 'as text' } });
    await stranger.client.none();
    const { client: nobody } = await server.enter(t);
    t.match(await nobody.request('/lobby BROADCAST', { message: 1 }), refused('not-in-room', 'BROADCAST'));
  });

  t.test('RTCSIGNAL: to one client of the lobby, with its sender', async (t) => {
    const lobby = randomUUID();
    const [ann, bob, cleo] = (await meet(t, server, lobby, 3)) as Trio;
    const signal = { to: bob.id, sdp: { type: 'offer', sdp: 'v=0' }, more: [1] };
    ann.client.send('/lobby RTCSIGNAL', { ...signal, from: cleo.id });
    t.match(await bob.client.next(), {
      type: 'RTCSIGNAL',
      sender: '/lobby',
      receiver: bob.id,
      data: { ...signal, from: ann.id },
    });
    await cleo.client.none();
    ann.client.raw(
      JSON.stringify({ receiver: '/lobby', type: 'RTCSIGNAL', data: JSON.stringify(signal), id: 's' }),
    );
    t.match(await ann.client.next(), { type: 'accepted', id: 's', data: { of: 'RTCSIGNAL' } });
    t.match(await bob.client.next('/lobby RTCSIGNAL'), { data: { ...signal, from: ann.id } });
    const large = { to: bob.id, more: 'x'.repeat(62_000) };
    t.match(await ann.client.request('/lobby RTCSIGNAL', large), refused('too-large', 'RTCSIGNAL'));
    const broadcast = { message: 'x'.repeat(50_000) };
    t.match(await ann.client.request('/lobby BROADCAST', broadcast), refused('too-large', 'BROADCAST'));
    await bob.client.none();
    const [stranger] = (await meet(t, server, randomUUID(), 1)) as [Guest];
    for (const to of [stranger.id, randomUUID()]) {
      t.match(
        await ann.client.request('/lobby RTCSIGNAL', { to }),
        refused('unknown-receiver', 'RTCSIGNAL'),
        'the same reply for a client elsewhere and a nonexistent one',
      );
    }
    await stranger.client.none();
  });

  t.test('signals of rooms also reach clients in the same lobby', async (t) => {
    const [ann, bob] = (await meet(t, server, randomUUID(), 2)) as [Guest, Guest];
    ann.client.send('offer', { type: 'offer', sdp: 'v=0' }, { receiver: bob.id });
    t.match(await bob.client.next('offer'), { sender: ann.id });
  });

  t.test('a resumed client is still in the lobby and receives the list and missed messages', async (t) => {
    const lobby = randomUUID();
    const [ann] = (await meet(t, server, lobby, 1)) as [Guest];
    const lost = await server.connect(t, server.endpoint(undefined, '?login=1'));
    const { data } = (await lost.request('login', { protocol: '1.2' })) as ServerMessage<'login'>;
    const ticket = (data as { data: { reconnectionTicket: string } }).data.reconnectionTicket;
    await lost.request('/lobby JOIN', lobby);
    const { data: lostId } = await ann.client.next('/lobby JOINED');
    lost.terminate();
    const signal = { to: lostId, sdp: { type: 'offer', sdp: 'v=0' } };
    t.match(await ann.client.request('/lobby RTCSIGNAL', signal), { type: 'accepted' });
    await ann.client.request('/lobby BROADCAST', { message: 'missed' });
    await ann.client.next('/lobby MESSAGE');
    const bob = await server.enter(t);
    await bob.client.request('/lobby JOIN', lobby);
    const back = await server.connect(t, server.endpoint(undefined, '?login=1'));
    const resumed = await back.request('relogin', { ticket, seen: {} });
    t.match(resumed.data, {
      status: 'ok',
      recovered: true,
      data: { messages: { length: 2 } },
    });
    const { messages } = (resumed.data as unknown as { data: { messages: ServerMessage[] } }).data;
    for (const missed of [
      { type: 'RTCSIGNAL', data: { ...signal, from: ann.id } },
      { type: 'MESSAGE', data: { message: 'missed' } },
    ]) {
      t.match(
        messages.find(({ type }) => type === missed.type),
        missed,
      );
    }
    t.same((await back.next('/lobby PEERS')).data, [ann.id, bob.id]);
    await ann.client.none('/lobby LEFT');
  });
});
