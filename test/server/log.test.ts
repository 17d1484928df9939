import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import t, { type Test } from 'tap';
import { createServer, type Options } from '../../server/index.js';
import { connect, upgradeStatus } from '../helpers/client.js';
import { logIn, resume } from '../helpers/nodes.js';

/** A server with a recorded log. `line` waits for a line with these members. */
async function startLogged(t: Test, options: Partial<Options> = {}, level = 'info') {
  const lines: Record<string, unknown>[] = [];
  let told = () => {};
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      told();
      done();
    },
  });
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  const server = createServer({ port: 0, data, ...options }, pino({ level }, stream));
  t.teardown(async () => {
    await server.close({ spread: 0 });
    rmSync(data, { recursive: true, force: true });
  });
  const url = await server.listen();
  const line = async (msg: string) => {
    for (;;) {
      const found = lines.find((each) => each.msg === msg);
      if (found) return found;
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  };
  return { server, url, lines, line };
}

t.test('one line for a connection and one for a refusal', async (t) => {
  const { url, lines, line } = await startLogged(t);
  const client = await connect(t, `${url}/room/blue/ws`);
  const { id } = await client.welcome();
  await client.request('offer', 'v=0', { receiver: 'nobody' });
  client.send('bye');
  await client.closed;
  t.match(await line('message refused'), { client: id, type: 'offer', code: 'unknown-receiver' });
  t.match(await line('connection closed'), { client: id, messages: 2, code: 1000 });
  t.equal(lines.filter((each) => each.client === id).length, 2);
});

t.test('of many refusals of one kind, some are logged, and then how many are left out', async (t) => {
  const { server, url, lines, line } = await startLogged(t, { refusalLogRate: 2 });
  const client = await connect(t, `${url}/room/blue/ws`);
  for (let i = 0; i < 10; i++) await client.request('offer', 'v=0', { receiver: 'nobody' });
  await client.request('text', { from: 'Ada', time: 1, text: '' }, { receiver: 'room' });
  for (let i = 0; i < 3; i++) await upgradeStatus(t, `${url}/nothing`);
  await server.close({ spread: 0 });
  await line('upgrade refused: lines left out');
  const refusals = lines.filter(({ msg }) => /refused/.test(String(msg)));
  t.match(refusals, [
    { msg: 'message refused', type: 'offer', code: 'unknown-receiver' },
    { msg: 'message refused', type: 'offer', code: 'unknown-receiver' },
    { msg: 'message refused', type: 'text', code: 'bad-data' },
    { msg: 'upgrade refused', status: 404 },
    { msg: 'upgrade refused', status: 404 },
    { msg: 'message refused: lines left out', type: 'offer', code: 'unknown-receiver', leftOut: 8 },
    { msg: 'upgrade refused: lines left out', status: 404, leftOut: 1 },
  ]);
});

t.test('a refused upgrade is logged with its reason', async (t) => {
  const { url, lines, line } = await startLogged(t);
  t.equal(await upgradeStatus(t, `${url}/ws`, { headers: { origin: 'https://evil.example' } }), 403);
  t.match(await line('upgrade refused'), { status: 403, why: /evil.example/ });
  const origin = 'secret words';
  t.equal(await upgradeStatus(t, `${url}/ws`, { headers: { origin } }), 403);
  t.notMatch(JSON.stringify(lines), /secret words/);
});

t.test('neither addresses nor anything that people write is logged', async (t) => {
  const { url, lines, line } = await startLogged(t);
  const headers = { 'user-agent': 'secret words' };
  const client = await connect(t, `${url}/room/secret-words/ws`, { headers });
  await client.request('profile', { username: 'secret words' });
  await client.request('greeting', 'secret words');
  await client.request('offer', 'v=0 secret words', { receiver: 'nobody' });
  await client.request('text', { from: 'Ada', time: 1, text: 'secret words' }, { receiver: 'room' });
  client.raw('{"type": "secret words');
  client.raw('{"type": "secret words", "id": 1}');
  await client.next('error', ({ id }) => id === 1);
  client.socket.close(1000, 'secret words');
  await client.closed;
  await line('connection closed');
  t.notMatch(JSON.stringify(lines), /127\.0\.0\.1|::1|secret.words/);
});

t.test('at the level debug, the log tells what became of each ticket, but contains no ticket', async (t) => {
  const { url, lines, line } = await startLogged(t, {}, 'debug');
  const { client, id, ticket } = await logIn(t, { url });
  const issued = await line('ticket issued');
  t.match(issued, { client: id, serial: Number, generation: 1 });
  const { client: later, data } = await resume(t, { url }, ticket);
  const redeemed = await line('ticket redeemed');
  t.match(redeemed, { client: id, generation: 2, latest: redeemed.serial, former: issued.current });
  t.ok(Number(redeemed.serial) > Number(issued.serial), 'serials show the order of the connections');
  await later.request('get-room-info');
  t.match(await line('ticket confirmed'), { client: id, current: redeemed.current });
  await resume(t, { url }, ticket);
  const refused = await line('ticket refused');
  t.match(refused, { client: id, code: 'ticket-invalid', shown: issued.current, current: redeemed.current });
  await client.closed;
  const ids = [ticket, data.ticket].map((each) => JSON.parse(atob(each)).ticketId);
  const log = JSON.stringify(lines);
  for (const secret of [ticket, data.ticket, ...ids]) t.notOk(log.includes(secret));
});
