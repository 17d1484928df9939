import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const script = fileURLToPath(new URL('../../build/native.js', import.meta.url));
const run = promisify(execFile);

t.test('send.c is compiled without warnings, once', async (t) => {
  const target = join(t.testdir(), 'send.node');
  const made = await run(process.execPath, [script, target]);
  t.same(made, { stdout: '', stderr: '' });
  t.type(createRequire(import.meta.url)(target).sender, 'function');
  t.same(await run(process.execPath, [script, target], { env: { CC: '/nowhere/cc' } }), made, 'it exists');
});

t.test('without a compiler the build reports that and succeeds', async (t) => {
  const target = join(t.testdir(), 'send.node');
  const { stderr } = await run(process.execPath, [script, target], { env: { CC: '/nowhere/cc' } });
  t.match(stderr, /there is no C compiler \(\/nowhere\/cc\).*apt-get install gcc/);
  t.notOk(existsSync(target));
});

t.test('the compiled module runs wherever Node does', async (t) => {
  const target = join(t.testdir(), 'send.node');
  await run(process.execPath, [script, target]);
  // Node 20 itself needs glibc 2.28.
  const versions = [...readFileSync(target, 'latin1').matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) =>
    Number(minor),
  );
  t.ok(versions.length > 0 && Math.max(...versions) <= 28, `glibc 2.${Math.max(...versions)}`);
});
