import type { LoggedIn } from 'lectern-protocol';
import t from 'tap';
import { apiKey, callApi } from '../../helpers/api.js';
import { connect } from '../../helpers/client.js';
import { Target } from '../../helpers/conformance.js';
import { resume } from '../../helpers/nodes.js';
import { enter, make, owner } from '../../helpers/owned-room.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';

t.test('rooms with clients are listed in pages, and their clients too', async (t) => {
  const server = await startServer(t, { apiKey });
  const visit = async (room: string) => {
    const client = await connect(t, server.wsUrl(`/room/${room}/ws?deltas=1`), { protocols: ['lectern'] });
    const { id, user } = await client.welcome();
    await client.next('room-info');
    return { id, user: user?.id };
  };
  const people = [await visit('blue'), await visit('blue'), await visit('red')];
  await callApi(server, 'POST', '/rooms', { room_id: 'red', title: 'Primes', owner: 'kim' });
  await callApi(server, 'POST', '/rooms', { room_id: 'empty' });
  const blue = { room_id: 'blue', count: 2 };
  const red = { room_id: 'red', count: 1, title: 'Primes', owner: 'kim', locked: false };
  const first = await callApi(server, 'GET', '/rooms?live=true&limit=1');
  t.same(first, { status: 200, data: { rooms: [blue], after: 'blue' } });
  const rest = await callApi(server, 'GET', '/rooms?live=true&limit=1&after=blue');
  t.match(rest.data, { rooms: [red], after: undefined });
  t.match(await callApi(server, 'GET', '/rooms?live=yes'), { status: 400, data: { pointer: '/live' } });
  t.equal((await fetch(`${server.url}/api/rooms?live=true`)).status, 401, 'also beside the public list');

  const inBlue = people.slice(0, 2).map((each) => ({ ...each, role: 'presenter', username: String }));
  inBlue.sort((a, b) => (a.id < b.id ? -1 : 1));
  t.match(await callApi(server, 'GET', '/rooms/blue'), {
    status: 200,
    data: { room: blue, clients: inBlue },
  });
  t.match(await callApi(server, 'GET', `/rooms/blue?limit=1&after=${inBlue[0]?.id}`), {
    data: { room: blue, clients: [{ id: inBlue[1]?.id }], after: undefined },
  });
  t.match(await callApi(server, 'GET', '/rooms/empty'), { data: { room: { count: 0 }, clients: [] } });
  t.equal((await callApi(server, 'GET', '/rooms/nowhere')).status, 404);
});

t.test('a room shows how well its clients are connected', async (t) => {
  const server = await startServer(t, { apiKey, heartbeatInterval: 1 });
  const client = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  t.match((await client.request('login', {})).data, { status: 'ok' });
  const { id, data } = await client.next('ping');
  client.send('pong', data, id === undefined ? {} : { id });
  // Answered after the pong was handled.
  await client.request('get-room-info');
  const connection = { transport: 'websocket', round_trip_ms: Number, queued_bytes: Number };
  t.match((await callApi(server, 'GET', '/rooms/blue')).data, { clients: [{ connection }] });
});

t.test('the operator mutes, bans and readmits users, and closes a room', async (t) => {
  const server = await startServer(t, { apiKey });
  const target = new Target(server.url);
  const { client: ann, roomId, userId: owns } = await make(t, target);
  const ben = await owner(t, target);
  const { client } = await enter(t, target, roomId, {}, ben.token);
  const path = `/rooms/${roomId}`;
  const user = ben.userId;

  t.equal((await callApi(server, 'POST', `${path}/stop-media`, { media: 'microphone', user })).status, 204);
  t.match(await client.next('stop-media'), {
    receiver: String,
    data: { room_id: roomId, media: 'microphone', by: 'the server administrator', except: undefined },
  });
  await callApi(server, 'POST', `${path}/stop-media`, { media: 'screen', by: 'Ms. Lee' });
  t.match(await client.next('stop-media'), {
    receiver: `room/${roomId}`,
    data: { media: 'screen', by: 'Ms. Lee', except: [] },
  });
  const nobody = { media: 'camera', user: 'nobody' };
  t.match(await callApi(server, 'POST', `${path}/stop-media`, nobody), { status: 404 });
  t.match(await callApi(server, 'POST', `${path}/stop-media`, {}), { status: 400 });
  t.match(await callApi(server, 'POST', '/rooms/nowhere/stop-media', { media: 'camera' }), { status: 404 });

  t.equal((await callApi(server, 'POST', `${path}/bans`, { user })).status, 204);
  t.match(await client.next('drop'), {
    data: { reason: 'the server administrator has removed you from the room' },
  });
  await client.closed;
  t.match((await enter(t, target, roomId, {}, ben.token)).data, { removed_from: 'room' });
  t.match(await callApi(server, 'POST', `${path}/bans`, { user: owns }), { status: 403 });
  t.equal((await callApi(server, 'POST', '/rooms/nowhere/bans', { user })).status, 204, 'also in advance');
  t.match(await callApi(server, 'GET', `${path}/bans`), {
    data: { bans: [{ user, username: String, created: Number }], before: undefined },
  });
  t.equal((await callApi(server, 'DELETE', `${path}/bans/${user}`)).status, 204);
  const back = await enter(t, target, roomId, {}, ben.token);
  t.match(back.data, { status: 'ok' });
  t.match(await ann.request('get-removed', { room_id: roomId }), { data: { users: [] } });

  t.equal((await callApi(server, 'POST', `${path}/close`, { reason: 'good night' })).status, 204);
  t.match(await back.client.next('drop'), { data: { reason: 'good night' } });
  t.equal((await back.client.closed).code, 4503);
  t.match((await enter(t, target, roomId, {}, ben.token)).data, { status: 'ok' }, 'its settings remain');
  t.match(await callApi(server, 'POST', '/rooms/nowhere/close'), { status: 404 });
  t.match((await callApi(server, 'GET', '/audit')).data?.entries, [
    {
      action: 'stop-media',
      by: { key: 'apiKey' },
      target: { id: user },
      detail: `microphone in room ${roomId}`,
    },
    { action: 'stop-media', by: { key: 'apiKey' }, target: undefined, detail: `screen in room ${roomId}` },
    { action: 'ban', target: { id: user }, detail: `room ${roomId}` },
    { action: 'ban', target: { id: user }, detail: 'room nowhere' },
    { action: 'lift-ban', target: { id: user }, detail: `room ${roomId}` },
    { action: 'close-room', target: { id: roomId }, detail: 'good night' },
  ]);
});

t.test('a user is banned from a room without settings, and cannot become its owner', async (t) => {
  const server = await startServer(t, { apiKey });
  const target = new Target(server.url);
  const room = target.newRoom();
  const [ann, ben] = [await owner(t, target), await owner(t, target)];
  const entered = await enter(t, target, room, {}, ben.token);
  t.match(entered.data, { status: 'ok' });
  const user = ben.userId;
  const path = `/rooms/${room}/bans`;
  t.same((await callApi(server, 'GET', path)).data, { bans: [] });
  t.equal((await callApi(server, 'POST', path, { user })).status, 204);
  t.equal((await entered.client.closed).code, 4503);
  t.match((await enter(t, target, room, {}, ben.token)).data, { code: 'forbidden', removed_from: 'room' });
  const { data: refused } = await ben.client.request('create-room', { room_id: room });
  t.match(refused, { code: 'forbidden', removed_from: 'room' });
  t.match((await enter(t, target, room, {}, ann.token)).data, { status: 'ok' }, 'others can join');
  t.match(await ann.client.request('create-room', { room_id: room }), { type: 'create-room' });
  const readmitted = await ann.client.request('readmit-user', { room_id: room, user });
  t.match(readmitted.data, { code: 'forbidden', message: /the server administrator has banned this user/ });
  t.match((await callApi(server, 'GET', path)).data, { bans: [{ user, username: String }] });
  t.equal((await callApi(server, 'DELETE', `${path}/${user}`)).status, 204);
  t.match((await enter(t, target, room, {}, ben.token)).data, { status: 'ok' });
  t.match(await callApi(server, 'POST', '/rooms/lecture_1/bans', { user }), {
    status: 400,
    data: { pointer: '/id', message: /remove the member from the class/ },
  });
});

t.test('the operator moves a client to another room', async (t) => {
  const server = await startServer(t, { apiKey, tokenSecret: 'a secret of 32 characters or more' });
  const grants = { rooms: ['team-*'] };
  const { data: signed } = await callApi(server, 'POST', '/tokens', { sub: 'ben', name: 'Ben', grants });
  const logIn = async (room: string) => {
    const client = await connect(t, server.wsUrl(`/room/${room}/ws?login=1&deltas=1`));
    const { data } = await client.request('login', { token: `${signed?.token}`, protocol: '1.2' });
    return { client, data };
  };
  const { client, data } = await logIn('team-1');
  const { id, reconnectionTicket: ticket = '' } = (data as LoggedIn).data;
  const move = (body: object, whom = id) => callApi(server, 'POST', `/clients/${whom}/move`, body);
  for (const room_id of ['lecture_1', '/bus/a', undefined]) {
    t.match(await move({ room_id }), { status: 400, data: { code: 'bad-data' } });
  }
  t.match(await move({ room_id: 'team-2', reason: 'x'.repeat(257) }), { status: 400 });
  t.match(await move({ room_id: 'team-2' }, 'nobody'), { status: 404 });
  t.match(await move({ room_id: 'staff' }), { status: 403, data: { message: /another token/ } });
  const banned = await logIn('team-3');
  t.equal((await callApi(server, 'POST', '/rooms/team-3/bans', { user: 'ben' })).status, 204);
  await banned.client.closed;
  t.match(await move({ room_id: 'team-3' }), { status: 409, data: { message: /lift the ban/ } });

  t.equal((await move({ room_id: 'team-2', reason: 'you work in group 2' })).status, 204);
  const order = await client.next('change-room');
  t.match(order, {
    sender: 'server',
    receiver: id,
    seq: Number,
    data: { room_id: 'team-2', reason: 'you work in group 2' },
  });
  // Nothing that was refused has arrived before.
  t.equal(client.frames.filter((frame) => frame.includes('"change-room"')).length, 1);

  await callApi(server, 'POST', '/rooms', { room_id: 'team-4', entry: 'closed' });
  t.match((await logIn('team-4')).data, { code: 'forbidden', entry: 'closed' });
  client.terminate();
  t.equal((await move({ room_id: 'team-4' })).status, 204);
  t.match((await logIn('team-4')).data, { status: 'ok' }, 'the user was admitted');
  const back = await resume(t, server, ticket, { direct: order.seq ?? 0 });
  t.match(
    back.data.messages.filter(({ type }) => type === 'change-room'),
    [{ data: { room_id: 'team-4', reason: undefined } }],
    'the message waits for a client that reconnects',
  );
  const { data: audit } = await callApi(server, 'GET', '/audit');
  const entries = audit?.entries as { action: string }[];
  t.match(
    entries.filter(({ action }) => action === 'move-client'),
    [
      { by: { key: 'apiKey' }, target: { id: 'ben' }, detail: 'to room team-2: you work in group 2' },
      { by: { key: 'apiKey' }, target: { id: 'ben' }, detail: 'to room team-4' },
    ],
  );
});

t.test('muting in a lecture is in the log of its class', async (t) => {
  const server = await startServer(t, { apiKey });
  const { teacher, lecture, roomId } = await startLecture(t, new Target(server.url), 0);
  await callApi(server, 'POST', `/rooms/${roomId}/stop-media`, { media: 'camera' });
  t.match(await teacher.client.next('stop-media'), { data: { room_id: roomId, except: [] } });
  t.match((await callApi(server, 'GET', `/audit?class=${lecture.classUuid}`)).data?.entries, [
    { action: 'stop-media', by: { key: 'apiKey' }, lecture: { id: lecture.lectureId }, detail: 'camera' },
  ]);

  t.match(await callApi(server, 'GET', '/lectures'), { status: 200, data: { lectures: [] } });
  await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
  const shown = {
    id: lecture.lectureId,
    name: 'Numbers',
    class: lecture.classUuid,
    title: 'Algebra',
    clients: 1,
  };
  t.match((await callApi(server, 'GET', '/lectures')).data, { lectures: [shown] });
});
