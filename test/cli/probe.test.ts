import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { WebSocketServer } from 'ws';
import { startCoturn } from '../helpers/coturn.js';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

const secret = 'the shared secret';
/** A timeout so long that only missing answers exceed it, however busy the machine. */
const patient = ['--timeout', '60'];
const tls = new URL('../../../test/cli/tls/', import.meta.url);
const certificate = fileURLToPath(new URL('certificate.pem', tls));

/** Starts a server of another kind on a free port of 127.0.0.1, and returns the port. */
async function listen(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** TLS in front of a port. */
function tlsProxy(t: Test, port: number): Promise<number> {
  const files = { cert: readFileSync(certificate), key: readFileSync(new URL('key.pem', tls)) };
  const proxy = createTlsServer(files, (front) => {
    const back = connect(port, '127.0.0.1');
    front.pipe(back).pipe(front);
    front.on('error', () => back.destroy()).on('close', () => back.destroy());
    back.on('error', () => front.destroy());
  });
  // Clients that reject the certificate leave in the middle of the handshake.
  proxy.on('tlsClientError', () => {});
  return listen(t, proxy);
}

interface Report {
  result: string;
  checks: { name: string; target?: string; status: string; detail: string; advice?: string }[];
}

async function probeJson(
  t: Test,
  args: string[],
  env?: Record<string, string>,
): Promise<Report & { code: number }> {
  const { code, stdout } = await lectern(t, ['probe', '--json', ...patient, ...args], env).outcome;
  return { ...(JSON.parse(stdout) as Report), code: code ?? -1 };
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

t.test('a healthy server', async (t) => {
  const coturn = await startCoturn(t, { secret });
  const { url } = await startServer(t, {
    stunUrls: [coturn.stunUrl],
    turnUrls: [coturn.turnUrl, coturn.turnTcpUrl],
    turnSecret: secret,
  });

  t.test('prints a list of checks with times', async (t) => {
    const { code, stdout, stderr } = await lectern(t, ['probe', `${url}/room/blue`, ...patient]).outcome;
    t.same({ code, stderr }, { code: 0, stderr: '' });
    const [title, , ...lines] = stdout.split('\n');
    t.equal(title, `Probing ${url}/`);
    const steps =
      'name connect health upgrade welcome room-info ice-servers join offer answer icecandidate leave stun turn turn';
    for (const step of steps.split(' ')) {
      t.match(lines.shift(), new RegExp(`^ {2}ok {4}${step} +[\\d.]+ ms {2}\\S`));
    }
    t.match(lastLine(stdout), new RegExp(`^OK: ${url}/ passed 15 checks in [\\d.]+ ms$`));
  });

  t.test('prints one line for monitoring', async (t) => {
    const { code, stdout } = await lectern(t, ['probe', '--quiet', url, ...patient]).outcome;
    t.equal(code, 0);
    t.match(stdout, /^OK: [^\n]+\n$/);
  });

  t.test('prints an object for programs', async (t) => {
    const { code, result, checks } = await probeJson(t, [url]);
    t.match({ code, result }, { code: 0, result: 'ok' });
    t.ok(checks.every((check) => check.status === 'ok'));
    t.same(
      checks.flatMap(({ target }) => target ?? []),
      [coturn.stunUrl, coturn.turnUrl, coturn.turnTcpUrl],
    );
    t.match(checks.at(-1), {
      name: 'turn',
      detail: /^relays from 127\.0\.0\.1:\d+ and rejects invalid credentials$/,
      time_ms: Number,
    });
  });
});

t.test('without ICE servers there is a warning, but no failure', async (t) => {
  const { url } = await startServer(t);
  const { code, stdout } = await lectern(t, ['probe', url, ...patient]).outcome;
  t.equal(code, 0);
  t.match(
    stdout,
    /^ {2}warn {2}ice-servers .*within one network\n {8}try: start the server with --stun-urls/m,
  );
  t.match(lastLine(stdout), /^OK: .*, warnings: ice-servers$/);
  const { checks } = await probeJson(t, [(await startServer(t, { stunUrls: ['stun:127.0.0.1:1'] })).url]);
  t.match(
    checks.find(({ name }) => name === 'ice-servers'),
    { status: 'warning', detail: /1 STUN and no TURN/, advice: /--turn-urls/ },
  );
});

t.test('faults of STUN and TURN', async (t) => {
  const coturn = await startCoturn(t, { secret });

  t.test('another secret', async (t) => {
    const { url } = await startServer(t, { turnUrls: [coturn.turnUrl], turnSecret: 'another' });
    const { code, stdout } = await lectern(t, ['probe', url, ...patient]).outcome;
    t.equal(code, 1);
    t.match(
      stdout,
      /^ {2}FAIL {2}turn .*: rejects the credentials that the server issued\n {8}try: use the same secret for both/m,
    );
    t.equal(lastLine(stdout), `FAILED: ${url}/ failed 1 of 13 checks: turn (${coturn.turnUrl})`);
  });

  t.test('a relay without credentials', async (t) => {
    const open = await startCoturn(t);
    const { url } = await startServer(t, { turnUrls: [open.turnUrl], turnSecret: secret });
    const { code, checks } = await probeJson(t, [url]);
    t.equal(code, 1);
    t.match(checks.at(-1), {
      name: 'turn',
      status: 'failed',
      detail: 'open relay: accepts invalid credentials',
      advice: /use-auth-secret/,
    });
  });

  t.test('unreachable servers, and those that cannot be tried', async (t) => {
    const stunUrls = ['stun:127.0.0.1:1', 'stun:stun.invalid', 'stun:127.0.0.1:1?transport=udp'];
    const deaf = await listen(t, createServer());
    const turnUrls = [`turn:127.0.0.1:${deaf}?transport=tcp`, 'turns:127.0.0.1?transport=udp'];
    const { url } = await startServer(t, { stunUrls, turnUrls, turnSecret: secret });
    const { code, checks } = await probeJson(t, [url, '--timeout', '5']);
    t.equal(code, 1);
    t.match(checks.slice(-5), [
      { status: 'failed', detail: 'nothing is listening there', advice: /start coturn there/ },
      { status: 'failed', detail: 'the name stun.invalid could not be resolved', advice: /spelling/ },
      { status: 'failed', detail: /has a transport/, advice: /fix it in --stun-urls/ },
      { status: 'failed', detail: 'no answer', advice: /firewall allows TCP on this port/ },
      { status: 'warning', detail: /uses DTLS/, advice: 'test it in a browser' },
    ]);
  });
});

t.test('servers other than Lectern', async (t) => {
  t.test('nothing is listening', async (t) => {
    const url = 'http://127.0.0.1:9';
    const { code, stdout } = await lectern(t, ['probe', url, ...patient]).outcome;
    t.equal(code, 2);
    t.match(
      stdout,
      /^ {2}FAIL {2}connect .* nothing is listening on .*\n {8}try: start the server there with `lectern serve`/m,
    );
    t.equal(
      lastLine(stdout),
      `NO CONNECTION: ${url}/ failed at connect: nothing is listening on ${new URL(url).host}`,
    );
  });

  t.test('another HTTP server', async (t) => {
    const port = await listen(
      t,
      createHttpServer((_, response) => response.writeHead(404).end()),
    );
    const { code, stdout } = await lectern(t, ['probe', `127.0.0.1:${port}`]).outcome;
    t.equal(code, 2);
    t.match(stdout, /^ {2}warn {2}health .*\/healthz answered 404/m);
    t.match(
      stdout,
      /^ {2}FAIL {2}upgrade .* answered 404 to the upgrade at .*\n {8}try: check the address, and that the reverse proxy/m,
    );
    t.match(lastLine(stdout), /^NO CONNECTION: .* failed at upgrade: /);
  });

  t.test('a proxy that removes the upgrade', async (t) => {
    const proxy = createHttpServer((_, response) => response.writeHead(426).end());
    const { code, checks } = await probeJson(t, [`127.0.0.1:${await listen(t, proxy)}`]);
    t.equal(code, 2);
    t.match(checks.at(-1), { name: 'upgrade', status: 'failed', advice: /headers Upgrade and Connection/ });
  });

  t.test('another WebSocket server', async (t) => {
    const http = createHttpServer((_, response) => response.end('ok'));
    new WebSocketServer({ server: http }).on('connection', (socket) => socket.send('{"hello":"there"}'));
    const { code, checks } = await probeJson(t, [`127.0.0.1:${await listen(t, http)}`]);
    t.equal(code, 2);
    t.match(checks.at(-1), {
      name: 'welcome',
      status: 'failed',
      detail: 'no welcome: received something that is not a Lectern message (no envelope)',
      advice: /another WebSocket server/,
    });
  });

  t.test('a server that violates the protocol', async (t) => {
    const http = createHttpServer((_, response) => response.end('ok'));
    const welcome = { sender: 'server', receiver: 'a', type: 'welcome', data: { id: 'a', protocol: '1.2' } };
    new WebSocketServer({ server: http }).on('connection', (socket) => socket.send(JSON.stringify(welcome)));
    const { code, checks } = await probeJson(t, [`127.0.0.1:${await listen(t, http)}`]);
    t.equal(code, 2);
    t.match(checks.at(-1), {
      name: 'welcome',
      status: 'failed',
      detail: /^no welcome: .* \(data must have required property 'heartbeat_ms'\)$/,
    });
  });

  t.test('a silent server', async (t) => {
    const port = await listen(t, createServer());
    const { code, checks } = await probeJson(t, [`127.0.0.1:${port}`, '--timeout', '2']);
    t.equal(code, 2);
    t.match(checks.slice(-2), [
      { name: 'health', status: 'failed', detail: `no answer from 127.0.0.1:${port}` },
      { name: 'upgrade', status: 'failed', detail: `no answer from 127.0.0.1:${port}` },
    ]);
  });

  t.test('an unknown name', async (t) => {
    const { code, checks } = await probeJson(t, ['http://lectern.invalid']);
    t.equal(code, 2);
    t.match(checks, [
      { name: 'name', status: 'failed', detail: 'the name lectern.invalid could not be resolved' },
    ]);
    const { stderr } = await lectern(t, ['probe', 'ftp://example.org']).outcome;
    t.match(stderr, /^lectern: "ftp:\/\/example\.org" starts with ftp:\/\//);
  });
});

t.test('TLS', async (t) => {
  const coturn = await startCoturn(t, { secret });
  const turns = `turns:localhost:${await tlsProxy(t, coturn.port)}`;
  const { url } = await startServer(t, { turnUrls: [turns], turnSecret: secret });
  const port = await tlsProxy(t, Number(new URL(url).port));

  t.test('with a known authority', async (t) => {
    const trusting = { NODE_EXTRA_CA_CERTS: certificate };
    const { code, checks } = await probeJson(t, [`https://localhost:${port}`], trusting);
    t.equal(code, 0);
    t.match(
      checks.find(({ name }) => name === 'tls'),
      { status: 'ok', detail: /^TLSv1\.3, certificate valid until 21\d\d-/ },
    );
    t.match(checks.at(-1), { target: turns, status: 'ok' });
  });

  t.test('with an unknown authority', async (t) => {
    const { code, checks } = await probeJson(t, [`https://localhost:${port}`]);
    t.equal(code, 2);
    t.match(checks.at(-1), {
      name: 'tls',
      status: 'failed',
      detail: 'the certificate is not signed by a trusted authority',
      advice: /NODE_EXTRA_CA_CERTS/,
    });
    const plain = await probeJson(t, [url]);
    t.equal(plain.code, 1);
    t.match(plain.checks.at(-1), { target: turns, status: 'failed', detail: /^TLS failed: / });
  });

  t.test('with no TLS at all', async (t) => {
    const { checks } = await probeJson(t, [url.replace('http', 'https')]);
    t.match(checks.at(-1), { name: 'tls', detail: /does not speak TLS$/, advice: /http:\/\/ or ws:\/\// });
  });
});
