import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginData, ProgrammeRoom } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { startServerProcess } from '../../helpers/server-process.js';

const room = 'blue';
const receiver = '/programme/final';

interface Member {
  client: TestClient;
  id: string;
  ticket: string;
}

/** A data folder that outlives its servers. */
function dataFolder(t: Test): string {
  const data = mkdtempSync(join(tmpdir(), 'lectern-namespaces-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

/** A client in rooms of the same name in /layout, /bus and /lobby that also watches a programme's chat rooms. */
async function enter(t: Test, url: string, keepTime = 30): Promise<Member> {
  const client = await connect(t, `${url}/ws?login=1`);
  const login = { protocol: '1.2', reconnection: { keepTime } } as const;
  const { data } = (await client.request('login', login)).data as { data: LoginData };
  for (const at of ['/layout', '/bus'] as const) await client.request(`${at} JOIN`, { room, name: data.id });
  await client.request('/lobby JOIN', room);
  await client.request('/programme enter', undefined, { receiver });
  return { client, id: data.id, ticket: data.reconnectionTicket ?? '' };
}

async function comeBack(t: Test, url: string, { id, ticket }: Member) {
  const client = await connect(t, `${url}/ws?login=1`);
  const { data } = (await client.request('relogin', { ticket, seen: {} })) as unknown as {
    data: { id: string; recovered: boolean; data: { ticket: string; messages: { type: string }[] } };
  };
  t.equal(data.id, id);
  const { ticket: next, messages } = data.data;
  return { client, id, ticket: next, recovered: data.recovered, missed: messages.map(({ type }) => type) };
}

/** Requests a new ticket, which is issued once everything before it is saved. */
async function keep(member: Member): Promise<void> {
  const { data } = await member.client.request('refreshReconnectionTicket');
  member.ticket = (data as { data: string }).data;
}

/** Creates a chat room with all of them in it. */
async function meet([maker, ...others]: readonly [Member, ...Member[]], max: number): Promise<string> {
  const made = await maker.client.request('/programme createRoom', { title: 'Goals', max }, { receiver });
  const { roomId } = made.data as { roomId: string };
  for (const { client } of others) await client.request('/programme joinRoom', { roomId }, { receiver });
  return roomId;
}

const rooms = async ({ client }: Pick<Member, 'client'>) =>
  (await client.request('/programme loadRooms', undefined, { receiver })).data as ProgrammeRoom[];

async function checkMembers(t: Test, { client }: Pick<Member, 'client'>, roomId: string, members: Member[]) {
  const ids = members.map(({ id }) => id).sort();
  for (const at of ['/layout', '/bus'] as const) {
    const { clients } = (await client.request(`${at} CLIENTS`, { room })).data as { clients: string[] };
    t.same(clients.sort(), ids, at);
  }
  const users = (await client.request('/programme loadUsers', { roomId }, { receiver })).data;
  t.same((users as { id: string }[]).map(({ id }) => id).sort(), ids, 'the chat room');
  t.match(await rooms({ client }), [{ roomId, count: ids.length }]);
}

t.test('after a crash the rooms contain the resumed clients only', async (t) => {
  const data = dataFolder(t);
  const before = await startServerProcess({ LECTERN_DATA: data });
  const [ann, bob, cleo] = [
    await enter(t, before.url),
    await enter(t, before.url),
    await enter(t, before.url),
  ];
  const roomId = await meet([ann, bob, cleo], 3);
  await Promise.all([ann, bob, cleo].map(keep));
  await before.stop();
  const { url, stop } = await startServerProcess({ LECTERN_DATA: data });
  t.teardown(stop);
  const stranger = await enter(t, url);
  t.same(await rooms(stranger), [], 'absent clients are not kept forever');
  const ann2 = await comeBack(t, url, ann);
  t.notOk(ann2.recovered);
  t.match(await stranger.client.next('/programme addRoom'), { data: { roomId, max: 3, count: 1 } });
  const peers = await ann2.client.next('/lobby PEERS', ({ data }) => data.length > 0);
  t.same(peers.data, [stranger.id]);
  await ann2.client.drain();
  const bob2 = await comeBack(t, url, bob);
  t.match(await ann2.client.next('/programme joinRoom'), { data: { id: bob.id } });
  t.same((await ann2.client.next('/lobby JOINED')).data, bob.id);
  t.match(await stranger.client.next('/programme count'), { data: { roomId, count: 2 } });
  await stranger.client.request('/layout LEAVE', { room });
  await stranger.client.request('/bus LEAVE', { room });
  await checkMembers(t, bob2, roomId, [ann, bob]);
  // Another client has taken the place of the late one.
  t.match(await stranger.client.request('/programme joinRoom', { roomId }, { receiver }), {
    data: { result: true },
  });
  const cleo2 = await comeBack(t, url, cleo);
  t.match(await cleo2.client.next('/programme loadRooms'), { data: [{ roomId, count: 3, max: 3 }] });
  t.match(await cleo2.client.request('/programme leaveRoom', { roomId }, { receiver }), {
    data: { code: 'not-in-room' },
  });
  t.match((await cleo2.client.request('/layout CLIENTS', { room })).data, { clients: { length: 3 } });
});

t.test(
  'after a restart nobody has left except clients that do not resume before their time ends',
  async (t) => {
    const data = dataFolder(t);
    const before = await startServer(t, { data });
    const [ann, bob] = [await enter(t, before.url), await enter(t, before.url)];
    const cleo = await enter(t, before.url, 0.5);
    const roomId = await meet([ann, bob, cleo], 3);
    // From the new room, or from a later count.
    await ann.client.next(
      undefined,
      ({ type, data }) => ['addRoom', 'count'].includes(type) && (data as ProgrammeRoom).count === 3,
    );
    const seen = ann.client.frames.flatMap((frame) => JSON.parse(frame)).filter(({ seq }) => seq);
    ann.client.send('ack', Object.fromEntries(seen.map(({ receiver, seq }) => [receiver, seq])));
    await ann.client.drain();
    await before.server.close({ spread: 0 });
    const { url } = await startServer(t, { data });
    const ann2 = await comeBack(t, url, ann);
    t.ok(ann2.recovered);
    t.same(
      ann2.missed.filter((type) => type !== 'leaveRoom'),
      [],
      'she has not seen resumed clients leave',
    );
    const [listed] = (await ann2.client.next('/programme loadRooms')).data;
    if (listed?.count === 3) await ann2.client.next('/programme count', ({ data }) => data.count === 2);
    await checkMembers(t, ann2, roomId, [ann, bob]);
    await comeBack(t, url, bob);
    await checkMembers(t, ann2, roomId, [ann, bob]);
    await ann2.client.none('/programme joinRoom');
    await ann2.client.none('/programme addRoom');
    await ann2.client.none('/lobby JOINED');
  },
);
