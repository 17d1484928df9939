import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Trouble } from './trouble.js';

const program = fileURLToPath(new URL('./flood-program.js', import.meta.url));

/** A process that attempts to send 10,000 messages a second. */
export class Flood implements Trouble {
  readonly ids = [];
  private child: ChildProcess | undefined;

  private constructor(private readonly url: string) {}

  static async start(url: string): Promise<Flood> {
    return new Flood(url);
  }

  begin(): void {
    const child = spawn(process.execPath, [program, this.url], { stdio: 'inherit' });
    process.once('exit', () => child.kill('SIGKILL'));
    this.child = child;
  }

  async end(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}
