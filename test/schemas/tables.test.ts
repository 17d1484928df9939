import { readdirSync, readFileSync } from 'node:fs';
import { closes, errors } from 'lectern-protocol';
import t from 'tap';
import { load, root } from '../../schemas/generators/load.js';

/** The rows of the Markdown table below a heading, as their cells. */
function tableBelow(page: string, heading: string): string[][] {
  const section = page.split(`\n### ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

const page = readFileSync(new URL('docs/protocol.md', root), 'utf8');
const yesNo = (is: boolean): string => (is ? 'yes' : 'no');

/** The text of every source file below a folder of the checkout. */
function sourcesOf(folder: string): string {
  const base = new URL(`${folder}/`, root);
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, base), 'utf8'))
    .join('\n');
}

const server = sourcesOf('server');

t.test('the tables in JSON, in code and in the protocol page are equal', async (t) => {
  const sources = await load();
  t.same(errors, sources.errors.codes);
  t.same(closes, sources.closes.codes);
  t.same(
    tableBelow(page, 'Error codes'),
    Object.entries(errors).map(([code, { meaning, retry, status }]) => [
      `\`${code}\``,
      meaning,
      yesNo(retry),
      String(status),
    ]),
  );
  t.same(
    tableBelow(page, 'Close codes'),
    Object.entries(closes).map(([name, { code, reconnect, meaning }]) => [
      String(code),
      name,
      yesNo(reconnect),
      meaning,
    ]),
  );
});

t.test('every error code that the server uses is in the table', async (t) => {
  const used = new Set([...server.matchAll(/new Refusal\(\s*'([^']*)'/g)].map(([, code]) => code as string));
  t.ok(used.size > 0);
  for (const code of used) t.ok(code in errors, code);
});

t.test('every error code of a current message is used somewhere', async (t) => {
  const { families } = await load();
  const named = new Set(
    families.flatMap(({ messages }) => Object.values(messages).flatMap((each) => each.errors)),
  );
  for (const code of named) t.ok(server.includes(`'${code}'`), code);
});

t.test('every close code is used: ours by the server, the protocol’s by ws', async (t) => {
  const wsReceiver = readFileSync(new URL('node_modules/ws/lib/receiver.js', root), 'utf8');
  for (const [name, { code }] of Object.entries(closes)) {
    const ours = server.includes(`'${name}'`) || server.includes(`closes.${name}`);
    t.ok(ours || wsReceiver.includes(` ${code},`), `${code} ${name}`);
  }
  const numbers = [...server.matchAll(/(?:close|terminate)\((\d{4})/g)].map(([, code]) => Number(code));
  t.same(numbers, [], 'and none is written as a number');
});
