import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ConnectionOptions, createServer as createTlsServer, connect as tlsConnect } from 'node:tls';
import t, { type Test } from 'tap';
import { createServer, type Options } from '../../../server/index.js';
import { authority, certificate, type Issued } from '../../helpers/certificates.js';
import { connect } from '../../helpers/client.js';
import { KeptLog } from '../../helpers/log.js';

const replaced = 'the certificate was replaced';
const kept =
  'the new certificate is invalid, the old one stays in use: fix the files, which are read again when they ' +
  'change or on SIGHUP';

interface Files {
  cert: string;
  key: string;
}

const write = ({ cert, key }: Files, issued: Issued): void => {
  mkdirSync(dirname(cert), { recursive: true });
  writeFileSync(cert, issued.cert);
  writeFileSync(key, issued.key);
};

const filesIn = (folder: string): Files => ({ cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') });

/** A server with TLS, and its log. */
async function start(t: Test, options: Partial<Options>) {
  const log = new KeptLog();
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  const server = createServer({ port: 0, data, ...options }, log.logger);
  t.teardown(async () => {
    await server.close({ spread: 0 });
    rmSync(data, { recursive: true, force: true });
  });
  const url = await server.listen();
  return { server, log, url, port: Number(new URL(url).port) };
}

/** What a new connection receives: the certificate's SHA-256, and the version of TLS. */
async function shown(port: number, options: ConnectionOptions = {}) {
  const socket = tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  try {
    await once(socket, 'secureConnect');
    return {
      fingerprint: socket.getPeerCertificate().fingerprint256,
      protocol: socket.getProtocol(),
      alpn: socket.alpnProtocol,
    };
  } finally {
    socket.destroy();
  }
}

t.test('pages and WebSockets over a certificate of an authority', async (t) => {
  const ca = await authority();
  const files = filesIn(t.testdir({}));
  const issued = await certificate({ authority: ca });
  write(files, { ...issued, cert: `${issued.cert}\n${ca.cert}` });
  const { server, url, port, log } = await start(t, files);
  t.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
  t.match(await log.line('TLS is on'), { selfSigned: false, fingerprint: issued.fingerprint });
  t.match(server.certificate, { selfSigned: false, fingerprint: issued.fingerprint });

  const trusting = { ca: ca.cert };
  const client = await connect(t, `wss://localhost:${port}/room/blue/ws`, { ...trusting, family: 4 });
  await client.welcome();
  const peer = await connect(t, `wss://127.0.0.1:${port}/room/blue/ws`, trusting);
  const { id } = await peer.welcome();
  const text = { from: 'Ada', time: 1, text: 'x'.repeat(4096) };
  await client.request('text', text, { receiver: id });
  t.match(await peer.next('text'), { data: text }, 'a message passes through unchanged');
  await t.rejects(connect(t, `wss://127.0.0.1:${port}/ws`), 'who does not know the authority hangs up');
  t.match(await shown(port), { protocol: 'TLSv1.3' });
});

t.test('TLS 1.2 is the minimum', async (t) => {
  const files = filesIn(t.testdir({}));
  const issued = await certificate();
  write(files, issued);
  const { port } = await start(t, files);
  t.equal((await shown(port, { maxVersion: 'TLSv1.2' })).protocol, 'TLSv1.2');

  // Without the lower security level, OpenSSL itself would not offer TLS 1.1, and the test would show nothing.
  const old: ConnectionOptions = {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  };
  const lax = createTlsServer({
    cert: issued.cert,
    key: issued.key,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  lax.listen(0, '127.0.0.1');
  await once(lax, 'listening');
  t.teardown(() => lax.close());
  const address = lax.address();
  const laxPort = typeof address === 'object' && address ? address.port : 0;
  t.equal((await shown(laxPort, old)).protocol, 'TLSv1.1', 'this client supports it');
  await t.rejects(shown(port, old), { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
});

t.test('a certificate is replaced under open connections', async (t) => {
  const files = filesIn(t.testdir({}));
  const first = await certificate();
  write(files, first);
  const { server, log, url, port } = await start(t, files);
  const client = await connect(t, `${url}/room/blue/ws`, { ca: first.cert });
  await client.welcome();

  const second = await certificate();
  write(files, second);
  await server.reloadCertificate();
  t.match(await log.line(replaced), { fingerprint: second.fingerprint });
  t.equal((await shown(port)).fingerprint, second.fingerprint, 'new clients receive the new one');
  const newcomer = await connect(t, `${url}/room/blue/ws`, { ca: second.cert });
  const { id } = await newcomer.welcome();
  await client.request('greeting', 'hello', { receiver: id });
  t.match(await newcomer.next('greeting'), { data: 'hello' }, 'earlier clients stay connected');
  t.equal((await shown(port, { maxVersion: 'TLSv1.2' })).protocol, 'TLSv1.2');
  await t.rejects(
    shown(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
    'and TLS 1.1 is refused as before',
  );
});

t.test('changed files are loaded automatically', async (t) => {
  t.test('overwritten', async (t) => {
    const files = filesIn(t.testdir({}));
    write(files, await certificate());
    const { log, port } = await start(t, files);
    const next = await certificate();
    write(files, next);
    t.match(await log.line(replaced), { fingerprint: next.fingerprint });
    t.equal((await shown(port)).fingerprint, next.fingerprint);
    const third = await certificate();
    write(files, third);
    t.match(await log.line(replaced), { fingerprint: third.fingerprint }, 'again and again');
  });

  t.test('other files instead', async (t) => {
    const folder = t.testdir({});
    const files = filesIn(folder);
    write(files, await certificate());
    const { log, port } = await start(t, files);
    const beside = filesIn(join(folder, 'new'));
    const next = await certificate();
    write(beside, next);
    renameSync(beside.key, files.key);
    renameSync(beside.cert, files.cert);
    t.match(await log.line(replaced), { fingerprint: next.fingerprint });
    t.equal((await shown(port)).fingerprint, next.fingerprint);
  });

  t.test('other links instead, as certbot does', async (t) => {
    const folder = t.testdir({ live: {} });
    const files = filesIn(join(folder, 'live'));
    const link = (version: number): void => {
      for (const name of ['cert', 'key'] as const) {
        rmSync(files[name], { force: true });
        symlinkSync(`../archive/${version}/${name}.pem`, files[name]);
      }
    };
    write(filesIn(join(folder, 'archive/1')), await certificate());
    link(1);
    const { log, port } = await start(t, files);
    const next = await certificate();
    write(filesIn(join(folder, 'archive/2')), next);
    link(2);
    t.match(await log.line(replaced), { fingerprint: next.fingerprint });
    t.equal((await shown(port)).fingerprint, next.fingerprint);
  });

  t.test('another folder behind a link, as Kubernetes does', async (t) => {
    const folder = t.testdir({});
    const files = filesIn(folder);
    const publish = (version: string): void => {
      symlinkSync(version, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    };
    write(filesIn(join(folder, '..2026_1')), await certificate());
    publish('..2026_1');
    for (const name of ['cert', 'key'] as const) symlinkSync(`..data/${name}.pem`, files[name]);
    const { log, port } = await start(t, files);
    const next = await certificate();
    write(filesIn(join(folder, '..2026_2')), next);
    publish('..2026_2');
    rmSync(join(folder, '..2026_1'), { recursive: true });
    t.match(await log.line(replaced), { fingerprint: next.fingerprint });
    t.equal((await shown(port)).fingerprint, next.fingerprint);
  });
});

t.test('an unusable new certificate changes nothing', async (t) => {
  const files = filesIn(t.testdir({}));
  const first = await certificate();
  write(files, first);
  const { server, log, port } = await start(t, files);
  const other = await certificate();
  const past = new Date(Date.now() - 1000);
  const expired = await certificate({ from: new Date(0), to: past });
  const bad: [string, () => void, RegExp][] = [
    ['another key', () => writeFileSync(files.key, other.key), /^key: .* is not the key of the first/],
    [
      'half a file',
      () => writeFileSync(files.cert, first.cert.slice(0, 100)),
      /contains no certificate in PEM format/,
    ],
    ['no file', () => rmSync(files.cert), /cannot read .* file not found/],
    ['one that is out of date', () => write(files, expired), /has expired/],
  ];
  for (const [what, spoil, why] of bad) {
    write(files, first);
    await server.reloadCertificate();
    spoil();
    await server.reloadCertificate();
    // The server also reads changed files by itself, at any time.
    const line = log.lines.findLast(({ msg }) => msg === kept);
    t.match(line, { level: 50, why, fingerprint: first.fingerprint }, what);
    t.equal((await shown(port)).fingerprint, first.fingerprint);
  }
  write(files, other);
  await server.reloadCertificate();
  t.equal(
    (await shown(port)).fingerprint,
    other.fingerprint,
    'and when they are fixed, the new one is loaded',
  );
});

t.test('an expired certificate is used at the start, with a warning', async (t) => {
  const files = filesIn(t.testdir({}));
  write(files, await certificate({ from: new Date(0), to: new Date(Date.now() - 1000) }));
  const { log } = await start(t, files);
  t.match(await log.line('the certificate has expired: renew it'), { level: 40 });
});

t.test('errors in the files are reported at the start', async (t) => {
  const folder = t.testdir({ 'text.pem': 'no PEM', folder: {} });
  const text = join(folder, 'text.pem');
  const good = filesIn(join(folder, 'good'));
  const other = filesIn(join(folder, 'other'));
  const locked = filesIn(join(folder, 'locked'));
  write(good, await certificate());
  write(other, await certificate());
  write(locked, await certificate({ passphrase: 'sesame' }));
  const none = join(folder, 'none.pem');
  const cases: [Files, string][] = [
    [{ ...good, cert: none }, `cert: cannot read '${none}': file not found`],
    [{ ...good, key: none }, `key: cannot read '${none}': file not found`],
    [
      { ...good, key: join(folder, 'folder') },
      `key: cannot read '${join(folder, 'folder')}': it is a folder`,
    ],
    [
      { ...good, cert: text },
      `cert: '${text}' contains no certificate in PEM format (-----BEGIN CERTIFICATE-----)`,
    ],
    [
      { ...good, key: text },
      `key: '${text}' contains no private key in PEM format (-----BEGIN PRIVATE KEY-----)`,
    ],
    [
      { ...good, cert: good.key },
      `cert: '${good.key}' contains no certificate in PEM format (-----BEGIN CERTIFICATE-----)`,
    ],
    [
      { ...good, key: other.key },
      `key: '${other.key}' is not the key of the first certificate in '${good.cert}' (CN=localhost); ` +
        'use a matching pair, and put the server certificate before those of the authorities',
    ],
    [
      locked,
      `key: '${locked.key}' is protected by a passphrase; ` +
        `remove it with: openssl pkey -in '${locked.key}' -out unlocked.pem`,
    ],
  ];
  for (const [files, message] of cases) {
    await t.rejects(start(t, files), { name: 'OptionsError', message }, message);
  }
  t.throws(() => createServer({ cert: good.cert }), {
    message: 'cert: also needs key (LECTERN_KEY), the private key file',
  });
  t.throws(() => createServer({ key: good.key }), {
    message: 'key: also needs cert (LECTERN_CERT), the certificate file',
  });
});

t.test('a connection without a handshake is closed', async (t) => {
  const files = filesIn(t.testdir({}));
  write(files, await certificate());
  const { port } = await start(t, { ...files, headersTimeout: 0.1 });
  const silent = connectTcp({ port, host: '127.0.0.1' });
  silent.on('error', () => {});
  await once(silent, 'close');
  t.pass('before the handshake');
  const late = tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  late.on('error', () => {});
  late.resume();
  await once(late, 'close');
  t.pass('and after it');
});

t.test('a TLS connection is limited like any other', async (t) => {
  const files = filesIn(t.testdir({}));
  const issued = await certificate();
  write(files, issued);
  const { url } = await start(t, { ...files, heartbeatInterval: 0.1, heartbeatTimeout: 1 });
  const silent = await connect(t, `${url}/ws`, { ca: issued.cert, autoPong: false });
  const lively = await connect(t, `${url}/ws`, { ca: issued.cert });
  t.equal((await silent.closed).code, 4001);
  t.match(await lively.request('ping', 1), { type: 'pong' });
});
