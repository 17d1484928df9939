import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { rawUpgrade } from '../helpers/raw-socket.js';
import { type Command, lectern } from './command.js';

const listening = /http:\/\/127\.0\.0\.1:(\d+)/;

async function serve(t: Test, args: string[] = [], env = {}): Promise<{ command: Command; url: string }> {
  const command = lectern(t, ['serve', '--port', '0', ...args], env);
  const [url] = await command.shows(listening);
  return { command, url };
}

t.test('prints where it listens, serves, and shuts down cleanly', async (t) => {
  const { command, url } = await serve(t);
  const health = await fetch(`${url}/healthz`);
  t.equal(health.status, 200);
  await health.body?.cancel();
  const client = new WebSocket(`${url.replace('http', 'ws')}/room/blue/ws`);
  await once(client, 'message');
  const closed = once(client, 'close');
  command.signal('SIGTERM');
  const [code, reason] = (await closed) as [number, Buffer];
  t.equal(code, 4000);
  t.match(reason.toString(), /retry_after_ms=\d+/);
  const outcome = await command.outcome;
  t.equal(outcome.code, 0);
  t.match(
    outcome.stderr,
    /Only this computer can reach it\. Use --host 0\.0\.0\.0 to accept connections from others\./,
  );
  for (const line of outcome.stdout.trim().split('\n')) t.doesNotThrow(() => JSON.parse(line), 'a log line');
});

t.test('explains what an open host means', async (t) => {
  const command = lectern(t, ['serve', '--port', '0', '--host', '0.0.0.0']);
  const [, port] = await command.shows(/http:\/\/localhost:(\d+)/);
  t.not(port, '0');
  await command.shows(/microphones on https pages or localhost/);
});

t.test('Ctrl-C shuts down cleanly, a second one immediately', async (t) => {
  const { command } = await serve(t);
  command.signal('SIGINT');
  t.equal((await command.outcome).code, 0);

  const held = await serve(t, ['--shutdown-timeout', '3600']);
  // A WebSocket opened by hand, so that the server's close frame is never answered.
  const socket = await rawUpgrade(t, held.url, '/ws');
  held.command.signal('SIGINT');
  await held.command.shows(/Ctrl-C again to stop immediately/);
  held.command.signal('SIGINT');
  t.equal((await held.command.outcome).code, 130);
  await socket.ended;
});

t.test('options are read from flags, environment and file', async (t) => {
  const config = join(
    t.testdir({ 'lectern.json': '{"heartbeatInterval": 7, "messageBytes": 2048}' }),
    'lectern.json',
  );
  const { url } = await serve(t, ['--config', config, '--no-deflate'], { LECTERN_HEARTBEAT_INTERVAL: '9' });
  const client = new WebSocket(`${url.replace('http', 'ws')}/ws`);
  const [welcome] = (await once(client, 'message')) as [Buffer];
  client.terminate();
  t.match(JSON.parse(welcome.toString()), { data: { heartbeat_ms: 9000, limits: { message_bytes: 2048 } } });
});

t.test('-v logs every message without its content', async (t) => {
  const { command, url } = await serve(t, ['-v'], { LECTERN_LOG_LEVEL: 'error' });
  const client = new WebSocket(`${url.replace('http', 'ws')}/ws`);
  const [welcome] = (await once(client, 'message')) as [Buffer];
  const { id } = JSON.parse(welcome.toString()).data;
  client.send(JSON.stringify({ type: 'greeting', data: 'by greeting' }));
  client.send(JSON.stringify({ receiver: '/bus', type: 'JOIN', data: { room: 'a secret', name: 'tv' } }));
  client.send(JSON.stringify({ receiver: '/bus', type: 'LEAVE', data: { room: 'another' } }));
  await command.shows(/message refused/);
  client.terminate();
  command.signal('SIGTERM');
  const { stdout } = await command.outcome;
  const messages = stdout.split('\n').filter((line) => line.includes(id));
  t.match(
    messages.map((line) => JSON.parse(line)),
    [
      { msg: 'greeting', client: id },
      { level: 20, msg: 'message handled', client: id, type: 'greeting' },
      { level: 20, msg: 'message handled', client: id, type: '/bus JOIN' },
      { level: 30, msg: 'message refused', client: id, type: '/bus LEAVE', code: 'not-in-room' },
      { msg: 'connection closed' },
    ],
  );
  t.notMatch(stdout, /a secret/);
});

t.test('a fault that prevents the start is one clear line and exit code 2', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.teardown(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const cases: [string[], Record<string, string>, RegExp][] = [
    [
      ['--port', `${port}`],
      {},
      new RegExp(`^lectern: port ${port} of 127\\.0\\.0\\.1 is already in use; .*--port`),
    ],
    [
      ['--port', '0', '--host', '192.0.2.1'],
      {},
      /^lectern: 192\.0\.2\.1 is not an address of this computer; use --host/,
    ],
    [
      ['--port', '0', '--host', 'host.invalid'],
      {},
      /^lectern: the name host\.invalid given by --host could not be resolved/,
    ],
    [['--port', 'http'], {}, /^lectern: --port: expected a number, found "http"/],
    [[], { LECTERN_CHAT_RATE: 'often' }, /^lectern: LECTERN_CHAT_RATE: expected a number/],
    [
      [],
      { LECTERN_CHATRATE: '1' },
      /^lectern: LECTERN_CHATRATE: unknown option; did you mean LECTERN_CHAT_RATE\?/,
    ],
    [['--config', '/nowhere.json'], {}, /^lectern: \/nowhere\.json: could not read the options file/],
    [['--turn-urls', 'turn:turn.example.org'], {}, /^lectern: --turn-urls: also needs turnSecret/],
  ];
  for (const [args, env, expected] of cases) {
    const { code, stdout, stderr } = await lectern(t, ['serve', ...args], env).outcome;
    t.match({ code, stdout, stderr }, { code: 2, stdout: '', stderr: expected }, args.join(' '));
    t.match(stderr, /^[^\n]+\n$/, 'one line');
  }
});

t.test('a fault in the program is logged and ends it with code 1', async (t) => {
  const faults = {
    SIGUSR2: "process.on('SIGUSR2', () => { throw new Error('a made-up fault'); });",
    SIGHUP: "process.on('SIGHUP', () => void Promise.reject(new Error('a made-up fault')));",
  };
  for (const [signal, code] of Object.entries(faults)) {
    const preloaded = `data:text/javascript,${encodeURIComponent(code)}`;
    const { command } = await serve(t, [], { NODE_OPTIONS: `--import ${preloaded}` });
    command.signal(signal as NodeJS.Signals);
    const outcome = await command.outcome;
    t.equal(outcome.code, 1);
    t.match(outcome.stderr, /lectern: stopped by an unexpected error; see the log\n$/);
    const lines = outcome.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    t.match(
      lines.filter(({ level }) => level === 60),
      [{ err: { message: 'a made-up fault' } }],
    );
  }
});
