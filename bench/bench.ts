import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, ratiosOf } from './guard.js';
import { guarded, type Row, rows, small } from './loads.js';
import { page, plots } from './page.js';
import { type Effort, measureAll } from './runs.js';
import { root } from './servers.js';

// Measures Lectern beside what people would pick instead, each under the same loads, and writes docs/benchmarks.md.
// Linux only, with two cores that have nothing else to do.
//
//     npm run bench [-- --quick]     with --quick: few and short rounds, written to dist/bench/quick/
//     npm run bench:check            whether Lectern is still as good beside the relay as the last full run says

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, check: { type: 'boolean' } } });

const full: Effort = { rounds: 5, seconds: 4, warmUp: 1 };
const short: Effort = { rounds: 3, seconds: 2, warmUp: 1 };
const quick: Effort = { rounds: 1, seconds: 1, warmUp: 0.3 };

const recorded = join(root, 'bench', 'recorded.json');
const report = (line: string): void => console.error(line);

async function bench(): Promise<void> {
  const chosen = values.quick ? rows.map(small) : rows;
  const effort = values.quick ? quick : full;
  const results = await measureAll(chosen, effort, report);
  const docs = values.quick ? join(root, 'dist', 'bench', 'quick') : join(root, 'docs');
  mkdirSync(join(docs, 'benchmarks'), { recursive: true });
  for (const [name, svg] of plots(chosen, results)) writeFileSync(join(docs, 'benchmarks', name), svg);
  writeFileSync(join(docs, 'benchmarks.md'), page(chosen, results, effort));
  if (!values.quick) writeFileSync(recorded, `${JSON.stringify(ratiosOf(rows, results), null, 2)}\n`);
  report(`written to ${docs}`);
}

async function check(): Promise<void> {
  if (!existsSync(recorded)) throw new Error('there is no full run to compare with: npm run bench');
  const chosen = rows
    .filter(({ id }) => guarded.includes(id))
    .map((row): Row => ({ ...row, servers: ['lectern', 'relay'] }));
  const results = await measureAll(chosen, values.quick ? quick : short, report);
  const verdicts = compare(ratiosOf(chosen, results), JSON.parse(readFileSync(recorded, 'utf8')));
  for (const { line } of verdicts) console.log(line);
  process.exitCode = verdicts.some(({ worse }) => worse) ? 1 : 0;
}

async function main(): Promise<void> {
  if (availableParallelism() < 2) throw new Error('the server and the load each need a core of their own');
  if (!existsSync(join(root, 'bench', 'node_modules'))) throw new Error('first: npm ci --prefix bench');
  await (values.check ? check() : bench());
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
