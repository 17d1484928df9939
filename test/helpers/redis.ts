import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Test } from 'tap';
import { freePort } from './free-port.js';

export interface Redis {
  port: number;
  /** Its process, until it is restarted. */
  pid: number;
  /** `redis://127.0.0.1:<port>` */
  url: string;
  /** Ends it as a crash does, and starts it on the same port, with what it kept. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it, and removes its folder. */
  remove(): Promise<void>;
  /** Runs a command on it. */
  command(...args: string[]): Promise<unknown>;
  /** Keeps its connections, and says nothing any more. */
  hang(): void;
  /** Goes on after that. */
  goOn(): void;
}

/** A real redis-server on 127.0.0.1, ended by the test. */
export async function startRedis(t: Test, flags: string[] = []): Promise<Redis> {
  const redis = await makeRedis(flags);
  t.teardown(() => redis.remove());
  return redis;
}

/** The same; whoever makes one has to `remove()` it. */
export async function makeRedis(flags: string[] = []): Promise<Redis> {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-redis-'));
  const port = await freePort();
  let child = await start(port, directory, flags);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  const remove = async (): Promise<void> => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const restart = async (): Promise<void> => {
    await stop();
    child = await start(port, directory, flags);
  };
  const command = (...args: string[]) => run('redis-cli', ['-p', `${port}`, ...args]);
  const hang = () => void child.kill('SIGSTOP');
  const goOn = () => void child.kill('SIGCONT');
  const { pid = 0 } = child;
  return { port, pid, url: `redis://127.0.0.1:${port}`, restart, stop, remove, command, hang, goOn };
}

const run = promisify(execFile);

/** Resolves once a node of a cluster knows of all the others; it says so only where it is asked. */
async function agreed(port: number): Promise<void> {
  for (;;) {
    const { stdout } = await run('redis-cli', ['-p', `${port}`, 'cluster', 'info']);
    if (stdout.includes('cluster_state:ok')) return;
    await pause(20);
  }
}

/** Three of them that are one Redis Cluster. */
export async function startRedisCluster(t: Test): Promise<Redis[]> {
  const nodes: Redis[] = [];
  const addresses: string[] = [];
  for (let i = 0; i < 3; i++) {
    // On which they talk with each other; by default 10,000 above the other port, where there may be no port.
    const between = `${await freePort()}`;
    const node = await startRedis(t, ['--cluster-enabled', 'yes', '--cluster-port', between]);
    nodes.push(node);
    addresses.push(`127.0.0.1:${node.port}@${between}`);
  }
  await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  for (const { port } of nodes) await agreed(port);
  return nodes;
}

async function start(port: number, directory: string, flags: string[]): Promise<ChildProcess> {
  const given = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', '', ...flags];
  const child = spawn('redis-server', given, { stdio: ['ignore', 'pipe', 'inherit'] });
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  let said = '';
  for await (const line of createInterface(child.stdout as NodeJS.ReadableStream)) {
    said += `${line}\n`;
    if (line.includes('Ready to accept connections')) {
      child.stdout?.resume();
      return child;
    }
  }
  throw new Error(`redis-server did not start:\n${said}`);
}
