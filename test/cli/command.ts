import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';

const script = fileURLToPath(new URL('../../cli/lectern.js', import.meta.url));

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Command {
  /** Resolves with the match as soon as the combined output has one. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  /** Closes our end of its standard output, as `head` does. */
  stopReading(): void;
  /** Resolves when the process has ended. */
  outcome: Promise<Outcome>;
}

/** The compiled command in a process of its own, which is killed at the end of the test. */
export function lectern(t: Test, args: string[], env: Record<string, string> = {}): Command {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LECTERN_'));
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...Object.fromEntries(inherited), LECTERN_DATA: data, ...env },
  });
  const written = { stdout: '', stderr: '', all: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      written.all += text;
      for (const watch of watchers) watch();
    });
  }
  const outcome = once(child, 'close').then(([code]) => {
    for (const watch of watchers) watch();
    return { code: code as number | null, stdout: written.stdout, stderr: written.stderr };
  });
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  t.teardown(async () => {
    if (!ended()) child.kill('SIGKILL');
    await outcome;
  });
  return {
    outcome,
    signal: (name) => child.kill(name),
    stopReading: () => child.stdout.destroy(),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const match = pattern.exec(written.all);
          if (match) resolve(match);
          else if (!ended()) return;
          else reject(new Error(`the command ended without printing ${pattern}:\n${written.all}`));
          watchers.delete(watch);
        };
        watchers.add(watch);
        watch();
      }),
  };
}
