import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { Options } from '../../../server/index.js';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const key = 'the-key-of-the-tests';

/** A server and a function that calls its API. */
async function start(t: Test, options: Partial<Options> = {}) {
  const server = await startServer(t, { apiKey: key, ...options });
  const call = async (method: string, path: string, body?: unknown, shown: string | undefined = key) => {
    const answer = await fetch(`${server.url}/api${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(shown && { authorization: `Bearer ${shown}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, data: text === '' ? undefined : JSON.parse(text) };
  };
  const login = async (path: string, data: object = {}) => {
    const client = await connect(t, server.wsUrl(`${path}?login=1`));
    return { client, answer: (await client.request('login', data)).data };
  };
  return { ...server, call, login };
}

t.test('a room is created, shown, changed and deleted', async (t) => {
  const { call, login } = await start(t);
  const settings = { room_id: '물리-1', title: 'Physics', public: true, max: 2, speech: 'presenters' };
  const made = await call('POST', '/rooms', { ...settings, password: 'sesame', owner: 'kim' });
  const room = { ...settings, locked: true, count: 0, owner: 'kim', created: Number };
  t.match(made, { status: 201, data: { room } });
  t.notOk('password' in made.data.room);
  const path = `/rooms/${encodeURIComponent('물리-1')}`;
  t.same(await call('GET', path), { status: 200, data: { ...made.data, clients: [] } });
  t.match(await call('POST', '/rooms', settings), { status: 409, data: { code: 'conflict' } });

  t.match((await login(path.replace('/rooms', '/room').concat('/ws'))).answer, { code: 'forbidden' });
  const { client, answer } = await login(`${path.replace('/rooms', '/room')}/ws`, { password: 'sesame' });
  t.match(answer, { status: 'ok', data: { role: 'viewer' } });
  t.match(await call('PATCH', path, { title: '', password: null, max: null, speech: 'everyone' }), {
    status: 200,
    data: { room: { room_id: '물리-1', title: '', locked: false, speech: 'everyone', count: 1 } },
  });
  t.match((await client.next('room-settings', ({ data }) => data.title === '')).data, { speech: 'everyone' });
  t.same(await call('DELETE', path), { status: 204, data: undefined });
  t.equal((await client.closed).code, 4503);
  for (const method of ['GET', 'DELETE']) t.equal((await call(method, path)).status, 404, method);
  t.equal((await call('PATCH', path, {})).status, 404);
});

t.test('without a key, clients can only list the public rooms', async (t) => {
  const { call } = await start(t);
  for (const [room_id, isPublic] of [
    ['one', true],
    ['two', false],
    ['three', true],
  ] as const) {
    await call('POST', '/rooms', { room_id, public: isPublic, owner: 'kim', password: 'sesame' });
  }
  const all = await call('GET', '/rooms');
  t.match(all.data.rooms, [
    { room_id: 'one', owner: 'kim', created: Number },
    { room_id: 'two' },
    { room_id: 'three' },
  ]);
  const listed = { title: '', public: true, locked: true, speech: 'everyone', count: 0 };
  t.same((await call('GET', '/rooms', undefined, '')).data, {
    rooms: [
      { room_id: 'one', ...listed },
      { room_id: 'three', ...listed },
    ],
    login: 'optional',
  });
  const newest = await call('GET', '/rooms?limit=2');
  t.match(newest.data.rooms, [{ room_id: 'two' }, { room_id: 'three' }]);
  t.match((await call('GET', `/rooms?limit=2&before=${newest.data.before}`)).data, {
    rooms: [{ room_id: 'one' }],
  });
  t.match(await call('GET', '/rooms?limit=many'), { status: 400, data: { pointer: '/limit' } });
  for (const [method, path] of [
    ['POST', '/rooms'],
    ['GET', '/rooms/one'],
    ['PATCH', '/rooms/one'],
    ['DELETE', '/rooms/one'],
    ['DELETE', '/clients/x'],
  ] as const) {
    t.equal((await call(method, path, undefined, '')).status, 401, `${method} ${path}`);
  }
  t.equal(
    (await call('GET', '/rooms', undefined, 'wrong')).status,
    401,
    'a wrong key is refused even where none is required',
  );
});

t.test('invalid requests are refused with the place of the error', async (t) => {
  const { call } = await start(t);
  for (const [body, pointer] of [
    [{ room_id: 'a/b' }, '/room_id'],
    [{ room_id: 'class_1' }, '/room_id'],
    [{ max: '3' }, '/max'],
    [{ password: 'abc' }, '/password'],
    [{ color: 'blue' }, '/color'],
    [[], ''],
  ] as const) {
    t.match(await call('POST', '/rooms', body), { status: 400, data: { code: 'bad-data', pointer } });
  }
  await call('POST', '/rooms', { room_id: 'blue' });
  t.match(await call('PATCH', '/rooms/blue', { room_id: 'red' }), {
    status: 400,
    data: { pointer: '/room_id' },
  });
});

t.test('if the server has no API key, only the public rooms are available', async (t) => {
  const { call } = await start(t, { apiKey: '' });
  t.same(await call('GET', '/rooms', undefined, ''), { status: 200, data: { rooms: [], login: 'optional' } });
  t.match(await call('POST', '/rooms', {}), { status: 404, data: { message: /set apiKey or apiKeys/ } });
});

t.test('a client is removed permanently', async (t) => {
  const { call, login } = await start(t);
  const { client, answer } = await login('/room/blue/ws', { protocol: '1.2' });
  const { id, reconnectionTicket: ticket } = (answer as { data: { id: string; reconnectionTicket: string } })
    .data;
  t.match(await call('DELETE', `/clients/${id}`, { why: 'x' }), { status: 400 });
  t.same(await call('DELETE', `/clients/${id}`, { reason: 'the lesson is over' }), {
    status: 204,
    data: undefined,
  });
  t.match((await client.next('drop')).data, { reason: 'the lesson is over' });
  t.equal((await client.closed).code, 4503);
  t.equal((await call('DELETE', `/clients/${id}`)).status, 404);
  const back = await connect(t, client.socket.url);
  t.match(await back.request('relogin', ticket), { data: { status: 'error', code: 'not-found' } });
});

t.test('with tokens, grants decide who can create and join rooms', async (t) => {
  const { call, login } = await start(t, { tokenSecret: 'a secret of the tests that is long enough' });
  const tokenOf = async (claims: object) => (await call('POST', '/tokens', claims)).data.token as string;
  const kim = await tokenOf({ sub: 'kim', grants: { rooms: ['blue'], create: true } });
  const { client } = await login('/ws', { token: kim });
  const settings = { room_id: 'blue', speech: 'presenters', password: 'sesame' } as const;
  t.match(await client.request('create-room', settings), { data: { room: { own: true } } });
  t.match((await login('/room/blue/ws', { token: kim })).answer, {
    status: 'ok',
    data: { role: 'presenter' },
  });
  const ann = await tokenOf({ sub: 'ann', role: 'viewer', grants: { rooms: ['blue'] } });
  t.match((await login('/room/blue/ws', { token: ann })).answer, { code: 'forbidden', pointer: '/password' });
  t.match((await login('/room/blue/ws', { token: ann, password: 'sesame' })).answer, {
    data: { role: 'viewer' },
  });
  const { client: bob } = await login('/ws', {
    token: await tokenOf({ sub: 'bob', grants: { rooms: ['*'] } }),
  });
  t.match(await bob.request('create-room', {}), { data: { code: 'forbidden' } });
  const eve = await tokenOf({ sub: 'eve' });
  const refused = (await login('/room/blue/ws', { token: eve, password: 'sesame' })).answer;
  t.match(refused, { code: 'forbidden', data: /token does not grant access/ });
  t.match((await login('/ws', { token: await tokenOf({ sub: 'eve', room: 'class_1' }) })).answer, {
    code: 'forbidden',
  });
});

t.test('a permission to create rooms does not open rooms that the token does not grant', async (t) => {
  const { call, login } = await start(t, { tokenSecret: 'a secret of the tests that is long enough' });
  const tokenOf = async (claims: object) => (await call('POST', '/tokens', claims)).data.token as string;
  const token = await tokenOf({ sub: 'kim', grants: { create: true } });
  const { client } = await login('/ws', { token });
  for (const room_id of ['staff', 'cafe\u0301'])
    t.match(await client.request('create-room', { room_id }), { data: { code: 'forbidden' } });
  t.match((await login('/room/staff/ws', { token })).answer, { code: 'forbidden' });
  const made = await client.request('create-room', {});
  const { room } = (made as ServerMessage<'create-room'>).data;
  t.match(
    (await login(`/room/${room.room_id}/ws`, { token })).answer,
    { status: 'ok' },
    'a room of their own',
  );
});

t.test('a room that others are in gets no owner, in whatever encoding of its ID', async (t) => {
  const { login } = await start(t);
  await login(`/room/${encodeURIComponent('caf\u00e9')}/ws`, {});
  const { client } = await login('/ws', {});
  t.match(await client.request('create-room', { room_id: 'cafe\u0301' }), { data: { code: 'conflict' } });
});

t.test('a full room does not use up a single-use token', async (t) => {
  const { call, login } = await start(t, { tokenSecret: 'a secret of the tests that is long enough' });
  await call('POST', '/rooms', { room_id: 'blue', max: 1 });
  const tokenOf = async (sub: string) =>
    (await call('POST', '/tokens', { sub, room: 'blue', once: true })).data.token as string;
  const [ann, bob] = [await tokenOf('ann'), await tokenOf('bob')];
  const { client } = await login('/ws', { token: ann });
  t.match((await login('/ws', { token: bob })).answer, { code: 'full' });
  await client.request('logout');
  await client.closed;
  t.match((await login('/ws', { token: bob })).answer, { status: 'ok' });
});

t.test('settings survive a restart, and reserved places do as well', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const before = await start(t, { data });
  await before.call('POST', '/rooms', { room_id: 'blue', max: 1, password: 'sesame' });
  const { answer } = await before.login('/room/blue/ws', { protocol: '1.2', password: 'sesame' });
  const { id, reconnectionTicket: ticket } = (answer as { data: { id: string; reconnectionTicket: string } })
    .data;
  await before.server.close({ spread: 0 });
  const after = await start(t, { data });
  t.match(await after.call('GET', '/rooms/blue'), { data: { room: { max: 1, locked: true } } });
  t.match((await after.login('/room/blue/ws')).answer, { code: 'forbidden' });
  const back = await connect(t, after.wsUrl('/room/blue/ws?login=1'));
  t.match(await back.request('relogin', { ticket }), { data: { status: 'ok', id } });
  t.match((await back.request('get-room-info')).data, { clients: [{ id }] });
  t.match((await after.login('/room/blue/ws', { password: 'sesame' })).answer, { code: 'full' });
  const kept =
    readFileSync(join(data, 'lectern.db'), 'latin1') + readFileSync(join(data, 'lectern.db-wal'), 'latin1');
  t.notMatch(kept, /sesame/, 'the password is returned nowhere');
  t.match(kept, /scrypt\$16384/);
});
