import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));

t.test('SIGTERM to npm start stops the server', async (t) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  // The script itself, without the build that precedes it.
  const start = scripts.start.replace('dist/', join(root, 'dist/'));
  const folder = t.testdir({ 'package.json': JSON.stringify({ private: true, scripts: { start } }) });
  const npm = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...process.env, LECTERN_PORT: '0', LECTERN_DATA: join(folder, 'data') },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  t.teardown(() => {
    try {
      process.kill(-Number(npm.pid), 'SIGKILL');
    } catch {
      // The process group has ended.
    }
  });
  const exited = once(npm, 'exit');
  let url: string | undefined;
  for await (const line of createInterface(npm.stderr)) {
    url = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (url) break;
  }
  t.equal((await fetch(`${url}/healthz`)).status, 200);
  npm.kill('SIGTERM');
  await exited;
  await t.rejects(fetch(`${url}/healthz`), 'the port is free');
});
