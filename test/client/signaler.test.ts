import { getEventListeners, once } from 'node:events';
import { closes } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { RequestError } from '#client/request-error.js';
import { Signaler } from '#client/signaler.js';
import type { SignalerOptions } from '#client/signaler-options.js';
import { validate } from '#client/validation.js';
import { fakeServer, ManualClock, reaches, welcome } from './support.js';

async function setup(t: Test, options: SignalerOptions = {}) {
  const server = await fakeServer(t);
  const clock = new ManualClock();
  const signaler = new Signaler(server.url, { clock, random: () => 0.5, ...options });
  t.teardown(() => signaler.close());
  const open = async () => {
    signaler.connect();
    const connection = await server.accept();
    connection.send('welcome', welcome('c1', 'blue'));
    await reaches(signaler, 'open');
    return connection;
  };
  return { server, clock, signaler, open };
}

/** Resolves when the signaler has handled all earlier messages of the connection. */
async function settled(
  signaler: Signaler,
  connection: Awaited<ReturnType<Awaited<ReturnType<typeof setup>>['open']>>,
) {
  const heard = new Promise<void>((resolve) => {
    const stop = signaler.on('greeting', () => {
      stop();
      resolve();
    });
  });
  connection.send('greeting', 'settled');
  await heard;
}

t.test('changes from idle over connecting to open, and requests deltas', async (t) => {
  const { server, signaler } = await setup(t);
  signaler.on('text', () => t.fail('no message precedes the welcome'));
  const seen: string[] = [];
  signaler.on('state', ({ name }) => seen.push(name));
  t.equal(signaler.state.name, 'idle');
  t.equal(signaler.send('ping'), false);
  signaler.connect();
  signaler.connect();
  const connection = await server.accept();
  t.equal(connection.path, '/room/blue/ws?deltas=1&login=1');
  t.equal(signaler.id, undefined);
  connection.send('text', { from: '', time: 1, text: 'before the welcome' });
  connection.send('welcome', welcome('c1', 'blue'));
  const { welcome: data } = await reaches(signaler, 'open');
  t.same(data, welcome('c1', 'blue'));
  t.equal(signaler.id, 'c1');
  t.same(seen, ['connecting', 'open']);
});

t.test('requests complete lists if configured', async (t) => {
  const { server, signaler } = await setup(t, { deltas: false });
  signaler.connect();
  t.equal((await server.accept()).path, '/room/blue/ws?login=1');
});

t.test('refuses an invalid URL', (t) => {
  t.throws(() => new Signaler('blue'), TypeError);
  t.end();
});

t.test('sends to an address and receives typed messages', async (t) => {
  const { signaler, open } = await setup(t);
  const connection = await open();
  t.equal(signaler.send('text', { from: 'Ada', time: 1, text: 'hello' }, 'room'), true);
  t.same(await connection.receive(), {
    type: 'text',
    receiver: 'room',
    data: { from: 'Ada', time: 1, text: 'hello' },
  });
  const heard: string[] = [];
  signaler.on('message', ({ type }) => heard.push(`any ${type}`));
  const stop = signaler.on('text', ({ data }) => heard.push(data.text));
  connection.send('text', { from: 'Ada', time: 1, text: 'one' });
  await settled(signaler, connection);
  stop();
  connection.send('text', { from: 'Ada', time: 1, text: 'two' });
  await settled(signaler, connection);
  t.same(heard, ['any text', 'one', 'any greeting', 'any text', 'any greeting']);
});

t.test('a request resolves to the reply with its id', async (t) => {
  const { signaler, open } = await setup(t);
  const connection = await open();
  const first = signaler.request('get-ice-servers');
  const second = signaler.request('get-ice-servers');
  const [one, two] = [await connection.receive(), await connection.receive()];
  t.not(one.id, two.id);
  connection.send('ice-servers', [{ urls: ['stun:two'] }], { id: two.id });
  connection.send('ice-servers', [{ urls: ['stun:one'] }], { id: one.id });
  t.same((await first).data, [{ urls: ['stun:one'] }]);
  t.same((await second).data, [{ urls: ['stun:two'] }]);
});

t.test('a request rejects with the error, a timeout, an abort or a lost connection', async (t) => {
  const { signaler, open, clock } = await setup(t);
  await t.rejects(signaler.request('ping'), { code: 'disconnected' });
  const connection = await open();

  const refused = signaler.request('profile', { username: ' ' });
  const { id } = await connection.receive();
  connection.send('error', { code: 'bad-data', message: 'no', pointer: '/username' }, { id });
  const data = { code: 'bad-data', message: 'no', pointer: '/username' } as const;
  await t.rejects(refused, new RequestError('bad-data', 'no', data));

  const late = signaler.request('ping', 1, { timeout: 50 });
  const { id: lateId } = await connection.receive();
  clock.advance(50);
  await t.rejects(late, { code: 'timeout' });
  connection.send('pong', 1, { id: lateId });

  const abort = new AbortController();
  const aborted = signaler.request('ping', 2, { signal: abort.signal });
  abort.abort();
  await t.rejects(aborted, { code: 'aborted' });
  t.equal(getEventListeners(abort.signal, 'abort').length, 0);
  await t.rejects(signaler.request('ping', 3, { signal: abort.signal }), { code: 'aborted' });

  const cut = signaler.request('ping', 4);
  connection.socket.close(4002);
  await t.rejects(cut, { code: 'disconnected', message: closes['too-slow'].meaning });
});

t.test('an aborted request is not sent', async (t) => {
  const { signaler, open } = await setup(t);
  const connection = await open();
  await t.rejects(signaler.request('ping', 1, { signal: AbortSignal.abort() }), { code: 'aborted' });
  signaler.send('greeting', 'next');
  t.equal((await connection.receive()).type, 'greeting');
});

t.test('ping returns the round-trip time', async (t) => {
  const { signaler, open, clock } = await setup(t);
  const connection = await open();
  const trip = signaler.ping();
  const { id, type } = await connection.receive();
  t.equal(type, 'ping');
  clock.advance(42);
  connection.send('pong', undefined, { id });
  t.equal(await trip, 42);
});

t.test("answers the server's pings, and a limited number of those of clients", async (t) => {
  const { signaler, open, clock } = await setup(t);
  const connection = await open();
  connection.send('ping', { sent: 1 });
  t.match(await connection.receive(), { type: 'pong', receiver: 'server', data: { sent: 1 } });
  connection.send('ping', 1, { sender: 'c2' });
  connection.send('ping', 2, { sender: 'c2' });
  connection.send('ping', 3);
  t.match(await connection.receive(), { type: 'pong', receiver: 'c2', data: 1 });
  t.match(await connection.receive(), { type: 'pong', receiver: 'server', data: 3 });
  clock.advance(500);
  connection.send('ping', 4, { sender: 'c2' });
  t.match(await connection.receive(), { type: 'pong', receiver: 'c2', data: 4 });
  t.equal(signaler.state.name, 'open');
});

t.test('drops and reports invalid messages', async (t) => {
  const { signaler, open } = await setup(t);
  const connection = await open();
  const faults: string[] = [];
  signaler.on('malformed', ({ type, fault }) => faults.push(`${type}: ${fault}`));
  signaler.on('message', ({ type }) => t.equal(type, 'greeting'));
  for (const frame of ['{', 'null', '[]', '{"type":1}', '{"type":"text"}']) connection.socket.send(frame);
  connection.socket.send(Buffer.from('{}'), { binary: true });
  connection.send('toString', {});
  connection.send('offer', undefined);
  await settled(signaler, connection);
  t.match(faults, [
    /not JSON/,
    /no envelope/,
    /no envelope/,
    /no envelope/,
    /no sender/,
    /not a text frame/,
    /toString: unknown type/,
    /offer: data breaks type/,
  ]);
});

t.test("validates the server's own messages if it has a validator", async (t) => {
  const { signaler, open } = await setup(t, { validate });
  const connection = await open();
  const malformed = new Promise((resolve) => signaler.on('malformed', resolve));
  signaler.on('room-info', ({ data }) => t.same(data.clients, []));
  connection.send('room-info', { room_id: 'blue' });
  connection.send('room-info', { room_id: 'blue', clients: [] });
  t.match(await malformed, { type: 'room-info', fault: "data must have required property 'clients'" });
  await settled(signaler, connection);
});

t.test('a listener that throws does not stop the others', async (t) => {
  const { signaler, open } = await setup(t);
  const connection = await open();
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
  signaler.on('text', () => {
    throw new Error('mine');
  });
  const heard = new Promise((resolve) => signaler.on('text', resolve));
  connection.send('text', { from: '', time: 1, text: 'hello' });
  t.match(await heard, { data: { text: 'hello' } });
  t.match(await thrown, { message: 'mine' });
});

t.test(
  'waits longer after each failure, with full jitter, and starts over after a good connection',
  async (t) => {
    const { server, signaler, open, clock } = await setup(t, { reconnect: { base: 100, max: 300 } });
    let connection = await open();
    const waits: number[] = [];
    for (let failure = 0; failure < 4; failure++) {
      connection.socket.terminate();
      const { attempt, close } = await reaches(signaler, 'waiting');
      t.equal(attempt, failure);
      t.equal(close.code, 1006);
      waits.push(clock.next ?? -1);
      clock.advance(clock.next ?? 0);
      connection = await server.accept();
      connection.send('welcome', welcome(`c${failure}`));
      await reaches(signaler, 'open');
    }
    t.same(waits, [50, 100, 150, 150]);
    clock.advance(5_000);
    connection.socket.terminate();
    t.equal((await reaches(signaler, 'waiting')).attempt, 0);
    t.equal(clock.next, 50);
  },
);

t.test('follows the hint of a server that shuts down', async (t) => {
  const { signaler, open, clock } = await setup(t);
  const connection = await open();
  connection.socket.close(4000, 'retry_after_ms=7300');
  const { close, retryAt } = await reaches(signaler, 'waiting');
  t.match(close, {
    code: 4000,
    name: 'shutdown',
    reason: 'retry_after_ms=7300',
    meaning: closes.shutdown.meaning,
  });
  t.equal(clock.next, 7300);
  t.ok(retryAt > Date.now());
});

t.test('connect() while waiting connects immediately', async (t) => {
  const { server, signaler, open } = await setup(t);
  const connection = await open();
  connection.socket.close(1001);
  await reaches(signaler, 'waiting');
  signaler.connect();
  await server.accept();
});

for (const code of [1000, 1002, 1008, 4500, 4777]) {
  t.test(`does not reconnect after ${code} until connect() is called`, async (t) => {
    const { server, signaler, open, clock } = await setup(t);
    const connection = await open();
    connection.socket.close(code, 'because');
    t.match((await reaches(signaler, 'closed')).close, { code, reason: 'because' });
    t.equal(clock.next, undefined);
    signaler.connect();
    await server.accept();
  });
}

for (const code of [1001, 1011, 1012, 4003, 4321]) {
  t.test(`reconnects after ${code}`, async (t) => {
    const { signaler, open } = await setup(t);
    const connection = await open();
    connection.socket.close(code);
    t.equal((await reaches(signaler, 'waiting')).close.code, code);
  });
}

t.test('gives up a silent connection and keeps a responsive one', async (t) => {
  const { signaler, open, clock } = await setup(t);
  const connection = await open();
  clock.advance(22_999);
  connection.send('ping', 1);
  await connection.receive();
  clock.advance(22_999);
  t.equal(signaler.state.name, 'open');
  clock.advance(1);
  t.match(signaler.state, { name: 'waiting', close: { code: 1006, reason: /no message within 23000 ms/ } });
});

t.test('gives up an upgrade without welcome', async (t) => {
  const { server, signaler, clock } = await setup(t, { requestTimeout: 3_000 });
  signaler.connect();
  const connection = await server.accept();
  const upgraded = new Promise((resolve) => signaler.on('malformed', resolve));
  connection.socket.send('no welcome');
  await upgraded;
  clock.advance(3_000);
  t.match(signaler.state, { name: 'waiting', close: { reason: /no answer/ } });
  connection.send('welcome', welcome('too late'));
  await once(connection.socket, 'close');
  t.equal(signaler.state.name, 'waiting');
});

t.test('reconnects after the server was unreachable', async (t) => {
  const clock = new ManualClock();
  const signaler = new Signaler('ws://127.0.0.1:1/ws', { clock });
  t.teardown(() => signaler.close());
  signaler.connect();
  t.equal((await reaches(signaler, 'waiting')).close.code, 1006);
  clock.advance(500);
  t.match(signaler.state, { name: 'connecting', attempt: 1 });
});

t.test('close() says goodbye and is final, in any state', async (t) => {
  const { server, signaler, open, clock } = await setup(t);
  const connection = await open();
  const closed = new Promise<number>((resolve) => connection.socket.on('close', resolve));
  const pending = signaler.request('ping');
  signaler.close();
  signaler.close();
  await t.rejects(pending, { code: 'disconnected' });
  t.same(signaler.state, { name: 'closed' });
  t.equal((await connection.receive()).type, 'ping');
  t.equal((await connection.receive()).type, 'bye');
  t.equal(await closed, 1000);
  t.equal(clock.next, undefined);

  signaler.connect();
  const second = await server.accept();
  second.socket.terminate();
  await reaches(signaler, 'waiting');
  signaler.close();
  t.equal(clock.next, undefined);
});

t.test(
  'reconnects immediately when the network is back, and gives up a connection that does not answer after a change',
  async (t) => {
    const network = new EventTarget();
    Object.assign(globalThis, {
      addEventListener: network.addEventListener.bind(network),
      removeEventListener: network.removeEventListener.bind(network),
    });
    t.teardown(() => {
      Reflect.deleteProperty(globalThis, 'addEventListener');
      Reflect.deleteProperty(globalThis, 'removeEventListener');
    });
    const { server, signaler, open, clock } = await setup(t);
    const connection = await open();
    connection.socket.terminate();
    await reaches(signaler, 'waiting');
    network.dispatchEvent(new Event('online'));
    const second = await server.accept();
    second.send('welcome', welcome('c2'));
    await reaches(signaler, 'open');
    network.dispatchEvent(new Event('online'));
    t.equal((await second.receive()).type, 'ping');
    t.equal(signaler.doubtful, true);
    clock.advance(3_000);
    t.match((await reaches(signaler, 'waiting')).close, { reason: /change of the network/ });
    signaler.close();
    network.dispatchEvent(new Event('online'));
    t.equal(signaler.state.name, 'closed');

    const third = await open();
    network.dispatchEvent(new Event('online'));
    signaler.send('greeting', 'next');
    t.equal((await third.receive()).type, 'ping');
    t.equal((await third.receive()).type, 'greeting', 'it adds one listener');
    network.dispatchEvent(new Event('offline'));
    const ping = await third.receive();
    t.equal(ping.type, 'ping', 'the browser can be wrong');
    third.send('pong', undefined, { id: ping.id });
    await new Promise<void>((resolve) => {
      const stop = signaler.on('doubtful', (doubtful) => {
        if (doubtful) return;
        stop();
        resolve();
      });
    });
    clock.advance(3_000);
    t.equal(signaler.state.name, 'open');
  },
);
