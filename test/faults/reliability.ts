import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

// Runs everything that shows that sessions survive and that clients cannot bring a server down, one program after the
// other, and writes their output into docs/reliability.md. Exits with code 1 if a guarantee was violated; the text of
// that part then stays unchanged. The whole run takes more than an hour and requires an otherwise idle machine. The
// second line runs two parts.
//     npm run reliability
//     npm run reliability -- restart slow

/** The programs and their arguments, by the mark of their figures in the document. */
const parts: Record<string, string[]> = {
  histories: ['faults/histories.js', '--runs', '10000'],
  nodes: ['faults/histories.js', '--nodes', '3', '--runs', '336'],
  voices: ['browser/renewals.js'],
  slow: ['faults/slow-clients.js'],
  fuzz: ['faults/fuzz.js', '--frames', '1000000'],
  restart: ['faults/restart-crowd.js', '--clients', '1000'],
  rolling: ['faults/rolling-crowd.js', '--clients', '500'],
};

const document = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));

/** Resolves with the program's output, or with undefined if it found a violation. */
async function run([file = '', ...args]: string[]): Promise<string | undefined> {
  const program = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  child.stdout.pipe(process.stdout, { end: false });
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  return code === 0 ? printed : undefined;
}

/** Returns the table in the output unchanged. If it has no table, returns the output as preformatted text. */
function asMarkdown(printed: string): string {
  const table = printed.split('\n').filter((line) => line.startsWith('|'));
  return table.length > 0 ? table.join('\n') : `\`\`\`text\n${printed.trim()}\n\`\`\``;
}

function recorded(part: string, command: string[], printed: string): void {
  const page = readFileSync(document, 'utf8');
  const [begin, end] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  const [before, rest = ''] = page.split(begin);
  const after = rest.split(end)[1];
  if (after === undefined)
    throw new Error(`${document} has no marks for ${part}: expected ${begin} and ${end}`);
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Linux ${release()}, Node ${process.versions.node}`;
  const source = `\`node dist/test/${command.join(' ')}\`, ${date}, ${machine}:`;
  writeFileSync(document, `${before}${begin}\n${source}\n\n${asMarkdown(printed)}\n${end}${after}`);
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((part) => !(part in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
for (const [part, command] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(part)) continue;
  console.log(`${part}: ${command.join(' ')}`);
  const printed = await run(command);
  if (printed === undefined) process.exitCode = 1;
  else recorded(part, command, printed);
}
