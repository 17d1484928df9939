import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The cores of the server and of the load. */
export const cores = { server: 0, load: 1 };

export type ServerName =
  | 'lectern'
  | 'lectern, send'
  | 'lectern, node'
  | 'lectern, deflate'
  | 'lectern, Socket.IO'
  | 'relay'
  | 'socket.io'
  | 'socket.io, ajv';

interface Kind {
  name: ServerName;
  what: string;
  /** Node's arguments. */
  command: string[];
}

const unlimited = ['chat', 'other', 'signaling', 'address-connection'].flatMap((rate) => [
  ...[`--${rate}-rate`, '1000000'],
  ...[`--${rate}-burst`, '1000000'],
]);
unlimited.push('--address-connections', '1000000');

const lectern = ['dist/cli/lectern.js', 'serve', '--port', '0', ...unlimited];

export const kinds: Kind[] = [
  {
    name: 'lectern',
    what: 'default configuration with validation, metrics, log and room logs, but with raised rate limits; sends by io_uring',
    command: lectern,
  },
  {
    name: 'lectern, send',
    what: 'the same without io_uring, as in most containers (`--sending send`)',
    command: [...lectern, '--sending', 'send'],
  },
  {
    name: 'lectern, node',
    what: 'the same without the native module (`--sending node`)',
    command: [...lectern, '--sending', 'node'],
  },
  {
    name: 'lectern, deflate',
    what: 'the same as lectern, with `--deflate` and clients that offer permessage-deflate',
    command: [...lectern, '--deflate'],
  },
  {
    name: 'lectern, Socket.IO',
    what: 'the same as lectern, with `--socket-io` and clients of Socket.IO',
    command: [...lectern, '--socket-io'],
  },
  { name: 'relay', what: 'a bare ws relay that does not parse messages', command: ['bench/peers/relay.mjs'] },
  { name: 'socket.io', what: 'as in its documentation', command: ['bench/peers/socket-io.mjs'] },
  {
    name: 'socket.io, ajv',
    what: 'the same, with validation',
    command: ['bench/peers/socket-io.mjs', '--ajv'],
  },
];

/** A command that the kernel runs on one core only. */
export const pinned = (core: number, args: string[]): [string, string[]] => [
  'taskset',
  ['--cpu-list', String(core), process.execPath, ...args],
];

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a process that is killed when this one ends. */
export function start(
  core: number,
  args: string[],
  options: { env?: Record<string, string>; stdio: ('ignore' | 'pipe' | 'inherit')[] },
): ChildProcess {
  const child = spawn(...pinned(core, args), {
    cwd: root,
    stdio: options.stdio,
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export interface RunningServer {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/**
 * A new server on its core, on a free port.
 * @param flags of Node
 * @param options of the server
 */
export async function startServer(
  name: ServerName,
  flags: string[] = [],
  options: string[] = [],
): Promise<RunningServer> {
  const command = kinds.find((kind) => kind.name === name)?.command ?? [];
  const data = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  const server = start(cores.server, [...flags, ...command, ...options], {
    env: { LECTERN_DATA: data },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { pid, stderr } = server;
  if (pid === undefined || !stderr) throw new Error(`${name} could not be started`);
  const ended = once(server, 'exit');
  let said = '';
  for await (const line of createInterface(stderr)) {
    said += `${line}\n`;
    const port = Number(/^\s+http:\S+:(\d+)/.exec(line)?.[1]);
    if (!port) continue;
    stderr.resume();
    return {
      port,
      // taskset becomes the program that it starts.
      pid,
      async stop() {
        // A profile is only written by a process that exits on its own.
        server.kill(flags.length > 0 ? 'SIGTERM' : 'SIGKILL');
        await ended;
        rmSync(data, { recursive: true, force: true });
      },
    };
  }
  throw new Error(`${name} has not started:\n${said}`);
}
