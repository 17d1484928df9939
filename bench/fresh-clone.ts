/**
 * Measures what a newcomer waits for: a clean clone of a commit in a temporary folder, `npm ci` with an empty cache of
 * npm, and `npm start` until the server answers /readyz. Prints the median of some rounds as a row of a Markdown table.
 *
 *     npm run fresh-clone [-- [<rounds> [<commit>]]]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const [, , rounds = '3', commit = 'HEAD'] = process.argv;

/** ms between two requests to a server that is not ready yet. */
const INTERVAL = 20;

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Round {
  install: number;
  start: number;
  total: number;
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** Starts npm as a group of processes of its own, without the settings of the npm that runs this script. */
function npm(args: string[], cwd: string, cache: string): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  return spawn('npm', args, {
    cwd,
    env: { ...Object.fromEntries(inherited), npm_config_cache: cache },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function install(clone: string, cache: string): Promise<void> {
  const child = npm(['ci'], clone, cache);
  child.stderr?.pipe(process.stderr, { end: false });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`npm ci ended with ${code}`);
}

/** Resolves when the server is ready, with a function that stops it. */
async function start(clone: string, cache: string): Promise<() => Promise<void>> {
  const child = npm(['start', '--', '--port', '0'], clone, cache);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  if (!child.stderr) throw new Error('npm start has no output');
  for await (const line of createInterface(child.stderr)) {
    const url = /^\s+(http:\S+)/.exec(line)?.[1];
    if (!url) continue;
    while (!(await fetch(new URL('/readyz', url))).ok)
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    return stop;
  }
  throw new Error('npm start ended without a server');
}

async function measure(): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-clone-'));
  try {
    const [clone, cache] = [join(folder, 'lectern'), join(folder, 'cache')];
    const began = performance.now();
    git('clone', '--quiet', '--no-checkout', '--no-hardlinks', root, clone);
    git('-C', clone, 'checkout', '--quiet', revision);
    const cloned = performance.now();
    await install(clone, cache);
    const installed = performance.now();
    const stop = await start(clone, cache);
    const ready = performance.now();
    await stop();
    return { install: installed - cloned, start: ready - installed, total: ready - began };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const revision = git('rev-parse', commit).trim();
const measured: Round[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const each = await measure();
  console.error(`round ${round + 1}: ${seconds(each.total)}`);
  measured.push(each);
}
const totals = measured.map(({ total }) => total);
console.log(`| commit | npm ci | npm start to ready | clone to ready, median of ${rounds} | fastest to slowest |
| --- | --- | --- | --- | --- |
| ${revision.slice(0, 7)} | ${seconds(median(measured.map(({ install }) => install)))} | ${seconds(median(measured.map(({ start }) => start)))} | ${seconds(median(totals))} | ${seconds(Math.min(...totals))}–${seconds(Math.max(...totals))} |`);
