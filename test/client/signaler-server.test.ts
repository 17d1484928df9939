import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { roomUrl } from '#client/room-url.js';
import { Signaler, type SignalerEvents } from '#client/signaler.js';
import type { SignalerOptions } from '#client/signaler-options.js';
import { validate } from '#client/validation.js';
import { startServer } from '../helpers/server.js';

function next<Name extends keyof SignalerEvents>(
  signaler: Signaler,
  name: Name,
  fits: (value: SignalerEvents[Name]) => boolean = () => true,
): Promise<SignalerEvents[Name]> {
  return new Promise((resolve) => {
    const stop = signaler.on(name, (value) => {
      if (!fits(value)) return;
      stop();
      resolve(value);
    });
  });
}

async function visit(t: Test, url: string, options: SignalerOptions = {}): Promise<Signaler> {
  const reconnect = { base: 20, max: 100 };
  const signaler = new Signaler(roomUrl(url, 'blue'), { reconnect, validate, ...options });
  t.teardown(() => signaler.close());
  signaler.on('malformed', ({ fault, type }) => t.fail(`${type}: ${fault}`));
  const list = next(signaler, 'room-info');
  signaler.connect();
  await list;
  return signaler;
}

t.test('joins a room of a real server with other clients and sends signals to them', async (t) => {
  const { url } = await startServer(t, { stunUrls: ['stun:stun.example.org'] });
  const ada = await visit(t, url);
  const joined = next(ada, 'client-joined');
  const bo = await visit(t, url);
  t.match((await joined).data, { room_id: 'blue', clients: [{ id: bo.id }] });

  const updated = next(ada, 'client-updated');
  t.match(await bo.request('profile', { username: 'Bo' }), { type: 'accepted', data: { of: 'profile' } });
  t.match((await updated).data.clients, [{ id: bo.id, username: 'Bo' }]);
  t.match(
    (await ada.request('get-room-info')).data.clients.map(({ username }) => username),
    [/^Guest/, 'Bo'],
  );
  t.match((await ada.request('get-ice-servers')).data, [{ urls: ['stun:stun.example.org'] }]);
  t.type(await ada.ping(), 'number');

  const texts = Promise.all([next(ada, 'text'), next(bo, 'text')]);
  await ada.request('text', { from: 'Ada', time: 1, text: 'hello' }, { receiver: 'room' });
  t.match(await texts, [
    { sender: ada.id, receiver: 'room/blue', data: { text: 'hello' } },
    { sender: ada.id, receiver: 'room/blue', data: { text: 'hello' } },
  ]);

  const offered = next(bo, 'offer');
  ada.send('offer', { type: 'offer', sdp: 'v=0\r\n', attempt: 1 }, bo.id);
  t.match(await offered, { sender: ada.id, receiver: bo.id, data: { type: 'offer', attempt: 1 } });
  await t.rejects(ada.request('offer', 'v=0\r\n', { receiver: 'nobody' }), { code: 'unknown-receiver' });
  await t.rejects(ada.request('profile', { username: ' ' }), { code: 'bad-data' });

  const left = next(ada, 'client-left');
  const gone = bo.id;
  bo.close();
  t.same((await left).data, { room_id: 'blue', ids: [gone] });
});

t.test('receives complete lists if it does not request deltas', async (t) => {
  const { url } = await startServer(t);
  const ada = await visit(t, url, { deltas: false });
  ada.on('client-joined', () => t.fail('deltas were not requested'));
  const list = next(ada, 'room-info', ({ data }) => data.clients.length === 2);
  await visit(t, url);
  await list;
});

t.test('answers the heartbeat, so the server keeps the connection', async (t) => {
  const { url } = await startServer(t, { heartbeatInterval: 0.05, heartbeatTimeout: 0.05 });
  const ada = await visit(t, url);
  for (let beat = 0; beat < 5; beat++) await next(ada, 'ping');
  t.equal(ada.state.name, 'open');
});

t.test('reconnects to a restarted server as a new client', async (t) => {
  const { url, server } = await startServer(t);
  const ada = await visit(t, url);
  const before = ada.id;
  const lost = next(ada, 'state', ({ name }) => name === 'waiting');
  await server.close({ spread: 0 });
  t.match(await lost, { close: { code: 4000, name: 'shutdown', reason: /retry_after_ms=/ } });
  const open = next(ada, 'state', ({ name }) => name === 'open');
  await startServer(t, { port: Number(new URL(url).port) });
  await open;
  t.ok(ada.id);
  t.not(ada.id, before);
});

t.test('a room’s password: without it the room is reported as locked', async (t) => {
  const { url } = await startServer(t);
  const signaler = new Signaler(new URL('/ws', url));
  t.teardown(() => signaler.close());
  signaler.connect();
  await next(signaler, 'state', ({ name }) => name === 'open');
  await signaler.request('create-room', { room_id: 'blue', password: 'open sesame', max: 1 });
  const locked = new Signaler(roomUrl(url, 'blue'));
  locked.connect();
  t.match(await next(locked, 'state', ({ name }) => name === 'closed'), {
    refused: { code: 'forbidden', pointer: '/password', message: /log in with it/ },
  });
  for (const code of ['forbidden', 'forbidden', 'rate-limited', 'rate-limited']) {
    const wrong = new Signaler(roomUrl(url, 'blue'), { password: 'open barley' });
    wrong.connect();
    t.match(await next(wrong, 'state', ({ name }) => name === 'closed' || name === 'waiting'), {
      name: 'closed',
      refused: { code, pointer: '/password', message: /wrong password/ },
    });
  }
  const ada = await visit(t, url, { password: 'open sesame' });
  t.equal(ada.state.name, 'open');

  const bo = new Signaler(roomUrl(url, 'blue'), {
    password: 'open sesame',
    reconnect: { base: 20, max: 50 },
  });
  t.teardown(() => bo.close());
  bo.connect();
  t.match(await next(bo, 'state', ({ name }) => name === 'waiting'), { refused: { code: 'full' } });
  const open = next(bo, 'state', ({ name }) => name === 'open');
  ada.close();
  await open;
  t.pass('it joins as soon as there is a place');
});

t.test('a client whose connection the server never accepts says why instead of trying forever', async (t) => {
  const { url } = await startServer(t);
  const cases = [
    ['/room/a%2Fb/ws', {}, { code: 'bad-data', httpStatus: 400, message: /invalid room id/ }],
    ['/ws', { origin: 'https://evil.example' }, { code: 'forbidden', httpStatus: 403, message: /--origins/ }],
  ] as const;
  const { fetch } = globalThis;
  t.teardown(() => {
    globalThis.fetch = fetch;
  });
  for (const [path, headers, refused] of cases) {
    // Browsers set the Origin of both requests.
    class WithOrigin extends WebSocket {
      constructor(address: string | URL, protocols?: string[]) {
        super(address, protocols ?? [], { headers });
      }
    }
    globalThis.fetch = (input, init) => fetch(input, { ...init, headers });
    const signaler = new Signaler(new URL(path, url.replace('http', 'ws')), { WebSocket: WithOrigin });
    t.teardown(() => signaler.close());
    const closed = next(signaler, 'state', ({ name }) => name === 'closed');
    signaler.connect();
    t.match(await closed, { name: 'closed', refused });
  }
});
