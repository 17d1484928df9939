import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../cli/lectern.js', import.meta.url));

/** Without the limits that would stop most frames early; limits of size and shape stay. */
const unlimited = [
  'address-connection-rate',
  'address-connection-burst',
  'signaling-rate',
  'signaling-burst',
  'chat-rate',
  'chat-burst',
  'other-rate',
  'other-burst',
  'refusals',
];

/** If the machine's disk is too busy, a change can be refused, as documented. */
const isOverload = (line: string): boolean => JSON.parse(line).err?.code === 'unavailable';

/** A server in a process of its own. */
export class ServerProcess {
  /** Errors in the log: a fuzzed server should have none. */
  readonly errors: string[] = [];
  /** Set when the process has ended, for any reason. */
  ended: string | undefined;

  private constructor(
    readonly url: string,
    readonly pid: number,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<ServerProcess> {
    const data = mkdtempSync(join(tmpdir(), 'lectern-fuzz-'));
    const flags = unlimited.flatMap((name) => [`--${name}`, '1000000000']);
    const child = spawn(
      process.execPath,
      [script, 'serve', '--port', '0', '--data', data, '--log-level', 'error', ...flags],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        // Makes glibc return the memory of password hashing (16 MiB per thread of the pool) immediately. Otherwise it
        // would look like growth, or hide real growth.
        env: { ...process.env, MALLOC_MMAP_THRESHOLD_: String(2 ** 20) },
      },
    );
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    const exit = once(child, 'exit');
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (found) resolve(found);
      });
      void exit.then(() => reject(new Error(`the server did not start:\n${said}`)));
    });
    const server = new ServerProcess(url, child.pid ?? 0, async () => {
      process.off('exit', kill);
      kill();
      await exit;
      rmSync(data, { recursive: true, force: true });
    });
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      server.errors.push(...lines.filter((line) => !isOverload(line)));
    });
    void exit.then(([code, signal]) => {
      server.ended = `exit ${code ?? signal}: ${said.split('\n').at(-2) ?? ''}`;
    });
    return server;
  }

  /** Resident memory in MiB. */
  memory(): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.pid)], { encoding: 'utf8' })) / 1024;
  }

  /** Number of accepted messages by result: `ok`, or the error's code. */
  async results(): Promise<Record<string, number>> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const counts: Record<string, number> = {};
    for (const [, result = '', count] of text.matchAll(
      /^lectern_messages_total\{.*result="([^"]*)".*\} (\d+)$/gm,
    )) {
      counts[result] = (counts[result] ?? 0) + Number(count);
    }
    return counts;
  }
}
