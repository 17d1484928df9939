import type { ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { roomLog } from '../../../server/backplane/backplane.js';
import { connect } from '../../helpers/client.js';
import { hears, logIn, resume, say, startNodes, startShared, textsOf, visit } from '../../helpers/nodes.js';
import type { TestServer } from '../../helpers/server.js';

/** Resolves once a server reports that it is ready. */
async function ready({ url }: TestServer): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    await response.text();
    if (response.ok) return;
  }
}

const code = (answer: ServerMessage): unknown => (answer.data as { code?: string }).code;

t.test('Redis restarted without its data: every client resumes and is informed of the gap', async (t) => {
  const shared = await startShared(t);
  const [one, other] = await startNodes(t, shared, 2);
  if (!one || !other) throw new Error('expected two servers');
  const ann = await logIn(t, one);
  const ben = await logIn(t, other);
  const blue = await say(ann, 'before');
  await hears(ben, 'before');
  await shared.redis.restart();
  for (const { client } of [ann, ben]) t.match(await client.closed, { code: 4004, reason: 'behind' });
  await Promise.all([ready(one), ready(other)]);
  const back = [];
  for (const { id, ticket } of [ann, ben]) {
    const resumed = await resume(t, other, ticket, { blue, direct: 0 });
    t.match(resumed, { status: 'ok', id, recovered: false });
    back.push(resumed);
  }
  const [annAgain, benAgain] = back;
  if (!annAgain || !benAgain) throw new Error('no client is back');
  await say(annAgain, 'after');
  await hears(benAgain, 'after');
});

t.test(
  'a client that missed the report of a gap receives it again, regardless of later messages',
  async (t) => {
    const shared = await startShared(t);
    const [one, other] = await startNodes(t, shared, 2);
    if (!one || !other) throw new Error('expected two servers');
    const ann = await logIn(t, one);
    let blue = 0;
    while (blue < 5) blue = await say(ann, `before ${blue}`);
    await shared.redis.restart();
    await ann.client.closed;
    await Promise.all([ready(one), ready(other)]);
    const unheard = await resume(t, one, ann.ticket, { blue, direct: 0 });
    t.match(unheard, { status: 'ok', recovered: false }, 'a lost reply');
    unheard.client.terminate();
    const ben = await logIn(t, one);
    for (let said = 0; said <= blue; ) said = await say(ben, `after ${said}`);
    const back = await resume(t, other, ann.ticket, { blue, direct: 0 });
    t.match(back, { status: 'ok', id: ann.id, recovered: false });
    back.client.terminate();
    const seen = { blue: await say(ben, 'missed'), direct: 0 };
    const again = await resume(t, one, back.data.ticket, { ...seen, blue: seen.blue - 1 });
    t.match(
      again,
      { status: 'ok', recovered: true },
      'a client that was informed misses no further messages',
    );
    t.same(textsOf(again.data.messages), ['missed']);
  },
);

t.test('Redis lost a log: its subscribers resume and are informed of the gap', async (t) => {
  const shared = await startShared(t);
  const [one, other] = await startNodes(t, shared, 2);
  if (!one || !other) throw new Error('expected two servers');
  const ann = await logIn(t, one);
  const ben = await logIn(t, other);
  const blue = await say(ann, 'before');
  await hears(ben, 'before');
  const elsewhere = await connect(t, `${one.url}/room/red/ws`);
  await elsewhere.request('get-room-info');
  await shared.redis.command('DEL', `lectern:{${roomLog('blue')}}:head`);
  ann.client.send('text', { from: 'Ann', time: 2, text: 'after' }, { receiver: 'room' });
  for (const { client } of [ann, ben]) t.match(await client.closed, { code: 4004, reason: 'behind' });
  await elsewhere.request('get-room-info');
  const back = await resume(t, one, ben.ticket, { blue, direct: 0 });
  t.match(back, { status: 'ok', id: ben.id, recovered: false });
});

t.test('Redis is away: requests that need it are refused immediately, and others work', async (t) => {
  const shared = await startShared(t, ['--appendonly', 'yes', '--appendfsync', 'always']);
  const [one] = await startNodes(t, shared, 1);
  if (!one) throw new Error('expected a server');
  const ann = await visit(t, one);
  const ben = await visit(t, one);
  await ann.client.next('client-joined');
  await shared.redis.stop();
  const text = { from: 'Ann', time: 1, text: 'lost' };
  const refused = await ann.client.request('text', text, { receiver: 'room' });
  t.equal(code(refused as ServerMessage), 'unavailable', 'durable messages');
  ann.client.send('ping', 'volatile', { receiver: ben.id });
  await ben.client.next('ping', ({ data }) => data === 'volatile');
  ann.client.send('greeting', 'to the room', { receiver: 'room' });
  await ben.client.next('greeting');
  t.pass('volatile messages arrive on the same server');
  t.equal((await fetch(`${one.url}/readyz`)).status, 503);
  const late = await connect(t, `${one.url}/ws?login=1`);
  t.equal(code((await late.request('login', {})) as ServerMessage), 'unavailable', 'new clients');
  await shared.redis.restart();
  await ready(one);
  const again = await visit(t, one);
  t.equal(typeof (await say(again, 'goes on')), 'number');
});

t.test(
  'Redis hangs: clients that connect later do not wait for it, and requests without it work',
  async (t) => {
    const shared = await startShared(t);
    const [one] = await startNodes(t, shared, 1);
    if (!one) throw new Error('expected a server');
    const ann = await visit(t, one);
    const ben = await visit(t, one);
    await ann.client.next('client-joined');
    shared.redis.hang();
    const text = { from: 'Ann', time: 1, text: 'lost' };
    const refused = await ann.client.request('text', text, { receiver: 'room' });
    t.equal(code(refused as ServerMessage), 'unavailable', 'the client that detected the gap');
    ann.client.send('ping', 'volatile', { receiver: ben.id });
    await ben.client.next('ping', ({ data }) => data === 'volatile');
    t.equal((await fetch(`${one.url}/readyz`)).status, 503);
    shared.redis.goOn();
    await ready(one);
    t.equal(typeof (await say(ann, 'goes on')), 'number');
    await hears(ben, 'goes on');
  },
);
