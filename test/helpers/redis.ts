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

/** The program to start: another version of Redis, or valkey-server, if the environment names one. */
const program = process.env.REDIS_SERVER ?? 'redis-server';

/** A private redis-server on 127.0.0.1. */
export class Redis {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    readonly port: number,
    private readonly flags: string[],
  ) {}

  /** Creates and starts one; the caller has to `remove()` it. */
  static async make(flags: string[] = []): Promise<Redis> {
    const redis = new Redis(mkdtempSync(join(tmpdir(), 'lectern-redis-')), await freePort(), flags);
    await redis.start();
    return redis;
  }

  /** `redis://127.0.0.1:<port>` */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Its process, while it runs. */
  get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`${program} is not running`);
    return this.child.pid;
  }

  /** Starts it again after `stop`, on the same port, with the data it kept. */
  async start(): Promise<void> {
    const { port, directory, flags } = this;
    const given = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', '', ...flags];
    const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    process.once('exit', this.killAtExit);
    let said = '';
    for await (const line of createInterface(child.stdout)) {
      said += `${line}\n`;
      if (line.includes('Ready to accept connections')) {
        child.stdout.resume();
        return;
      }
    }
    throw new Error(`${program} did not start:\n${said}`);
  }

  /** Ends it as a crash does. */
  async stop(): Promise<void> {
    const { child } = this;
    process.off('exit', this.killAtExit);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Ends it permanently. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Runs a command on it. */
  command(...args: string[]): Promise<{ stdout: string }> {
    return run('redis-cli', ['-p', `${this.port}`, ...args]);
  }

  /** Suspends it: connections stay open without answers. */
  hang(): void {
    this.child?.kill('SIGSTOP');
  }

  /** Resumes it. */
  goOn(): void {
    this.child?.kill('SIGCONT');
  }

  private readonly killAtExit = (): void => void this.child?.kill('SIGKILL');
}

/** A real redis-server on 127.0.0.1, which the test ends. */
export async function startRedis(t: Pick<Test, 'teardown'>, flags: string[] = []): Promise<Redis> {
  const redis = await Redis.make(flags);
  t.teardown(() => redis.remove());
  return redis;
}

const run = promisify(execFile);

/** Resolves once a node of a Redis Cluster knows all the others. It only reports that on request. */
async function agreed(port: number): Promise<void> {
  for (;;) {
    const { stdout } = await run('redis-cli', ['-p', `${port}`, 'cluster', 'info']);
    if (stdout.includes('cluster_state:ok')) return;
    await pause(20);
  }
}

/** Three of them that form one Redis Cluster. */
export async function startRedisCluster(t: Test): Promise<Redis[]> {
  const nodes: Redis[] = [];
  const addresses: string[] = [];
  for (let i = 0; i < 3; i++) {
    // The port of their own bus. The default is 10,000 above the other port, which might exceed the range.
    const between = `${await freePort()}`;
    const node = await startRedis(t, ['--cluster-enabled', 'yes', '--cluster-port', between]);
    nodes.push(node);
    addresses.push(`127.0.0.1:${node.port}@${between}`);
  }
  await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  for (const { port } of nodes) await agreed(port);
  return nodes;
}
