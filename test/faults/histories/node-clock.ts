import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The wall clock of a process, which can be shifted while the process runs (see shifted-clock.ts). */
export class NodeClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lectern-clock-'));
  readonly #file = join(this.#folder, 'shift');

  /** The environment variables with which a Node process uses this clock. */
  get environment(): Record<string, string> {
    const module = new URL('./shifted-clock.js', import.meta.url).href;
    const options = `${process.env.NODE_OPTIONS ?? ''} --import=${module}`;
    return { NODE_OPTIONS: options, CLOCK_SHIFT_FILE: this.#file };
  }

  /** Lets the clock jump, to a time that differs from the machine's by some ms. */
  shift(ms: number): void {
    writeFileSync(`${this.#file}.new`, String(ms));
    renameSync(`${this.#file}.new`, this.#file);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
