import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasImage, podman, run, stream } from './podman.js';

/** The certificates that this computer trusts. Its registry of packages might have one of its own. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

const DEBIAN = 'docker.io/library/debian:bookworm-slim';
const NODE = ['docker.io/library/node:22-bookworm', 'docker.io/library/node:22-bookworm-slim'];
const SERVICES = [
  'docker.io/library/nginx:1.26',
  'docker.io/library/redis:7.4',
  'docker.io/library/postgres:16',
  'docker.io/coturn/coturn:4.6',
];

/** Treats the variables of compose.yaml as PostgreSQL's official image does. */
const START_POSTGRES = `#!/bin/sh
set -eu
PATH=$PATH:$(echo /usr/lib/postgresql/*/bin)
data=/var/lib/postgresql/data
if [ ! -e $data/PG_VERSION ]; then
  install -d -o postgres -g postgres -m 700 $data
  echo "$POSTGRES_PASSWORD" > /tmp/password
  chown postgres /tmp/password
  setpriv --reuid=postgres --regid=postgres --init-groups initdb -D $data -U "$POSTGRES_USER" --pwfile=/tmp/password
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> $data/pg_hba.conf
  echo "CREATE DATABASE $POSTGRES_DB" |
    setpriv --reuid=postgres --regid=postgres --init-groups postgres --single -D $data postgres
fi
install -d -o postgres /run/postgresql
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D $data -c 'listen_addresses=*'
`;

/**
 * Makes images with the names of those that deploy/ builds on, from Debian's packages and the Node that runs this
 * program, for computers that cannot reach a registry of images. Returns what is in them.
 */
export async function makeBaseImages(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-images-'));
  try {
    if (!hasImage(DEBIAN)) await makeDebian(folder);
    if (!NODE.every(hasImage)) await makeNode(folder);
    if (!SERVICES.every(hasImage)) await makeServices(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const versions =
    'nginx -v 2>&1; redis-server --version | cut -d" " -f1-3; turnserver --version | tail -1; psql --version';
  const inside = podman('run', '--rm', '--network', 'none', SERVICES[0] ?? '', 'sh', '-c', versions);
  return [`Node ${process.version}`, ...inside.split('\n')];
}

async function makeDebian(folder: string): Promise<void> {
  const root = join(folder, 'debian');
  await stream('debootstrap', ['--variant=minbase', 'bookworm', root]);
  run('tar', ['--create', '--file', join(folder, 'debian.tar'), '--directory', root, '.']);
  podman('import', join(folder, 'debian.tar'), DEBIAN);
}

async function makeNode(folder: string): Promise<void> {
  const context = join(folder, 'node');
  mkdirSync(context);
  copyFileSync(process.execPath, join(context, 'node'));
  copyFileSync(CERTIFICATES, join(context, 'certificates.crt'));
  const npm = run('npm', ['root', '--global']).trim();
  cpSync(join(npm, 'npm'), join(context, 'npm'), { recursive: true });
  await build(
    context,
    `FROM ${DEBIAN}
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && useradd --create-home --uid 1000 node
COPY certificates.crt ${CERTIFICATES}
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}
CMD ["node"]
`,
    NODE,
  );
}

async function makeServices(folder: string): Promise<void> {
  const context = join(folder, 'services');
  mkdirSync(context);
  writeFileSync(join(context, 'start-postgres'), START_POSTGRES, { mode: 0o755 });
  await build(
    context,
    `FROM ${DEBIAN}
RUN apt-get update && apt-get install --yes --no-install-recommends nginx-light redis-server postgresql coturn \\
  && useradd --system nginx && ln -sf /dev/stderr /var/log/nginx/error.log
COPY start-postgres /usr/local/bin/
CMD ["start-postgres"]
`,
    SERVICES,
  );
}

async function build(context: string, dockerfile: string, names: string[]): Promise<void> {
  writeFileSync(join(context, 'Dockerfile'), dockerfile);
  const tags = names.flatMap((name) => ['--tag', name]);
  await stream('podman', ['build', '--network', 'host', '--format', 'docker', ...tags, context]);
}
