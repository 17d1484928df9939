import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../helpers/free-port.js';
import type { Server } from './server.js';

const program = fileURLToPath(new URL('../../../cli/lectern.js', import.meta.url));

/** Receives a line of a log. */
export type LogListener = (line: Record<string, unknown>) => void;

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
   */
  constructor(
    private readonly options: string[] = [],
    private readonly told?: LogListener,
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

  /** Starts it, on its previous port if it had one. */
  async start(): Promise<void> {
    this.port ||= await freePort();
    const level = this.told ? 'info' : 'error';
    const options = ['--port', `${this.port}`, '--data', this.#data, '--log-level', level, ...this.options];
    const child = spawn(process.execPath, [program, 'serve', ...options], {
      stdio: ['ignore', this.told ? 'pipe' : 'inherit', 'pipe'],
    });
    this.#child = child;
    if (child.stdout) {
      createInterface(child.stdout).on('line', (line) => this.told?.(JSON.parse(line)));
    }
    if (child.stderr) {
      createInterface(child.stderr).on('line', (line) => {
        for (const hear of this.#hearers) hear(line);
      });
    }
    await this.says(/^\s+https?:/);
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

  /** Shuts it down as an operator would. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async remove(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(this.#data, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || !this.isUp) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Resolves when it prints that on the terminal. */
  async says(what: RegExp): Promise<void> {
    const child = this.#child;
    if (!child) throw new Error('the server has not been started');
    let stop = () => {};
    const said = new Promise<void>((resolve) => {
      const hear = (line: string): void => {
        if (what.test(line)) resolve();
      };
      this.#hearers.add(hear);
      stop = () => this.#hearers.delete(hear);
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the server ended with ${code} before it printed ${what}`);
    });
    ended.catch(() => {});
    await Promise.race([said, ended]).finally(() => stop());
  }
}
