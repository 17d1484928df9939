import t, { type Test } from 'tap';
import type { Options } from '../../../server/index.js';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const key = 'the-key-of-the-tests';

async function start(t: Test, options: Partial<Options> = { apiKey: key }) {
  const server = await startServer(t, options);
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, data: await answer.json() };
  };
  return { ...server, post };
}

t.test('a published message reaches every client in the room', async (t) => {
  const { wsUrl, post } = await start(t);
  const client = await connect(t, wsUrl('/room/blue/ws'));
  await client.request('get-room-info');
  const path = '/api/rooms/blue/messages';
  const goal = { name: 'goal', data: { team: 'blue' } };
  t.same(await post(path, goal), { status: 201, data: { room_id: 'blue', seq: 1 } });
  t.match(await client.next('event'), { sender: 'server', receiver: 'room/blue', seq: 1, data: goal });
  t.same(await post(path, { name: 'level', data: 3, durable: false }), {
    status: 202,
    data: { room_id: 'blue' },
  });
  const level = await client.next('event');
  t.same(level.data, { name: 'level', data: 3 });
  t.notOk('seq' in level, 'a volatile message has no position in the log');
});

t.test('the room of a namespace is addressed by its path', async (t) => {
  const { wsUrl, post } = await start(t);
  const client = await connect(t, wsUrl('/ws'));
  await client.request('/layout JOIN', { room: 'r', name: 'n' });
  await post(`/api/rooms/${encodeURIComponent('/layout/r')}/messages`, { name: 'hello' });
  t.match(await client.next('event'), { sender: '/layout', receiver: '/layout/r', data: { name: 'hello' } });
});

t.test('an Idempotency-Key makes a repeated request harmless', async (t) => {
  const { wsUrl, post } = await start(t);
  const client = await connect(t, wsUrl('/room/blue/ws'));
  await client.request('get-room-info');
  const send = (name: string, id: string, more = {}) =>
    post('/api/rooms/blue/messages', { name, ...more }, { 'idempotency-key': id });
  t.same(await send('goal', 'g1'), await send('goal', 'g1'));
  t.match(await send('goal', 'g2'), { data: { seq: 2 } });
  await client.next('event');
  await client.next('event');
  await client.none('event');
  t.match(await send('goal', 'with space'), { status: 400, data: { code: 'bad-data' } });
  t.match(await send('goal', 'g3', { durable: false }), { status: 400, data: { pointer: '/durable' } });
});

t.test('publishing requires the key and a valid body', async (t) => {
  const { post } = await start(t);
  const path = '/api/rooms/blue/messages';
  t.match(await post(path, { data: 1 }), { status: 400, data: { code: 'bad-data', pointer: '/name' } });
  t.match(await post(path, { name: 'x' }, { authorization: 'Bearer other' }), {
    status: 401,
    data: { code: 'login-required' },
  });
  const open = await start(t, {});
  t.match(await open.post(path, { name: 'x' }), { status: 404, data: { code: 'not-found' } });
});

t.test('/bus-message sends to the screens of a room', async (t) => {
  for (const options of [{}, { apiKey: key }]) {
    const { url, wsUrl, post } = await start(t, options);
    const room = `거실 ${'🛋'.repeat(253)}`;
    const path = `/bus-message/${encodeURIComponent(room)}`;
    const screen = await connect(t, wsUrl('/ws'));
    const outsider = await connect(t, wsUrl('/ws'));
    await screen.request('/bus JOIN', { room, name: 'tv' });
    await outsider.request('/layout JOIN', { room, name: 'tv' });
    for (const message of [{ show: 'clock' }, 'text', null]) {
      t.same(await post(path, message), { status: 200, data: { ok: true } });
      t.match(await screen.next('/bus EVENT'), {
        sender: '/bus',
        receiver: `/bus/${room}`,
        data: { sender: 'POST', room, message },
      });
    }
    t.equal((await post('/bus-message/nobody', 1)).status, 200);
    await outsider.none('/layout EVENT');
    const without = await fetch(url + path, {
      method: 'POST',
      body: '1',
      headers: { 'content-type': 'application/json' },
    });
    t.equal(without.status, options.apiKey === undefined ? 200 : 401);
  }
});

t.test('pages of other origins cannot post to /bus-message', async (t) => {
  for (const options of [{}, { apiKey: key }]) {
    const { url, wsUrl } = await start(t, options);
    const screen = await connect(t, wsUrl('/ws'));
    await screen.request('/bus JOIN', { room: 'r', name: 'tv' });
    const post = async (headers: Record<string, string>, body: string | null = '1') => {
      const authorization = `Bearer ${key}`;
      const answer = await fetch(`${url}/bus-message/r`, {
        method: 'POST',
        body,
        headers: { authorization, ...headers },
      });
      return answer.status;
    };
    // Browsers send these types, and no type, without asking first.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/plain; application/json'])
      t.equal(await post({ 'content-type': type }), 415, type);
    t.equal(await post({}, null), 415, 'no body');
    await screen.none('/bus EVENT');
    const json = 'application/json; charset=utf-8';
    t.equal(await post({ 'content-type': json, origin: url }), 200);
    const foreign = await post({ 'content-type': json, origin: 'https://evil.example' });
    t.equal(foreign, options.apiKey === undefined ? 403 : 200);
  }
});

t.test('with tokens, /bus-message requires the key', async (t) => {
  const tokenSecret = 'a secret of the tests that is long enough';
  const closed = await start(t, { tokenSecret });
  t.match(await closed.post('/bus-message/r', 1), { status: 404, data: { code: 'not-found' } });
  const open = await start(t, { tokenSecret, apiKey: key });
  t.equal((await open.post('/bus-message/r', 1)).status, 200);
  t.equal((await open.post('/bus-message/r', 1, { authorization: 'Bearer other' })).status, 401);
});
