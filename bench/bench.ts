import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growthRows } from './growth.js';
import { compare, ratiosOf } from './guard.js';
import { guarded, type Row, rows, small } from './loads.js';
import { readNodes } from './nodes-recorded.js';
import { page, plots } from './page.js';
import { kept, type Part, parts, read, record, resultsOf } from './recorded.js';
import { type Effort, measureAll } from './runs.js';
import { root } from './servers.js';

// Measures Lectern next to its alternatives under the same loads, and how its cost grows, and writes
// docs/benchmarks.md. Linux only, with two otherwise idle cores.
// Measures these parts only; the others stay unchanged in the document:
//     npm run bench [-- peers] [-- growth]
// Measures one load; the others of that part stay unchanged, too:
//     npm run bench -- growth --row rooms-10
// Few and short rounds, written to dist/bench/quick/:
//     npm run bench -- --quick
// Writes the document from the last run without measuring:
//     npm run bench -- --page
// Compares Lectern and the relay with the last run:
//     npm run bench:check

const { values, positionals } = parseArgs({
  options: {
    row: { type: 'string' },
    quick: { type: 'boolean' },
    check: { type: 'boolean' },
    page: { type: 'boolean' },
  },
  allowPositionals: true,
});

const efforts: Record<Part, Effort> = {
  peers: { rounds: 4, seconds: 3, warmUp: 3 },
  growth: { rounds: 2, seconds: 2, warmUp: 2 },
};
const short: Effort = { rounds: 3, seconds: 2, warmUp: 2 };
const quick: Effort = { rounds: 1, seconds: 1, warmUp: 0.3 };

const rowsOf: Record<Part, Row[]> = { peers: rows, growth: growthRows };

const report = (line: string): void => console.error(line);

async function bench(chosen: readonly Part[]): Promise<void> {
  const folder = values.quick ? join(root, 'dist', 'bench', 'quick') : kept;
  const docs = values.quick ? folder : join(root, 'docs');
  mkdirSync(join(docs, 'benchmarks'), { recursive: true });
  for (const part of chosen) {
    const effort = values.quick ? quick : efforts[part];
    const chosenRows = rowsOf[part].filter(({ id }) => values.row === undefined || id === values.row);
    if (chosenRows.length === 0) throw new Error(`there is no load ${values.row} in ${part}`);
    const results = await measureAll(values.quick ? chosenRows.map(small) : chosenRows, effort, report);
    write(docs, record(folder, part, effort, results));
  }
  report(`written to ${docs}`);
}

function write(docs: string, recorded: ReturnType<typeof read>): void {
  for (const [name, svg] of plots(recorded)) writeFileSync(join(docs, 'benchmarks', name), svg);
  writeFileSync(join(docs, 'benchmarks.md'), page(recorded, readNodes()));
}

async function check(): Promise<void> {
  const { peers } = read(kept);
  if (!peers) throw new Error('there is no full run to compare with: npm run bench');
  const chosen = rows
    .filter(({ id }) => guarded.includes(id))
    .map((row): Row => ({ ...row, servers: ['lectern', 'relay'] }));
  const results = await measureAll(chosen, values.quick ? quick : short, report);
  const verdicts = compare(ratiosOf(chosen, results), ratiosOf(chosen, resultsOf(peers)));
  for (const { line } of verdicts) console.log(line);
  process.exitCode = verdicts.some(({ worse }) => worse) ? 1 : 0;
}

const isPart = (name: string): name is Part => parts.some((part) => part === name);

async function main(): Promise<void> {
  if (values.page) return write(join(root, 'docs'), read(kept));
  const unknown = positionals.filter((name) => !isPart(name));
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}: ${parts.join(', ')}`);
  if (availableParallelism() < 2) throw new Error('the server and the load each need a core of their own');
  if (!existsSync(join(root, 'bench', 'node_modules'))) throw new Error('first: npm ci --prefix bench');
  const chosen = positionals.filter(isPart);
  await (values.check ? check() : bench(chosen.length > 0 ? chosen : parts));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
