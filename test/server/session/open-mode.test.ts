import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { createServer, type Options } from '../../../server/index.js';
import { KeptLog } from '../../helpers/log.js';

/** The log of a server from its start until it listens. */
async function logged(t: Test, options: Partial<Options>): Promise<string> {
  const log = new KeptLog();
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  const server = createServer({ port: 0, data, ...options }, log.logger);
  t.teardown(async () => {
    await server.close({ spread: 0 });
    rmSync(data, { recursive: true, force: true });
  });
  await server.listen();
  return JSON.stringify(log.lines);
}

t.test('a server in open mode logs a warning and the remedy', async (t) => {
  const line = /"level":40.*open mode: anyone can log in and names are not verified; set tokenSecret or jwks/;
  t.match(await logged(t, {}), line);
  const tokenSecret = 'a secret of the tests that is long enough';
  const strict = await logged(t, { tokenSecret });
  t.notMatch(strict, /open mode/);
  t.notMatch(strict, tokenSecret);
});
