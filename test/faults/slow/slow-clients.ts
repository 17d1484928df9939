import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SlowTask } from './manners.js';

const program = fileURLToPath(new URL('./slow-program.js', import.meta.url));

/** Clients that can misbehave, in a process of their own. */
export class SlowClients {
  private constructor(
    private readonly child: ChildProcess,
    /** Their IDs. */
    readonly ids: readonly string[],
  ) {}

  /** Resolves when all are in the room. */
  static async start(task: SlowTask): Promise<SlowClients> {
    const child = spawn(process.execPath, [program, JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process.once('exit', () => child.kill('SIGKILL'));
    if (!child.stdout) throw new Error("the clients' process has no output");
    for await (const line of createInterface(child.stdout)) return new SlowClients(child, JSON.parse(line));
    throw new Error('the clients could not join the room');
  }

  /** From now on they misbehave as configured. */
  misbehave(): void {
    this.child.kill('SIGUSR2');
  }

  /** Stops their process; their connections remain. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}
