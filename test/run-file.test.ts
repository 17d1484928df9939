import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { runFiles } from './run-file.js';

const folder = mkdtempSync(join(tmpdir(), 'lectern-run-file-'));
t.teardown(() => rmSync(folder, { recursive: true }));
const tap = fileURLToPath(import.meta.resolve('tap'));

let files = 0;
function write(program: string): string {
  files += 1;
  const file = join(folder, `${files}.mjs`);
  writeFileSync(file, program);
  return file;
}

const outcomeOf = (program: string, limit = 120) => runFiles([write(program)], limit);

const withTap = (body: string): string => `import t from ${JSON.stringify(tap)};\n${body}`;

t.test('assertions are counted once each, including those of subtests', async (t) => {
  const outcome = await outcomeOf(
    withTap(
      `t.ok(1); t.test('a', async (t) => { t.ok(1); t.test('b', async (t) => { t.ok(1); t.ok(1); }); });`,
    ),
  );
  t.match(outcome, { passed: 4, failed: 0, report: '' });
});

t.test('several files run in one process, one after another', async (t) => {
  const first = withTap(
    `t.test('a', async (t) => t.equal(process.pid, (globalThis.pid ??= process.pid)));
     await t.test('b', async (t) => {
       await new Promise((resolve) => setImmediate(resolve));
       globalThis.ended = true;
       t.pass();
     });`,
  );
  const second = withTap(
    `t.test('c', async (t) => { t.equal(globalThis.pid, process.pid); t.equal(globalThis.ended, true); });`,
  );
  t.match(await runFiles([write(first), write(second)], 120), { passed: 4, failed: 0, report: '' });
  const failing = withTap(`await t.test('d', async (t) => t.fail('no good'));`);
  const outcome = await runFiles([write(failing), write(second)], 120);
  t.match(outcome, { passed: 0, failed: 3, report: /d > no good/ });
  const broken = await runFiles([write(`throw new Error('oh dear');`), write(first)], 120);
  t.match(broken, { passed: 0, report: /oh dear/ });
  t.ok(broken.failed > 0);
});

t.test('a subtest without assertions counts as one assertion', async (t) => {
  t.match(await outcomeOf(withTap(`t.test('a', async () => {});`)), { passed: 1, failed: 0 });
});

t.test(
  'a failed assertion is counted once and reported with its place, its difference and stderr',
  async (t) => {
    const outcome = await outcomeOf(
      withTap(
        `console.error('a word on stderr'); t.test('a', async (t) => { t.ok(1); t.equal(3, 4, 'sums up'); });`,
      ),
    );
    t.match(outcome, { passed: 1, failed: 1 });
    t.match(outcome.report, 'a > sums up');
    t.match(outcome.report, /-4\s+\+3/);
    t.match(outcome.report, 'a word on stderr');
  },
);

t.test('reasons for a file to fail', async (t) => {
  const failing: [string, string, string | RegExp, number?][] = [
    ['a skipped test', withTap(`t.ok(1); t.test('a', { skip: true }, () => {});`), 'skipped'],
    ['a test still to be done', withTap(`t.ok(1); t.test('later');`), 'skipped'],
    [
      'a thrown error',
      withTap(`t.ok(1); t.test('a', async () => { throw new Error('oh dear'); });`),
      'oh dear',
    ],
    ['a plan that is not kept', withTap(`t.ok(1); t.test('a', async (t) => { t.plan(2); t.ok(1); });`), 'a'],
    ['a top-level plan that is not kept', `console.log('TAP version 14\\n1..2\\nok 1\\n');`, 'bad TAP'],
    ['no output at all', ``, 'no assertion'],
    ['an empty plan', `console.log('TAP version 14\\n1..0');`, 'no assertion'],
    ['a bad exit', `console.log('TAP version 14\\n1..1\\nok 1'); process.exitCode = 3;`, 'exit code 3'],
    ['a crash', `console.log('TAP version 14\\n1..1\\nok 1'); process.abort();`, 'SIGABRT'],
    ['a bail-out', withTap(`t.ok(1); t.bailout('no use');`), 'no use'],
    ['a promise that is never kept', withTap(`t.ok(1); t.test('a', () => new Promise(() => {}));`), 'a'],
    [
      'taking too long',
      withTap(`t.ok(1); setInterval(() => {}, 1000); t.test('slow', () => new Promise(() => {}));`),
      /slow|killed: it took longer than 2 s/,
      2,
    ],
  ];
  await Promise.all(
    failing.map(async ([what, program, report, limit]) => {
      const outcome = await outcomeOf(program, limit);
      t.ok(outcome.failed > 0, what);
      t.match(outcome.report, report, `${what}: the report contains it`);
    }),
  );
});
