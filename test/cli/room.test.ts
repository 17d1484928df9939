import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

const apiKey = 'the-key-of-the-tests';
const env = { LECTERN_API_KEY: apiKey };

/** Runs `lectern room …` against a server. */
const room = (t: Test, url: string, args: string[], variables: Record<string, string> = env) =>
  lectern(t, ['room', ...args, '--url', url], variables).outcome;

t.test('a room is created, listed, shown, changed and deleted', async (t) => {
  const { url, wsUrl } = await startServer(t, { apiKey });
  const flags = [
    '--title',
    'Physics',
    '--public',
    '--password',
    'sesame',
    '--max',
    '3',
    '--speech',
    'presenters',
  ];
  const made = await room(t, url, ['create', 'blue', ...flags, '--owner', 'kim']);
  t.match(made, { code: 0, stderr: '' });
  for (const line of [
    'room      blue',
    'title     Physics',
    `link      ${url}/room/blue`,
    'listed    public',
    'password  yes',
    'clients   0 of 3',
    'speech    presenters',
    'owner     kim',
  ]) {
    t.match(made.stdout, new RegExp(`^${line}$`, 'm'));
  }
  const client = await connect(t, wsUrl('/room/blue/ws?login=1'));
  t.match(await client.request('login', { password: 'sesame' }), { data: { status: 'ok' } });

  await room(t, url, ['create', 'red']);
  const { stdout: table } = await room(t, url, ['list']);
  t.match(table, /^ROOM +LISTED +ENTRY +CLIENTS +SPEECH +TITLE\n/);
  t.match(table, /^blue +public +password +1 of 3 +presenters +Physics$/m);
  t.match(table, /^red +private +open +0 +everyone$/m);
  const { stdout: listed } = await room(t, url, ['list', '--json'], {});
  t.match(JSON.parse(listed), { room_id: 'blue', public: true }, 'without a key only the public ones');

  const change = ['--title', '', '--private', '--no-password', '--no-max', '--speech', 'everyone', '--json'];
  const changed = await room(t, url, ['update', 'blue', ...change]);
  const { max, ...rest } = JSON.parse(changed.stdout);
  t.match(rest, { title: '', public: false, locked: false, speech: 'everyone', owner: 'kim' });
  t.equal(max, undefined);
  t.match(await room(t, url, ['show', 'blue']), { code: 0, stdout: /^password {2}no$/m });

  t.match(await room(t, url, ['delete', 'blue']), { code: 0, stdout: /^Removed the settings of room blue/ });
  t.equal((await client.closed).code, 4503);
  t.match(await room(t, url, ['show', 'blue']), {
    code: 1,
    stdout: '',
    stderr: /has no settings\n {2}try: /,
  });
  const visitor = await connect(t, wsUrl('/room/green/ws?deltas=1'));
  await visitor.next('room-info');
  const plain = 'Room green has no settings. Clients in it: 1\n';
  t.match(await room(t, url, ['show', 'green']), { code: 0, stdout: plain });
});

t.test('a password can be read from the standard input', async (t) => {
  const { url, wsUrl } = await startServer(t, { apiKey });
  const script = fileURLToPath(new URL('../../cli/lectern.js', import.meta.url));
  const args = [script, 'room', 'create', 'blue', '--password', '-', '--url', url, '--api-key', apiKey];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin?.end('open sesame\n');
  t.same((await once(child, 'exit'))[0], 0);
  const client = await connect(t, wsUrl('/room/blue/ws?login=1'));
  t.match(await client.request('login', { password: 'open sesame' }), { data: { status: 'ok' } });
});

t.test('faults are reported with the next step', async (t) => {
  const { url } = await startServer(t, { apiKey });
  const refused: [string[], Record<string, string>, RegExp][] = [
    [['create'], {}, /header.* is required\n {2}try: set LECTERN_API_KEY to the server's apiKey/],
    [['create'], { LECTERN_API_KEY: 'another' }, /wrong API key/],
    [['create', 'class_1'], env, /joined by JoinClass/],
    [['show', 'nowhere'], env, /no settings\n {2}try: `lectern room list`/],
  ];
  for (const [args, variables, expected] of refused) {
    const outcome = await room(t, url, args, variables);
    t.match(outcome, { code: 1, stdout: '', stderr: expected }, args.join(' '));
    t.notMatch(outcome.stderr, /\n {4}at /, 'no stack trace');
  }
  t.match(await room(t, 'http://127.0.0.1:9', ['list']), { code: 2, stderr: /nothing is listening/ });
  t.match(await room(t, url, ['create', '--max', '0']), { code: 2, stderr: /whole number greater than 0/ });
  t.match(await room(t, url, ['create', '--public', '--private']), {
    code: 2,
    stderr: /cannot be used with/,
  });
  const none = await startServer(t);
  t.match(await room(t, none.url, ['create']), { code: 1, stderr: /set apiKey or apiKeys/ });
});

t.test('every command has its help', async (t) => {
  const { stdout } = await lectern(t, ['room', '--help']).outcome;
  for (const name of ['create', 'list', 'show', 'update', 'delete']) {
    t.match(stdout, new RegExp(`^ {2}${name} `, 'm'));
    const help = await lectern(t, ['room', name, '--help']).outcome;
    t.match(help, { code: 0, stdout: /--api-key .*so prefer\s+LECTERN_API_KEY/s }, name);
  }
});
