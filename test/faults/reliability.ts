import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, type Part, readParts, sumOf } from './histories/part.js';

// Runs everything that shows that sessions survive and that clients cannot bring a server down, one program after the
// other, and writes their output into docs/reliability.md. Exits with code 1 if a guarantee was violated; the text of
// that part then stays unchanged. The whole run takes several hours and requires an otherwise idle machine. The second
// line runs two parts. The third line runs nothing: it adds up the histories that were run in parts before.
//     npm run reliability
//     npm run reliability -- restart slow
//     npm run reliability -- --parts parts.ndjson nodes

/** The programs and their arguments, by the mark of their figures in the document. */
const programs: Record<string, string[]> = {
  histories: ['faults/histories.js', '--runs', '10000'],
  nodes: ['faults/histories.js', '--nodes', '3', '--runs', '2000'],
  voices: ['browser/renewals.js'],
  slow: ['faults/slow-clients.js'],
  fuzz: ['faults/fuzz.js', '--frames', '1000000'],
  restart: ['faults/restart-crowd.js', '--clients', '1000'],
  rolling: ['faults/rolling-crowd.js', '--clients', '500'],
};

const document = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));

/** The new text of a part of the document. */
interface Figures {
  /** How they were measured, as Markdown. */
  source: string;
  printed: string;
}

/** Resolves with the program's output, or with undefined if it found a violation. */
async function run([file = '', ...args]: string[]): Promise<Figures | undefined> {
  const program = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  child.stdout.pipe(process.stdout, { end: false });
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  const source = `\`node dist/test/${[file, ...args].join(' ')}\`, ${day(new Date())}, ${machine()}:`;
  return code === 0 ? { source, printed } : undefined;
}

/** Adds up the histories that were run in parts. Returns undefined if there are none, or if one has a violation. */
function added(file: string, [program, ...args]: string[]): Figures | undefined {
  const { values } = parseArgs({
    args,
    options: {
      nodes: { type: 'string', default: '1' },
      busy: { type: 'string', default: '0' },
      runs: { type: 'string' },
    },
  });
  const parts = readParts(file, Number(values.nodes), Number(values.busy));
  const { wrong, printed } = sumOf(parts);
  console.log(printed);
  if (parts.length === 0 || wrong > 0) return undefined;
  const given = args.slice(0, args.indexOf('--runs')).map((each) => ` ${each}`);
  const seeds = parts.map(
    ({ first, runs, date }: Part) => `\`--seed ${first} --runs ${runs}\` (${date.slice(0, 16)}Z)`,
  );
  const machines = [...new Set(parts.map((part) => part.machine))];
  const source = `\`node dist/test/${program}${given.join('')}\` with ${seeds.join(', ')}, ${machines.join('; ')}:`;
  return { source, printed };
}

/** Returns the table in the output unchanged. If it has no table, returns the output as preformatted text. */
function asMarkdown(printed: string): string {
  const table = printed.split('\n').filter((line) => line.startsWith('|'));
  return table.length > 0 ? table.join('\n') : `\`\`\`text\n${printed.trim()}\n\`\`\``;
}

function record(part: string, { source, printed }: Figures): void {
  const page = readFileSync(document, 'utf8');
  const [begin, end] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  const [before, rest = ''] = page.split(begin);
  const after = rest.split(end)[1];
  if (after === undefined)
    throw new Error(`${document} has no marks for ${part}: expected ${begin} and ${end}`);
  writeFileSync(document, `${before}${begin}\n${source}\n\n${asMarkdown(printed)}\n${end}${after}`);
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

const { values, positionals: chosen } = parseArgs({
  options: { parts: { type: 'string' } },
  allowPositionals: true,
});
const inParts = Object.keys(programs).filter((name) => programs[name]?.[0] === 'faults/histories.js');
const known = values.parts === undefined ? Object.keys(programs) : inParts;
const unknown = chosen.filter((part) => !known.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(1);
}
for (const part of known) {
  if (chosen.length > 0 && !chosen.includes(part)) continue;
  const command = programs[part] ?? [];
  console.log(`${part}: ${command.join(' ')}`);
  const figures = values.parts === undefined ? await run(command) : added(values.parts, command);
  if (figures) record(part, figures);
  else process.exitCode = 1;
}
