import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { startBalancer } from '../../helpers/balancer.js';
import { conformanceOptions } from '../../helpers/conformance.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { runFile } from '../../run-file.js';

const folder = new URL('../../conformance/', import.meta.url);
const sources = new URL('../../../../test/conformance/', import.meta.url);

/** s that one file may take. */
const LIMIT = 120;

t.test('three servers, each connection to the next, pass what one does', async (t) => {
  const nodes = await startNodes(t, await startShared(t), 3, conformanceOptions);
  process.env.LECTERN_URL = await startBalancer(
    t,
    nodes.map(({ url }) => url),
  );
  const files = readdirSync(sources).filter((file) => file.endsWith('.test.ts'));
  t.ok(files.length > 0);
  for (const file of files) {
    const compiled = new URL(file.replace(/\.ts$/, '.js'), folder);
    const { passed, failed, report } = await runFile(fileURLToPath(compiled), LIMIT);
    t.ok(failed === 0 && passed > 0, `${file}: ${passed} passed`, { report });
  }
});
