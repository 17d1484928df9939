import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Postgres } from './helpers/postgres.js';
import { ensurePackages } from './packages.js';
import {
  type Batch,
  inBatches,
  longestFirst,
  plan,
  slowest,
  type TestFile,
  type Timed,
  withVariants,
} from './plan.js';
import { killAll, runFiles } from './run-file.js';
import { idleShare, runSideBySide } from './side-by-side.js';

// tap's own runner compiles the tests with TypeScript 5's programming interface, which TypeScript 7 does not have. This
// runner replaces the little that remains: run each file, read its TAP, count.

const compiled = new URL('./', import.meta.url);
const sources = new URL('../../test/', import.meta.url);

/**
 * Time limit of a file in seconds. It ends hangs: the longest file takes about a minute while others run beside it, so
 * a working file only exceeds it on a machine that is four times slower. Other files continue while one hangs.
 */
const LIMIT = 300;

/** Every test file that has a source. A removed source can have left its program in dist/. */
function allFiles(): TestFile[] {
  const names = readdirSync(sources, { recursive: true, encoding: 'utf8' }).sort();
  const files = names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => {
      const source = readFileSync(new URL(name, sources), 'utf8');
      return {
        path: name.replace(/\.test\.ts$/, ''),
        startsBrowsers: name.startsWith('browser/') || /\/helpers\/(chromium|firefox)\.js/.test(source),
        usesPostgres: /\/helpers\/(nodes|postgres)\.js/.test(source),
      };
    });
  return withVariants(files);
}

let passed = 0;
let failed = 0;
const times: Timed[] = [];
/** What failed, for the end of the output: only that is kept of a long one. */
const failures: string[] = [];

async function run({ name, files, nodes, overSocketIo }: Batch): Promise<void> {
  const programs = files.map(({ path }) => fileURLToPath(new URL(`${path}.test.js`, compiled)));
  const environment: Record<string, string> = {
    ...(nodes && { TEST_NODES: String(nodes) }),
    ...(overSocketIo && { TEST_TRANSPORT: 'socket.io' }),
  };
  const outcome = programs.every((program) => existsSync(program))
    ? await runFiles(programs, LIMIT * programs.length, environment)
    : { passed: 0, failed: 1, report: '  ✗ not compiled: npm run build', time: 0 };
  passed += outcome.passed;
  failed += outcome.failed;
  times.push({ name, time: outcome.time });
  const counts = `${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} failed` : ''}`;
  const mark = outcome.failed > 0 ? '✗' : '✓';
  const line = `${mark} ${name} · ${counts} · ${(outcome.time / 1000).toFixed(1)} s`;
  console.log(line);
  if (outcome.report) console.log(outcome.report);
  if (outcome.failed > 0) failures.push(`${line}\n${outcome.report}`);
}

/** The PostgreSQL server for all files that only need a database (test/helpers/postgres.ts). */
async function startPostgres(): Promise<Postgres> {
  const postgres = await Postgres.make('fsync=off', 'full_page_writes=off', 'max_connections=200');
  process.env.TEST_POSTGRES = postgres.url('postgres');
  return postgres;
}

async function main(args: string[]): Promise<void> {
  const { files, leftOut, url } = plan(args, allFiles());
  if (url) process.env.LECTERN_URL = url;
  else {
    ensurePackages({ browsers: files.some(({ startsBrowsers }) => startsBrowsers) });
    // The previous build might not have had a compiler.
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
  const postgres = files.some(({ usesPostgres }) => usesPostgres) ? await startPostgres() : undefined;
  const idle = idleShare();
  const started = performance.now();
  if (url) {
    // All files connect from one address, whose limits they share.
    for (const batch of inBatches(files)) await run(batch);
  } else await runSideBySide(inBatches(longestFirst(files)), run);
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  const busy = Math.round((1 - idle()) * 100);
  await postgres?.remove();
  const list = slowest(times);
  if (list) console.log(list);
  if (leftOut.length > 0) console.log(`Files left out because they start browsers: ${leftOut.length}`);
  if (failures.length > 0 && files.length > 1) console.log(`Failed:\n${failures.join('\n')}`);
  console.log(`${files.length} files in ${minutes} min, processors ${busy} % busy`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
