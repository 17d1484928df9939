import { setTimeout as pause } from 'node:timers/promises';
import { check, expect } from './checks.js';
import { podman, statusIn } from './podman.js';

/** Number of attempts, one per second, at a server that is starting. */
const ATTEMPTS = 60;

const health = (container: string): number | null => statusIn(container, 'node', 'deploy/healthcheck.js');

/** The health check of the image, where variables change what it has to ask. */
export async function checkHealthcheck(): Promise<void> {
  const variants: [string, string[]][] = [
    ['on the default port', []],
    ['on another port with TLS', ['LECTERN_PORT=9443', 'LECTERN_HTTPS=true']],
    ['on the port for metrics', ['LECTERN_HTTPS=true', 'LECTERN_METRICS_PORT=9464']],
  ];
  for (const [title, variables] of variants) {
    await check(`the health check succeeds ${title}, and fails where no server listens`, async () => {
      const env = variables.flatMap((variable) => ['--env', variable]);
      const container = podman(
        'run',
        '--detach',
        '--network',
        'none',
        '--read-only',
        '--tmpfs',
        '/tmp',
        ...env,
        'lectern',
      );
      try {
        for (let attempt = 1; health(container) !== 0; attempt++) {
          expect(attempt < ATTEMPTS, `no success; the log of the container:\n${podman('logs', container)}`);
          await pause(1000);
        }
        const other = statusIn(container, 'env', 'LECTERN_METRICS_PORT=1', 'node', 'deploy/healthcheck.js');
        expect(other === 1, `expected status 1 for a wrong port, found ${other}`);
      } finally {
        podman('rm', '--force', '--volumes', container);
      }
      return undefined;
    });
  }
}

/** The permissions of a node in a container. */
export async function checkHardening(container: string): Promise<void> {
  await check('a node runs as another user than root, without capabilities', async () => {
    const status = podman('exec', container, 'cat', '/proc/1/status');
    for (const line of [/^Uid:\t1000\t/m, /^CapEff:\t0+$/m, /^CapBnd:\t0+$/m, /^NoNewPrivs:\t1$/m])
      expect(line.test(status), `${line} is not in /proc/1/status:\n${status}`);
    return 'uid 1000, CapEff 0, NoNewPrivs 1';
  });
  await check('a node can write to /data and /tmp, and nothing else', async () => {
    for (const folder of ['/data', '/tmp'])
      expect(statusIn(container, 'touch', `${folder}/written`) === 0, `${folder} is read-only`);
    for (const folder of ['/lectern', '/lectern/dist', '/etc', '/home/node'])
      expect(statusIn(container, 'touch', `${folder}/written`) !== 0, `${folder} is not read-only`);
    const found = podman('exec', container, 'sh', '-c', 'grep " / " /proc/mounts');
    expect(/ ro[, ]/.test(found), `the root is mounted as ${found}`);
    return undefined;
  });
}
