import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { connect } from '../helpers/client.js';
import { freePort } from '../helpers/free-port.js';

const script = fileURLToPath(new URL('../../cli/lectern.js', import.meta.url));

/** Faults that the process causes itself when it receives SIGUSR2 or SIGHUP. */
const FAULTS = `--import data:text/javascript,${encodeURIComponent(`
  process.on('SIGUSR2', () => { throw new Error('a made-up fault'); });
  process.on('SIGHUP', () => void Promise.reject(new Error('a made-up fault')));`)}`;

type Output = 'pipe' | number;

/** A server whose standard output and standard error are as given. Resolves when it is ready. */
async function serve(
  t: Test,
  output: Output,
  args: string[] = [],
): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const all = ['serve', '--port', `${port}`, '--data', t.testdir({}), ...args];
  const env = { ...process.env, NODE_OPTIONS: FAULTS };
  const child = spawn(process.execPath, [script, ...all], { stdio: ['ignore', output, output], env });
  t.teardown(() => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
  return { child, url };
}

/** A disk on which every write fails with ENOSPC. */
function fullDisk(t: Test): number {
  const file = openSync('/dev/full', 'w');
  t.teardown(() => closeSync(file));
  return file;
}

/** Fills the log until lines are dropped. Returns their number. */
async function overflow(t: Test, url: string): Promise<number> {
  const client = await connect(t, `${url}/room/blue/ws`);
  for (;;) {
    for (let i = 0; i < 2000; i++) client.send('ping', i);
    await client.request('ping', 'the last one of these');
    const text = await (await fetch(`${url}/metrics`)).text();
    const dropped = Number(/^lectern_log_lines_dropped_total (\d+)$/m.exec(text)?.[1]);
    if (dropped > 0) return dropped;
  }
}

const NO_RATES = ['-v', '--log-backlog', '4096', '--other-rate', '1000000', '--other-burst', '1000000'];

t.test(
  'if the reader of the log is stuck, lines are dropped and counted, and a later line says so',
  async (t) => {
    const { child, url } = await serve(t, 'pipe', NO_RATES);
    const dropped = await overflow(t, url);
    t.ok(dropped > 0);
    if (!child.stdout) throw new Error('no output');
    for await (const line of createInterface(child.stdout)) {
      const { msg, dropped, code } = JSON.parse(line);
      if (msg !== 'lines of the log were dropped') continue;
      t.ok(dropped > 0);
      t.equal(code, 'EAGAIN');
      break;
    }
    child.stdout.resume();
    child.kill('SIGTERM');
    t.same(await once(child, 'exit'), [0, null]);
  },
);

t.test('with a stuck reader, a stop and a fault end the process', async (t) => {
  for (const [signal, code] of [
    ['SIGTERM', 0],
    ['SIGUSR2', 1],
  ] as const) {
    const { child, url } = await serve(t, 'pipe', NO_RATES);
    await overflow(t, url);
    child.kill(signal);
    t.same(await once(child, 'exit'), [code, null], signal);
  }
});

t.test('without a reader, the server keeps serving, and ends when it is told to', async (t) => {
  for (const [signal, code] of [
    ['SIGTERM', 0],
    ['SIGUSR2', 1],
  ] as const) {
    const { child, url } = await serve(t, 'pipe', ['-v']);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const client = await connect(t, `${url}/room/blue/ws`);
    await client.request('ping', 1);
    child.kill(signal);
    t.same(await once(child, 'exit'), [code, null], signal);
  }
});

t.test('on a full disk, the server keeps serving, and ends when it is told to', async (t) => {
  for (const [signal, code] of [
    ['SIGTERM', 0],
    ['SIGHUP', 1],
  ] as const) {
    const { child, url } = await serve(t, fullDisk(t), ['-v']);
    const client = await connect(t, `${url}/room/blue/ws`);
    await client.request('ping', 1);
    child.kill(signal);
    t.same(await once(child, 'exit'), [code, null], signal);
  }
});

t.test('a start that fails ends the process, although nothing can be written', async (t) => {
  const file = fullDisk(t);
  const child = spawn(process.execPath, [script, 'serve', '--data', '/dev/null'], {
    stdio: ['ignore', file, file],
  });
  t.same(await once(child, 'exit'), [2, null]);
});
