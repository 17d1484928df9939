import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { createServer, type Options } from '../../../server/index.js';
import { networkAddresses } from '../../../server/network-addresses.js';
import { certificate } from '../../helpers/certificates.js';
import { connect } from '../../helpers/client.js';
import { KeptLog } from '../../helpers/log.js';

/** Starts a server with `https` over this data folder, records its certificate, and stops it. */
async function run(t: Test, data: string, options: Partial<Options> = {}) {
  const log = new KeptLog();
  const server = createServer({ port: 0, https: true, data, ...options }, log.logger);
  const url = await server.listen();
  try {
    const cert = readFileSync(join(data, 'self-signed-cert.pem'), 'utf8');
    const client = await connect(t, `${url.replace('0.0.0.0', 'localhost')}/ws`, { ca: cert });
    await client.welcome();
    client.close();
    await client.closed;
    const { fingerprint, selfSigned } = server.certificate ?? {};
    t.equal(selfSigned, true);
    t.equal(fingerprint, new X509Certificate(cert).fingerprint256);
    t.match(await log.line('TLS is on'), { selfSigned: true, fingerprint }, 'the log has the fingerprint');
    return { url, cert, fingerprint };
  } finally {
    await server.close({ spread: 0 });
  }
}

t.test('a certificate is created at the first start and kept', async (t) => {
  const data = join(t.testdir({}), 'data');
  const { url, cert, fingerprint } = await run(t, data);
  t.match(url, /^https:\/\//);
  const key = join(data, 'self-signed-key.pem');
  t.equal(statSync(key).mode & 0o777, 0o600, 'only the owner can read its key');
  t.equal(statSync(data).mode & 0o777, 0o700, 'and the folder');
  t.equal(statSync(join(data, 'self-signed-cert.pem')).mode & 0o777, 0o644);
  const made = new X509Certificate(cert);
  t.ok(made.checkPrivateKey(createPrivateKey(readFileSync(key))));
  for (const name of ['localhost']) t.ok(made.checkHost(name), name);
  for (const address of ['127.0.0.1', '::1']) t.ok(made.checkIP(address), address);
  t.notOk(made.ca, 'it cannot sign other certificates');
  const days = (Date.parse(made.validTo) - Date.parse(made.validFrom)) / 86_400_000;
  t.equal(days, 397, 'Apple accepts 825 days at most');
  t.ok(Date.parse(made.validFrom) < Date.now() - 3_600_000, 'clocks can be behind');

  t.equal((await run(t, data)).fingerprint, fingerprint, 'the next start shows the same one');
});

t.test('an unusable certificate is replaced', async (t) => {
  const data = join(t.testdir({}), 'data');
  const files = { cert: join(data, 'self-signed-cert.pem'), key: join(data, 'self-signed-key.pem') };
  let last = (await run(t, data)).fingerprint;
  const names = ['localhost', '127.0.0.1', '::1'];
  const soon = await certificate({ names, to: new Date(Date.now() + 29 * 86_400_000) });
  const elsewhere = await certificate({ names: ['localhost', '127.0.0.1'], to: new Date(Date.now() + 1e11) });
  const spoils: [string, () => void][] = [
    [
      'it ends within 30 days',
      () => [writeFileSync(files.cert, soon.cert), writeFileSync(files.key, soon.key)],
    ],
    [
      'it is not for all names',
      () => [writeFileSync(files.cert, elsewhere.cert), writeFileSync(files.key, elsewhere.key)],
    ],
    ['its key is another', () => writeFileSync(files.key, soon.key)],
    ['half of it is there', () => writeFileSync(files.cert, soon.cert.slice(0, 99))],
  ];
  for (const [what, spoil] of spoils) {
    spoil();
    // Permissions that somebody widened are restricted again.
    chmodSync(files.key, 0o644);
    const { fingerprint } = await run(t, data);
    t.not(fingerprint, last, what);
    t.equal((await run(t, data)).fingerprint, fingerprint, 'and keeps it');
    t.equal(statSync(files.key).mode & 0o777, 0o600);
    last = fingerprint;
  }
});

t.test('the certificate is for the names that the server listens on', async (t) => {
  const data = join(t.testdir({}), 'data');
  const local = await run(t, data);
  const { cert } = await run(t, data, { host: '0.0.0.0' });
  const made = new X509Certificate(cert);
  for (const name of ['localhost', hostname()]) t.ok(made.checkHost(name), name);
  for (const address of ['127.0.0.1', ...networkAddresses('0.0.0.0')]) t.ok(made.checkIP(address), address);
  t.not(cert, local.cert, 'it is replaced if names are added');
  t.equal((await run(t, data)).cert, cert, 'but not if names are removed');
  const named = await run(t, data, { host: 'localhost' });
  t.equal(named.cert, cert);
});

t.test('if the certificate cannot be saved, the start reports that', async (t) => {
  const data = t.testdir({ 'self-signed-key.pem': { folder: {} } });
  const server = createServer({ port: 0, https: true, logLevel: 'silent', data });
  await t.rejects(server.listen(), {
    name: 'OptionsError',
    message: /^data: the folder .* cannot be used: .*self-signed-key\.pem/,
  });
});

t.test('before the certificate expires, any server that requests it creates a new one', async (t) => {
  const data = join(t.testdir({}), 'data');
  const log = new KeptLog();
  const server = createServer({ port: 0, https: true, data }, log.logger);
  t.teardown(() => server.close({ spread: 0 }));
  await server.listen();
  const before = server.certificate?.fingerprint;
  await server.reloadCertificate();
  t.equal(server.certificate?.fingerprint, before, 'no action is necessary');
  const soon = await certificate({ names: ['localhost', '127.0.0.1', '::1'] });
  writeFileSync(join(data, 'self-signed-cert.pem'), soon.cert);
  writeFileSync(join(data, 'self-signed-key.pem'), soon.key);
  await server.reloadCertificate();
  const { fingerprint } = await log.line('the certificate was replaced');
  t.notOk([before, soon.fingerprint].includes(String(fingerprint)));
});
