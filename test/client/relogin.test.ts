import t from 'tap';
import { Signaler } from '#client/signaler.js';
import { fakeServer, ManualClock, reaches, welcome } from './support.js';

t.test('a client whose relogin conflicts with another connection tries the same ticket again', async (t) => {
  const server = await fakeServer(t);
  const clock = new ManualClock();
  const signaler = new Signaler(server.url, { clock });
  t.teardown(() => signaler.close());
  signaler.connect();
  const first = await server.accept();
  first.ticket = 'ticket';
  first.send('welcome', welcome('c1', 'blue'));
  await reaches(signaler, 'open');

  first.socket.terminate();
  await reaches(signaler, 'waiting');
  clock.advance(clock.next ?? 0);
  const second = await server.accept();
  second.send('welcome', welcome('c2', 'blue'));
  const conflicting = await second.receive();
  t.match(conflicting, { type: 'relogin', data: { ticket: 'ticket' } });
  const refusal = { status: 'error', code: 'conflict', data: 'a later connection has resumed this session' };
  second.send('relogin', refusal, { id: conflicting.id });
  await reaches(signaler, 'waiting');

  clock.advance(clock.next ?? 0);
  const third = await server.accept();
  third.send('welcome', welcome('c3', 'blue'));
  const again = await third.receive();
  t.match(again, { type: 'relogin', data: { ticket: 'ticket' } });
  third.send(
    'relogin',
    { status: 'ok', id: 'c1', data: 'next', recovered: true, logs: {} },
    { id: again.id },
  );
  await reaches(signaler, 'open');
  t.equal(signaler.id, 'c1');
});

t.test('the ticket of another Signaler resumes its session, and is only used once', async (t) => {
  const server = await fakeServer(t);
  const clock = new ManualClock();
  const signaler = new Signaler(server.url, { clock, ticket: 'ticket' });
  t.teardown(() => signaler.close());
  t.equal(signaler.ticket, 'ticket');
  signaler.connect();
  const first = await server.accept();
  const relogin = await first.receive();
  t.match(relogin, { type: 'relogin', data: { ticket: 'ticket', seen: {} } });
  first.send('welcome', welcome('c2', 'blue'));
  const reply = { status: 'ok', id: 'c1', data: 'next', recovered: true, logs: {} };
  first.send('relogin', reply, { id: relogin.id });
  await reaches(signaler, 'open');
  t.match(signaler.state, { welcome: { id: 'c1', room_id: 'blue' }, resumed: true });
  t.equal(signaler.ticket, 'next');

  signaler.close();
  t.equal(signaler.ticket, undefined);
  signaler.connect();
  const second = await server.accept();
  second.send('welcome', welcome('c3', 'blue'));
  await reaches(signaler, 'open');
  t.equal(signaler.id, 'c3');
});

t.test('a client whose ticket is not valid any more logs in as a new client', async (t) => {
  const server = await fakeServer(t);
  const signaler = new Signaler(server.url, { ticket: 'ticket' });
  t.teardown(() => signaler.close());
  signaler.connect();
  const connection = await server.accept();
  const relogin = await connection.receive();
  connection.send('welcome', welcome('c2', 'blue'));
  const refusal = { status: 'error', code: 'not-found', data: 'the session has ended; log in again' };
  connection.send('relogin', refusal, { id: relogin.id });
  await reaches(signaler, 'open');
  t.match(signaler.state, { welcome: { id: 'c2' }, resumed: false });
});

t.test(
  'a message on its way outlives a loss that is noticed late, and is sent again under its id',
  async (t) => {
    const server = await fakeServer(t);
    const clock = new ManualClock();
    const signaler = new Signaler(server.url, { clock });
    t.teardown(() => signaler.close());
    const doubts: boolean[] = [];
    signaler.on('doubtful', (doubtful) => doubts.push(doubtful));
    signaler.connect();
    const first = await server.accept();
    first.ticket = 'ticket';
    first.send('welcome', welcome('c1', 'blue'));
    await reaches(signaler, 'open');

    const text = { from: 'Ada', time: 0, text: 'Are you there?' };
    const sent = signaler.request('text', text, { timeout: Number.POSITIVE_INFINITY });
    const { id } = await first.receive();
    clock.advance(3_000);
    t.strictSame(doubts, [true], 'the connection is doubtful');
    clock.advance(20_000);
    t.equal(signaler.state.name, 'waiting');
    t.strictSame(doubts, [true, false], 'and then known to be lost');
    clock.advance(clock.next ?? 0);
    const second = await server.accept();
    second.send('welcome', welcome('c2', 'blue'));
    const relogin = await second.receive();
    const logs = { direct: { recovered: true, seq: 0 } };
    second.send(
      'relogin',
      { status: 'ok', id: 'c1', data: 'next', recovered: true, logs },
      { id: relogin.id },
    );
    const again = await second.receive();
    t.match(again, { type: 'text', id, data: text });
    second.send('accepted', { of: 'text' }, { id: again.id });
    await sent;
  },
);

t.test('a request whose session ends without a reply is unconfirmed', async (t) => {
  const server = await fakeServer(t);
  const clock = new ManualClock();
  const signaler = new Signaler(server.url, { clock });
  t.teardown(() => signaler.close());
  await t.rejects(signaler.request('ping'), { code: 'disconnected', unconfirmed: false });
  signaler.connect();
  const first = await server.accept();
  first.ticket = 'ticket';
  first.send('welcome', welcome('c1', 'blue'));
  await reaches(signaler, 'open');
  const sent = signaler.request('ping', 1, { timeout: Number.POSITIVE_INFINITY });
  await first.receive();
  first.socket.terminate();
  await reaches(signaler, 'waiting');
  const waiting = signaler.request('ping', 2, { timeout: Number.POSITIVE_INFINITY });
  signaler.close();
  await t.rejects(sent, { code: 'disconnected', unconfirmed: true });
  await t.rejects(waiting, { code: 'disconnected', unconfirmed: false });
});

t.test('a message that the server might not recognize any more is not sent again', async (t) => {
  const server = await fakeServer(t);
  const manual = new ManualClock();
  let passed = 0;
  const clock = { now: () => manual.now() + passed, after: manual.after.bind(manual) };
  const signaler = new Signaler(server.url, { clock, requestTimeout: Number.POSITIVE_INFINITY });
  t.teardown(() => signaler.close());
  signaler.connect();
  const first = await server.accept();
  first.ticket = 'ticket';
  first.send('welcome', welcome('c1', 'blue'));
  await reaches(signaler, 'open');
  const text = { from: 'Ada', time: 0, text: 'Are you there?' };
  const toClient = signaler.request('text', text, { receiver: 'c9' });
  const toRoom = signaler.request('text', text, { receiver: 'room' });
  for (let i = 0; i < 2; i++) await first.receive();
  first.socket.terminate();
  await reaches(signaler, 'waiting');
  const unsent = signaler.request('text', text, { receiver: 'c9' });
  passed = 115_000;
  manual.advance(manual.next ?? 0);
  const second = await server.accept();
  second.send('welcome', welcome('c2', 'blue'));
  const relogin = await second.receive();
  const logs = { direct: { recovered: true, seq: 0 }, blue: { recovered: true, seq: 0 } };
  const resumed = { status: 'ok', id: 'c1', data: 'next', recovered: true, logs };
  second.send('relogin', resumed, { id: relogin.id });
  await t.rejects(toClient, { code: 'disconnected', unconfirmed: true });
  for (const receiver of ['room', 'c9']) {
    const again = await second.receive();
    t.match(again, { type: 'text', receiver });
    second.send('accepted', { of: 'text' }, { id: again.id });
  }
  await Promise.all([toRoom, unsent]);
});
