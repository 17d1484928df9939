import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { lectern } from './cli/command.js';

const unit = fileURLToPath(new URL('../../deploy/lectern.service', import.meta.url));
const text = readFileSync(unit, 'utf8');

/** The values of a setting. */
const settings = (name: string): string[] =>
  [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });

t.test('systemd accepts the unit, and considers it hardened', async (t) => {
  t.match(analyze('verify', unit), { status: 0, stdout: '', stderr: '' });
  // In tenths: 100 is a service without any restriction.
  t.match(analyze('security', '--offline=true', '--threshold=20', unit), { status: 0 });
});

t.test('a server starts with the variables and the credentials of the unit', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const secret = 'the-secret-of-at-least-32-characters';
  for (const credential of settings('LoadCredential'))
    writeFileSync(join(folder, credential.split(':', 1)[0] ?? ''), `${secret}\n`);
  const variables = settings('Environment').map((setting) =>
    setting.replaceAll('%d', folder).replaceAll('%S', folder),
  );
  const env = Object.fromEntries(variables.map((variable) => variable.split('=', 2))) as Record<
    string,
    string
  >;
  t.match(env, { LECTERN_DATA: join(folder, 'lectern') });
  const [, command = ''] = /^\/usr\/bin\/env lectern (.+)$/.exec(settings('ExecStart')[0] ?? '') ?? [];
  const server = lectern(t, command.split(' '), { ...env, LECTERN_PORT: '0' });
  const [, url = ''] = await server.shows(/^ +(http:\S+)/m);
  const status = async (key: string): Promise<number> => {
    const response = await fetch(`${url}/api/rooms`, { headers: { authorization: `Bearer ${key}` } });
    await response.arrayBuffer();
    return response.status;
  };
  t.equal(await status(secret), 200);
  t.equal(await status('another-key-of-16-characters'), 401);
  server.signal('SIGTERM');
  t.match(await server.outcome, { code: 0 });
});
