import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { type WebSocket, WebSocketServer } from 'ws';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

/** A timeout so long that only missing pongs count as lost, however busy the machine. */
const patient = ['-W', '60'];

const welcome = JSON.stringify({
  sender: 'server',
  receiver: 'me',
  type: 'welcome',
  data: {
    id: 'me',
    protocol: '1.0',
    heartbeat_ms: 15000,
    limits: {
      message_bytes: 65536,
      connection_bytes: 65536,
      depth: 32,
      rates: {
        signaling: { per_second: 50, burst: 500 },
        chat: { per_second: 2, burst: 10 },
        other: { per_second: 20, burst: 40 },
      },
    },
  },
});

/** A server that treats the nth ping, over all connections, as the test determines. */
async function fakeServer(
  t: Test,
  onPing: (n: number, pong: () => void, socket: WebSocket) => void,
): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  let pings = 0;
  server.on('connection', (socket) => {
    socket.send(welcome);
    socket.on('message', (text) => {
      const { id } = JSON.parse(String(text)) as { id: string };
      const pong = (): void =>
        socket.send(JSON.stringify({ sender: 'server', receiver: 'me', type: 'pong', id }));
      pings += 1;
      onPing(pings, pong, socket);
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const events = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

t.test('a line per pong, then the statistics', async (t) => {
  const { url } = await startServer(t);
  const { code, stdout, stderr } = await lectern(t, ['ping', url, '-c', '3', '-i', '0.01', ...patient])
    .outcome;
  const host = new URL(url).host;
  const lines = stdout.split('\n');
  t.match(lines.shift(), new RegExp(`^PING ws://${host}/ws \\(${host}\\), connected in [\\d.]+ ms$`));
  for (const seq of [1, 2, 3]) {
    t.match(lines.shift(), new RegExp(`^pong from ${host}: seq=${seq} time=[\\d.]+ ms$`));
  }
  t.equal(lines.shift(), '');
  t.equal(lines.shift(), `--- ws://${host}/ws ping statistics ---`);
  t.match(lines.shift(), /^3 sent, 3 received, 0% loss, time \d+ ms$/);
  t.match(lines.shift(), /^rtt min\/avg\/max\/mdev = [\d.]+\/[\d.]+\/[\d.]+\/[\d.]+ ms$/);
  t.same({ code, stderr }, { code: 0, stderr: '' });
});

t.test('JSON: a line per event, the summary last', async (t) => {
  const { wsUrl } = await startServer(t);
  const url = wsUrl('/room/blue');
  const { code, stdout } = await lectern(t, ['ping', url, '-c', '2', '-i', '0.01', '--json', ...patient])
    .outcome;
  t.equal(code, 0);
  const [connected, first, second, summary, ...more] = events(stdout);
  t.match(connected, { event: 'connected', url: `${url}/ws`, time_ms: Number });
  t.match(first, { event: 'pong', seq: 1, time_ms: Number });
  t.match(second, { event: 'pong', seq: 2, time_ms: Number });
  const rtt_ms = { min: Number, avg: Number, max: Number, mdev: Number };
  t.match(summary, { event: 'summary', sent: 2, received: 2, loss: 0, time_ms: Number, rtt_ms });
  t.same(more, []);
});

t.test('a dropped pong is a loss', async (t) => {
  const url = await fakeServer(t, (n, pong) => {
    if (n !== 2) pong();
  });
  const args = ['ping', url, '-c', '4', '-i', '0.01', '-W', '2'];
  const { code, stdout } = await lectern(t, args).outcome;
  t.equal(code, 1);
  t.match(stdout, /^lost seq=2: no answer to ping within 2 s$/m);
  t.match(stdout, /^4 sent, 3 received, 25% loss/m);

  const none = await fakeServer(t, () => {});
  const silent = await lectern(t, ['ping', none, '-c', '1', '-W', '2', '--json']).outcome;
  t.equal(silent.code, 1);
  const [, lost, summary] = events(silent.stdout);
  t.match(lost, { event: 'lost', seq: 1, why: 'no answer to ping within 2 s' });
  t.match(summary, { event: 'summary', sent: 1, received: 0, loss: 1 });
  t.notOk(summary && 'rtt_ms' in summary, 'no pong arrived that could have had a time');
});

t.test('a lost connection is reported, counted, and opened again', async (t) => {
  const url = await fakeServer(t, (n, pong, socket) => {
    if (n === 2) socket.close(4000, 'retry_after_ms=1');
    else pong();
  });
  const command = lectern(t, ['ping', url, '-i', '0.05', ...patient]);
  await command.shows(/disconnected: .*4000 \(shutdown.*PING .*pong from/s);
  command.signal('SIGINT');
  const { code, stdout } = await command.outcome;
  t.equal(code, 1);
  t.match(stdout, /^lost seq=2: no answer to ping: the connection was closed with 4000 \(shutdown: /m);
});

t.test('a close code that forbids reconnecting is a failure', async (t) => {
  const url = await fakeServer(t, (_, __, socket) => socket.close(4500));
  const { code, stdout } = await lectern(t, ['ping', url, ...patient]).outcome;
  t.equal(code, 2);
  t.match(stdout, /^disconnected: the connection was closed with 4500 \(abuse: /m);
  t.match(stdout, /^1 sent, 0 received, 100% loss/m);
});

t.test('a refused ping is lost, and too short an interval is reported beforehand', async (t) => {
  const { url } = await startServer(t, { otherRate: 0.001, otherBurst: 2 });
  const { code, stdout } = await lectern(t, ['ping', url, '-c', '3', '-i', '0.01', ...patient]).outcome;
  t.equal(code, 1);
  t.match(stdout, /^note: this server accepts 0\.001 pings per second/m);
  t.match(stdout, /^lost seq=3: ping was refused: rate-limited/m);
});

t.test('Ctrl-C prints the summary', async (t) => {
  const url = await fakeServer(t, (n, pong) => {
    if (n < 3) pong();
  });
  const command = lectern(t, ['ping', url, '-i', '0.01', '-W', '60']);
  await command.shows(/seq=2 /);
  command.signal('SIGINT');
  const { code, stdout } = await command.outcome;
  t.equal(code, 0, 'a ping in flight is not a loss');
  t.match(stdout, /^2 sent, 2 received, 0% loss/m);
});

t.test('a reader that stops early is not a fault', async (t) => {
  const { url } = await startServer(t);
  const command = lectern(t, ['ping', url, '-i', '0.01', ...patient]);
  await command.shows(/seq=1/);
  command.stopReading();
  t.match(await command.outcome, { code: 0, stderr: '' });
});

t.test('servers that cannot be pinged', async (t) => {
  const gone = 'http://127.0.0.1:9';
  const { host } = new URL(gone);
  t.same(await lectern(t, ['ping', gone]).outcome, {
    code: 2,
    stdout: '',
    stderr: `lectern: nothing is listening on ${host}\n  try: start the server there with \`lectern serve\`, or check the port\n`,
  });
  const json = await lectern(t, ['ping', gone, '--json']).outcome;
  t.equal(json.code, 2);
  t.match(events(json.stdout), [{ event: 'failed', why: `nothing is listening on ${host}`, advice: String }]);

  const { url } = await startServer(t);
  t.match(await lectern(t, ['ping', `${url}/elsewhere`]).outcome, {
    code: 2,
    stderr: /answered 404 to the upgrade at \/elsewhere/,
  });
  t.match(await lectern(t, ['ping', 'ftp://example.org']).outcome, {
    code: 2,
    stderr:
      /^lectern: "ftp:\/\/example\.org" starts with ftp:\/\/\n {2}try: use an address that starts with http/,
  });
});
