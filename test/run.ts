import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './packages.js';
import { killAll, runFile } from './run-file.js';

// tap's own runner compiles the tests with TypeScript 5's programming interface, which TypeScript 7 has not.
// What it does beside that is little: run each file, read its TAP, count.

const usage = `npm test [-- <part of a file's name>...]
npm run conformance -- <url of a server, such as https://example.org>`;

const compiled = new URL('./', import.meta.url);
const sources = new URL('../../test/', import.meta.url);

/** s that one file may take; those in a browser have a browser to start and voices to wait for. */
const limits = { node: 240, browser: 300 };

/** Whether a file starts browsers, wherever it lies. */
function inBrowser(file: string): boolean {
  if (file.startsWith('browser/')) return true;
  const source = readFileSync(new URL(file.replace(/\.js$/, '.ts'), sources), 'utf8');
  return source.includes('/helpers/chromium.js');
}

/** Every test file, as its path below test/. What a removed source left in dist/ is not one. */
function allFiles(): string[] {
  return readdirSync(fileURLToPath(sources), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, '.js'))
    .sort();
}

interface Selection {
  files: string[];
  url?: string;
}

/** Throws an Error with what is wrong with the arguments. */
function select(args: string[]): Selection {
  const files = allFiles();
  if (args[0] === '--conformance') {
    const [, url] = args;
    if (args.length !== 2 || !url || !/^(http|ws)s?:/.test(url) || !URL.canParse(url)) throw new Error(usage);
    return { files: files.filter((file) => file.startsWith('conformance/')), url };
  }
  if (args.some((arg) => arg.startsWith('-'))) throw new Error(usage);
  const chosen = files.filter((file) => args.length === 0 || args.some((arg) => file.includes(arg)));
  if (chosen.length === 0) throw new Error(`No test file has ${args.join(' or ')} in its name.`);
  return { files: chosen };
}

let passed = 0;
let failed = 0;

async function run(file: string): Promise<void> {
  const path = new URL(file, compiled);
  const limit = inBrowser(file) ? limits.browser : limits.node;
  const outcome = existsSync(path)
    ? await runFile(fileURLToPath(path), limit)
    : { passed: 0, failed: 1, report: '  ✗ not compiled: npm run build', time: 0 };
  passed += outcome.passed;
  failed += outcome.failed;
  const counts = `${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} failed` : ''}`;
  const mark = outcome.failed > 0 ? '✗' : '✓';
  console.log(
    `${mark} ${file.replace(/\.test\.js$/, '')} · ${counts} · ${(outcome.time / 1000).toFixed(1)} s`,
  );
  if (outcome.report) console.log(outcome.report);
}

/** Files that run side by side: those without a browser often wait, and two cores have room for four. */
const atOnce = { node: 4, browser: 3 };

async function runAll(files: string[], atOnce: number): Promise<void> {
  const waiting = [...files];
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await run(file);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function main(args: string[]): Promise<void> {
  const { files, url } = select(args);
  if (url) process.env.LECTERN_URL = url;
  else {
    ensurePackages();
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
    files.filter((file) => !inBrowser(file)),
    atOnce.node,
  );
  await runAll(files.filter(inBrowser), atOnce.browser);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
