import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { Parser, type Result } from 'tap-parser';

export interface Outcome {
  passed: number;
  failed: number;
  /** The printed report of the failures; empty if there are none. */
  report: string;
  /** ms */
  time: number;
}

/** The program that runs several files. */
const together = fileURLToPath(new URL('run-together.js', import.meta.url));

const running = new Set<ChildProcess>();

/** Ends the running files, with the processes that they started. */
export function killAll(): void {
  for (const child of running) kill(child);
}

function kill(child: ChildProcess): void {
  try {
    // Each file leads a process group of its own.
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended on its own.
  }
}

const indented = (text: string, by = '    '): string => text.trimEnd().replaceAll(/^/gm, by);

function diagnostics(diag: unknown): string {
  if (typeof diag !== 'object' || diag === null) return '';
  const { at: _, ...told } = diag as Record<string, unknown>;
  const lines = Object.entries(told).map(([name, value]) => {
    const text = typeof value === 'string' ? value : inspect(value, { depth: 8, breakLength: 100 });
    return text.includes('\n') ? `${name}:\n${indented(text, '  ')}` : `${name}: ${text}`;
  });
  return lines.join('\n');
}

/** Counts the assertions in a TAP stream and keeps the diagnostics of failed ones. */
class Tally {
  passed = 0;
  readonly failures: string[] = [];
  /** The file's standard output apart from TAP. */
  extra = '';
  readonly parser = new Parser();

  constructor() {
    this.watch(this.parser, []);
  }

  private watch(parser: Parser, path: string[]): void {
    let failuresOfChild = 0;
    let assertionsOfChild = 0;
    parser.on('child', (child: Parser) => {
      const before = this.failures.length;
      this.watch(child, [...path, child.name]);
      child.on('complete', (results) => {
        failuresOfChild = this.failures.length - before;
        assertionsOfChild = results.count;
      });
    });
    parser.on('extra', (text: string) => {
      if (parser === this.parser) this.extra += text;
    });
    parser.on('assert', (result: Result) => {
      // The line that closes a subtest summarizes its assertions. It counts as one if there were none, or if the
      // subtest as a whole failed: it timed out or threw.
      const closing = result.closingTestPoint;
      const known = closing && (result.ok ? assertionsOfChild : failuresOfChild) > 0;
      if (closing) {
        failuresOfChild = 0;
        assertionsOfChild = 0;
      }
      const where = [...path, result.name].join(' > ');
      if (result.skip || result.todo) this.failures.push(`${where}\n    skipped: no test may be`);
      else if (!result.ok && !known)
        this.failures.push(`${where}\n${indented(diagnostics(result.diag))}`.trimEnd());
      else if (result.ok && !known) this.passed += 1;
    });
    parser.on('complete', (results) => {
      for (const failure of results.failures) {
        if (failure.tapError) {
          this.failures.push([...path, `bad TAP: ${failure.tapError}`].join(' > '));
        }
      }
      if (results.bailout) this.failures.push([...path, `bailed out: ${results.bailout}`].join(' > '));
    });
  }
}

/**
 * Runs compiled test files in one process and reads their TAP. A crash, more than `limit` seconds, or no assertion at
 * all counts as a failure.
 * @param environment variables in addition to those of this process
 */
export async function runFiles(
  files: string[],
  limit: number,
  environment: Record<string, string> = {},
): Promise<Outcome> {
  const started = performance.now();
  const tally = new Tally();
  const program = files.length > 1 ? [together, ...files] : files;
  const child = spawn(process.execPath, ['--enable-source-maps', ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    // tap itself ends tests that take too long, and reports their state.
    env: { ...process.env, ...environment, TAP_TIMEOUT: String(limit) },
  });
  running.add(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.on('data', (chunk: Buffer) => tally.parser.write(chunk));
  let killed = false;
  const graceSeconds = 5;
  const timer = setTimeout(
    () => {
      killed = true;
      kill(child);
    },
    (limit + graceSeconds) * 1000,
  );
  const ended = await new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  clearTimeout(timer);
  running.delete(child);
  // Leftovers of the file would disturb the next one.
  kill(child);
  const complete = new Promise((resolve) => tally.parser.once('complete', resolve));
  tally.parser.end();
  await complete;

  const { failures, passed } = tally;
  if (killed) failures.push(`killed: it took longer than ${limit} s`);
  else if (ended.signal) failures.push(`killed by ${ended.signal}`);
  else if (ended.code !== 0 && failures.length === 0) failures.push(`exit code ${ended.code}`);
  if (passed + failures.length === 0) failures.push('no assertion was made');
  const report = [...failures.map((failure) => `  ✗ ${failure}`)];
  if (failures.length > 0 && tally.extra.trim())
    report.push('  standard output:', indented(tally.extra, '  | '));
  if (failures.length > 0 && stderr.trim()) report.push('  standard error:', indented(stderr, '  | '));
  return {
    passed,
    failed: failures.length,
    report: report.join('\n'),
    time: performance.now() - started,
  };
}
