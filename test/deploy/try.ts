/**
 * Builds the images of deploy/ and starts deploy/compose.yaml with Podman, checks what docs/operations.md says of them,
 * and removes the containers again. Needs root, podman, docker-compose (both from Debian), and free ports 80, 443, 3478
 * and 8188. With `--debian`, the base images are made by debootstrap, from Debian's packages and this Node, instead of
 * fetched from a registry. With `--built`, the images of an earlier run are used.
 *
 *     npm run deploy:try [-- --debian] [--built]
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { authority, certificate } from '../helpers/certificates.js';
import { makeBaseImages } from './base-images.js';
import { check, failures } from './checks.js';
import { Deployment } from './deployment.js';
import { checkHardening, checkHealthcheck } from './images.js';
import { hasImage, podman, stream } from './podman.js';
import { Prometheus } from './queries.js';

const { values } = parseArgs({ options: { debian: { type: 'boolean' }, built: { type: 'boolean' } } });
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lectern-deploy-'));

/** Only this name leads to this computer on every computer. */
const HOST = 'localhost';

/** A copy of deploy/ with another folder of certificates, so that this computer's own ones are not changed. */
async function copyOfDeploy(): Promise<void> {
  cpSync(join(root, 'deploy'), join(folder, 'deploy'), { recursive: true });
  const ca = await authority();
  const { cert, key } = await certificate({ names: [HOST], authority: ca });
  const live = join(folder, 'letsencrypt/live', HOST);
  mkdirSync(live, { recursive: true });
  writeFileSync(join(live, 'fullchain.pem'), cert);
  writeFileSync(join(live, 'privkey.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'authority.pem'), ca.cert);
  const file = join(folder, 'deploy/compose.yaml');
  const text = readFileSync(file, 'utf8').replaceAll('- /etc/letsencrypt:', `- ${folder}/letsencrypt:`);
  writeFileSync(file, text);
}

/** Builds the images of this version. Returns their size. */
async function buildImages(): Promise<string> {
  // Podman's own format has no health checks.
  const options = ['--network', 'host', '--format', 'docker'];
  const dockerfile = ['--file', join(root, 'deploy/Dockerfile')];
  await stream('podman', ['build', ...options, ...dockerfile, '--tag', 'lectern', root]);
  await stream('podman', ['build', ...options, '--tag', 'lectern-janus', join(root, 'deploy/janus')]);
  const size = Number(podman('image', 'inspect', '--format', '{{.Size}}', 'lectern'));
  return `lectern: ${Math.round(size / 1024 / 1024)} MiB`;
}

let deployment: Deployment | undefined;
let prometheus: Prometheus | undefined;
try {
  if (values.debian) for (const line of await makeBaseImages()) console.log(line);
  if (!values.built) await check('the images are built', buildImages);
  if (!hasImage('lectern')) throw new Error('there is no image to go on with');
  await checkHealthcheck();
  await copyOfDeploy();
  deployment = await Deployment.start(folder, HOST);
  if (failures > 0) throw new Error('the services do not run; nothing else can be checked');
  await deployment.checkAll();
  await deployment.checkProbe();
  await checkHardening(deployment.container('lectern-1'));
  prometheus = await Prometheus.start(deployment.metrics, folder);
  await deployment.checkRollingUpdate();
  await prometheus.checkDashboard(join(root, 'deploy/grafana-dashboard.json'));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  prometheus?.stop();
  await deployment?.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (failures > 0) process.exitCode = 1;
