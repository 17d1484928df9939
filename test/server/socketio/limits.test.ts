import { connect as connectTcp } from 'node:net';
import t, { type Test } from 'tap';
import type { Options } from '../../../server/index.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, openSocketIo, type SocketIoClient } from '../../helpers/socket-io.js';

const start = (t: Test, options: Partial<Options> = {}) => startServer(t, { socketIo: true, ...options });

const message = (text: string) => ({ from: 'Ada', time: 1, text });

/** Nested arrays. */
const nested = (levels: number): unknown => (levels === 0 ? 0 : [nested(levels - 1)]);

t.test('a message is refused for its size, levels and attachments', async (t) => {
  const { url } = await start(t);
  const ada = await connectSocketIo(t, url, { query: { room: 'blue' } });
  t.match(await ada.request('greeting', 'x'.repeat(70_000)), { data: { code: 'too-large' } });
  t.match(await ada.request('greeting', Array(50_000).fill(0)), { data: { code: 'too-large' } });
  ada.socket.emit('ping', nested(40));
  t.match((await ada.next('error')).data, { code: 'bad-json', message: /nesting exceeds 32 levels/ });
  t.match(await ada.request('text', message('still here'), { receiver: 'room' }), { ok: true });
  const closed = ada.closed();
  ada.socket.emit('text', ...Array(5).fill(Buffer.alloc(10)));
  t.equal(await closed, 'transport close');
});

t.test('a client that sends too many invalid messages is disconnected for good', async (t) => {
  const { url } = await start(t, { refusals: 3 });
  const ada = await connectSocketIo(t, url);
  const closed = ada.closed();
  for (let count = 0; count < 5; count++) ada.socket.emit('no-such-type');
  t.match((await ada.next('close')).data, { code: 4500, name: 'abuse', reconnect: false });
  t.equal(await closed, 'io server disconnect');
});

t.test('messages have the rates of all clients', async (t) => {
  const { url } = await start(t, { chatRate: 0.001, chatBurst: 1 });
  const ada = await connectSocketIo(t, url, { query: { room: 'blue' } });
  t.match(await ada.request('text', message('one')), { ok: true });
  const answer = await ada.request('text', message('two'));
  t.match(answer, { ok: false, data: { code: 'rate-limited', retry_after_ms: Number } });
});

t.test('connections count toward the limits, also the sockets of further namespaces', async (t) => {
  const { url } = await start(t, { addressConnections: 2 });
  const ada = await connectSocketIo(t, url);
  const layout = (ada.socket.io as unknown as { socket(name: string): SocketIoClient['socket'] }).socket(
    '/bus',
  );
  await new Promise<void>((resolve) => layout.once('connect', resolve));
  const refused = openSocketIo(t, url);
  t.match(await refused.once('connect_error'), { message: 'xhr poll error', context: { status: 429 } });
  const direct = openSocketIo(t, url, { transports: ['websocket'] });
  t.match(await direct.once('connect_error'), { message: 'websocket error' });
});

t.test('a request body must arrive within the time limit', async (t) => {
  const { url } = await start(t, { messageTimeout: 0.2 });
  const ada = await connectSocketIo(t, url, { transports: ['polling'] });
  const { hostname, port } = new URL(url);
  const { id } = ada.socket.io.engine as unknown as { id: string };
  const closed = ada.closed();
  const socket = connectTcp(Number(port), hostname);
  socket.on('error', () => {});
  t.teardown(() => void socket.destroy());
  const path = `/socket.io/?EIO=4&transport=polling&sid=${id}`;
  socket.write(`POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 1000\r\n\r\n42["text`);
  t.match((await ada.next('close')).data, { code: 4005, name: 'incomplete', reconnect: true });
  await closed;
});

t.test('pages of other origins are refused unless they are allowed', async (t) => {
  const { url } = await start(t, { origins: ['https://app.example'] });
  const handshake = `${url}/socket.io/?EIO=4&transport=polling`;
  const of = (origin: string, method = 'GET') => fetch(handshake, { method, headers: { origin } });
  const refused = await of('https://other.example');
  t.equal(refused.status, 403);
  t.equal(refused.headers.get('access-control-allow-origin'), null);
  const allowed = await of('https://app.example');
  t.equal(allowed.status, 200);
  t.equal(allowed.headers.get('access-control-allow-origin'), 'https://app.example');
  t.equal(allowed.headers.get('access-control-allow-credentials'), 'true');
  const asked = await of('https://app.example', 'OPTIONS');
  t.equal(asked.status, 204);
  t.match(asked.headers.get('access-control-allow-headers'), /authorization/);
  const extraHeaders = { origin: 'https://other.example' };
  const client = openSocketIo(t, url, { extraHeaders, transports: ['websocket'] });
  t.match(await client.once('connect_error'), { message: 'websocket error' });
  await connectSocketIo(t, url, { extraHeaders: { origin: 'https://app.example' } });
});

t.test('a client without a valid token is refused, or disconnected after the time limit', async (t) => {
  const tokenSecret = 'a secret of the tests that is long enough';
  const { url } = await start(t, { tokenSecret });
  const ada = await connectSocketIo(t, url, { auth: { token: 'wrong' } });
  t.match((await ada.next('login')).data, { status: 'error' });
  t.match(await ada.request('text', message('hello')), { ok: false, data: { code: 'login-required' } });
  const hasty = await start(t, { tokenSecret, loginTimeout: 0.3 });
  const ben = await connectSocketIo(t, hasty.url, { auth: { token: 'wrong' } });
  t.match((await ben.next('close')).data, { name: 'login-timeout', reconnect: false });
});
