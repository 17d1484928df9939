import { join } from 'node:path';
import t from 'tap';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

const tokenSecret = 'a secret of the tests that is long enough';
/** 2 rooms of 3 clients with 10 messages each: 60 messages, and 180 copies. */
const small = ['--rooms', '2', '--people', '3', '--rate', '10', '--duration', '1', '--timeout', '60'];
const fast = { chatRate: 1000, chatBurst: 1000 };

t.test('every copy of every message is counted, with percentiles of the latency', async (t) => {
  const { url } = await startServer(t, fast);
  const { code, stdout, stderr } = await lectern(t, ['bench', url, ...small, '--json']).outcome;
  t.match({ code, stderr }, { code: 0, stderr: '' });
  const { latency_ms: latency, own_delay_ms: ownDelay, ...counts } = JSON.parse(stdout);
  t.same(counts, {
    ...{ url: `${url}/`, rooms: 2, people: 3, rate: 10, duration: 1 },
    ...{ sent: 60, delivered: 180, lost: 0, refused: {}, closed: {} },
  });
  const { p50, p90, p99, max } = latency;
  t.ok(0 < p50 && p50 <= p90 && p90 <= p99 && p99 <= max, JSON.stringify(latency));
  t.ok(ownDelay > 0);
});

t.test('refusals are counted by code, and the report names the options of the server', async (t) => {
  const { url } = await startServer(t, { chatRate: 0.001, chatBurst: 4 });
  const { code, stdout } = await lectern(t, ['bench', url, ...small]).outcome;
  t.equal(code, 1);
  t.match(
    stdout,
    /^messages {4}24 sent, 36 refused\ndeliveries {2}72 received, 0 lost\nlatency {5}p50 .*max /m,
  );
  t.match(stdout, /^36 messages were refused: rate-limited\n {2}try: raise --chat-rate /m);
});

t.test('connections that are closed are counted, and the copies for them are lost or not due', async (t) => {
  const { server, url } = await startServer(t, fast);
  const bench = lectern(t, ['bench', url, '--rooms', '1', '--people', '2', '--duration', '600', '--json']);
  // Both clients are in the room when they receive messages.
  const sent = async (): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(/^lectern_messages_total\{[^}]*type="text"[^}]*\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  while ((await sent()) === 0);
  await server.close({ spread: 0 });
  const { code, stdout } = await bench.outcome;
  t.equal(code, 1);
  const { closed } = JSON.parse(stdout);
  const numbers: number[] = Object.values(closed);
  t.equal(
    numbers.reduce((sum, number) => sum + number),
    2,
  );
});

t.test('clients log in with signed or given tokens if the server requires it', async (t) => {
  const { url } = await startServer(t, { ...fast, tokenSecret });
  const none = await lectern(t, ['bench', url, ...small]).outcome;
  t.match(none, { code: 2, stderr: /requires users to log in\n {2}try: set LECTERN_TOKEN_SECRET / });
  const signed = await lectern(t, ['bench', url, ...small, '--json'], { LECTERN_TOKEN_SECRET: tokenSecret })
    .outcome;
  t.match(signed, { code: 0, stderr: '' });
  t.match(JSON.parse(signed.stdout), { sent: 60, delivered: 180 });
  const args = ['token', '--user', 'ann', '--rooms', '*'];
  const { stdout: token } = await lectern(t, args, { LECTERN_TOKEN_SECRET: tokenSecret }).outcome;
  const tokens = join(t.testdir({ tokens: token }), 'tokens');
  const given = await lectern(t, ['bench', url, ...small, '--json', '--tokens', tokens]).outcome;
  t.match(JSON.parse(given.stdout), { sent: 60, delivered: 180 });
});

t.test('if the load cannot start, the command says why and what to do', async (t) => {
  const { url } = await startServer(t, { addressConnections: 2 });
  // The command ends without waiting for the connections that are open, or for answers to refused upgrades.
  const limited = await lectern(t, ['bench', url, ...small, '--timeout', '3600']).outcome;
  t.match(limited, { code: 2, stderr: /answered 429 .*\n {2}try: .*--address-connections/ });
  const nobody = await lectern(t, ['bench', 'http://127.0.0.1:1', ...small]).outcome;
  t.match(nobody, { code: 2, stderr: /nothing is listening on 127\.0\.0\.1:1\n {2}try: / });
  const missing = await lectern(t, ['bench', url, '--tokens', '/nowhere/tokens']).outcome;
  t.match(missing, { code: 2, stderr: /--tokens: could not read \/nowhere\/tokens: ENOENT/ });
});
