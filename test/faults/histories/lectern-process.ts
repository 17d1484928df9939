import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../helpers/free-port.js';
import type { LogListener } from './node-log.js';
import type { Server } from './server.js';

const program = fileURLToPath(new URL('../../../cli/lectern.js', import.meta.url));

/** A server in a process of its own, on a data folder that survives its restarts. */
export class LecternProcess implements Server {
  readonly #data = mkdtempSync(join(tmpdir(), 'lectern-histories-'));
  #child: ChildProcess | undefined;
  readonly #hearers = new Set<(line: string) => void>();
  port = 0;
  /** How often it was killed; each time, its data in memory was lost. */
  kills = 0;

  /**
   * @param options of the command line
   * @param told receives every line of the log; without it, errors go to our standard error and the rest is discarded
   * @param environment variables in addition to ours
   */
  constructor(
    private readonly options: string[] = [],
    private readonly told?: LogListener,
    private readonly environment: Record<string, string> = {},
  ) {}

  /** The port for new connections. */
  route(): number {
    return this.port;
  }

  get isUp(): boolean {
    const { exitCode = 0, signalCode = null } = this.#child ?? {};
    return exitCode === null && signalCode === null;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /**
   * Starts it, on its previous port if it had one.
   * @param ready the line that it prints on the terminal when it is ready
   */
  async start(ready = /^\s+https?:/): Promise<void> {
    this.port ||= await freePort();
    const level = this.told ? 'info' : 'error';
    const options = ['--port', `${this.port}`, '--data', this.#data, '--log-level', level, ...this.options];
    const child = spawn(process.execPath, [program, 'serve', ...options], {
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', this.told ? 'pipe' : 'inherit', 'pipe'],
    });
    this.#child = child;
    process.once('exit', this.#killAtExit);
    if (child.stdout) {
      createInterface(child.stdout).on('line', (line) => this.told?.(JSON.parse(line)));
    }
    if (child.stderr) {
      createInterface(child.stderr).on('line', (line) => {
        for (const hear of this.#hearers) hear(line);
      });
    }
    await this.says(ready);
  }

  /** Replaces each node that shares the port with a new one. Resolves when all are replaced. */
  async replaceNodes(): Promise<void> {
    const replaced = this.says(/all nodes have been replaced/);
    this.#child?.kill('SIGUSR2');
    await replaced;
  }

  async kill(): Promise<void> {
    this.kills += 1;
    await this.#end('SIGKILL');
  }

  /** Holds the process up, until thaw(). */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Shuts it down as an operator would. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async remove(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(this.#data, { recursive: true, force: true });
  }

  readonly #killAtExit = (): void => void this.#child?.kill('SIGKILL');

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || !this.isUp) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    process.off('exit', this.#killAtExit);
  }

  /** Resolves when it prints that on the terminal, from now on. */
  private async says(what: RegExp): Promise<void> {
    const child = this.#child;
    if (!child) throw new Error('the server has not been started');
    let stop = () => {};
    const lines: string[] = [];
    const said = new Promise<void>((resolve) => {
      const hear = (line: string): void => {
        lines.push(line);
        if (what.test(line)) resolve();
      };
      this.#hearers.add(hear);
      stop = () => this.#hearers.delete(hear);
    });
    const ended = once(child, 'close').then(([code]) => {
      throw new Error(`the server ended with ${code} before it printed ${what}: ${lines.join(' ')}`);
    });
    ended.catch(() => {});
    await Promise.race([said, ended]).finally(() => stop());
  }
}
