import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './packages.js';
import { plan, slowest, type TestFile, type Timed } from './plan.js';
import { killAll, runFile } from './run-file.js';

// tap's own runner compiles the tests with TypeScript 5's programming interface, which TypeScript 7 has not.
// What it does beside that is little: run each file, read its TAP, count.

const compiled = new URL('./', import.meta.url);
const sources = new URL('../../test/', import.meta.url);

/** s that one file may take; those in a browser have a browser to start and voices to wait for. */
const limits = { node: 240, browser: 300 };

/** Whether a file starts browsers. */
function startsBrowsers(source: string): boolean {
  return (
    source.startsWith('browser/') ||
    readFileSync(new URL(source, sources), 'utf8').includes('/helpers/chromium.js')
  );
}

/** Every test file that has a source. A removed source can have left its program in dist/. */
function allFiles(): TestFile[] {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => ({ name: file.replace(/\.test\.ts$/, ''), startsBrowsers: startsBrowsers(file) }));
}

let passed = 0;
let failed = 0;
const times: Timed[] = [];

async function run({ name, startsBrowsers }: TestFile): Promise<void> {
  const program = new URL(`${name}.test.js`, compiled);
  const limit = startsBrowsers ? limits.browser : limits.node;
  const outcome = existsSync(program)
    ? await runFile(fileURLToPath(program), limit)
    : { passed: 0, failed: 1, report: '  ✗ not compiled: npm run build', time: 0 };
  passed += outcome.passed;
  failed += outcome.failed;
  times.push({ name, time: outcome.time });
  const counts = `${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} failed` : ''}`;
  const mark = outcome.failed > 0 ? '✗' : '✓';
  console.log(`${mark} ${name} · ${counts} · ${(outcome.time / 1000).toFixed(1)} s`);
  if (outcome.report) console.log(outcome.report);
}

/** Files that run side by side: those without a browser often wait, and two cores have room for four. */
const atOnce = { node: 4, browser: 3 };

async function runAll(files: TestFile[], atOnce: number): Promise<void> {
  const waiting = [...files];
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await run(file);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function main(args: string[]): Promise<void> {
  const { files, leftOut, url } = plan(args, allFiles());
  if (url) process.env.LECTERN_URL = url;
  else {
    ensurePackages({ browsers: files.some(({ startsBrowsers }) => startsBrowsers) });
    // The build before this had perhaps no compiler.
    execFileSync(process.execPath, [fileURLToPath(new URL('../build/native.js', compiled))], {
      stdio: 'inherit',
    });
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      killAll();
      process.exit(130);
    });
  }
  // Those in browsers last: they take longest, and of the others one knows soon.
  await runAll(
    files.filter(({ startsBrowsers }) => !startsBrowsers),
    atOnce.node,
  );
  await runAll(
    files.filter(({ startsBrowsers }) => startsBrowsers),
    atOnce.browser,
  );
  const list = slowest(times);
  if (list) console.log(list);
  if (leftOut.length > 0) console.log(`Files left out because they start browsers: ${leftOut.length}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
