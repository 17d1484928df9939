import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import t, { type Test } from 'tap';
import { certificate } from '../helpers/certificates.js';
import { connect } from '../helpers/client.js';
import { type Command, lectern } from './command.js';

const listening = /https:\/\/127\.0\.0\.1:(\d+)/;
const patient = ['-W', '60'];

async function serve(t: Test, args: string[], env: Record<string, string> = {}) {
  const command: Command = lectern(t, ['serve', '--port', '0', ...args], env);
  const [url, port] = await command.shows(listening);
  return { command, url, port: Number(port) };
}

/** SHA-256 of the certificate that a new connection receives. */
async function shown(port: number): Promise<string> {
  const socket = tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

t.test(
  '-S creates a certificate and prints its fingerprint, which stays the same at the next start',
  async (t) => {
    const data = join(t.testdir({}), 'data');
    const printed: string[] = [];
    for (const flag of ['-S', '--https']) {
      const { command, port } = await serve(t, [flag], { LECTERN_DATA: data });
      const [, fingerprint = ''] = await command.shows(/SHA-256 fingerprint is\n {2}([0-9A-F:]{95})\n/);
      t.equal(await shown(port), fingerprint);
      printed.push(fingerprint);
      command.signal('SIGTERM');
      const { code, stdout } = await command.outcome;
      t.equal(code, 0);
      t.match(JSON.parse(stdout.split('\n', 1)[0] ?? ''), { msg: 'TLS is on', fingerprint });
    }
    t.equal(printed[0], printed[1]);
  },
);

t.test('SIGHUP loads the files again without disconnecting clients', async (t) => {
  const folder = t.testdir({});
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const first = await certificate();
  writeFileSync(files.cert, first.cert);
  writeFileSync(files.key, first.key);
  const { command, url, port } = await serve(t, ['--cert', files.cert, '--key', files.key]);
  t.equal(await shown(port), first.fingerprint);
  const client = await connect(t, `${url}/room/blue/ws`, { ca: first.cert });
  await client.welcome();

  writeFileSync(files.key, 'spoilt');
  command.signal('SIGHUP');
  await command.shows(/the new certificate is invalid, the old one stays in use/);
  t.equal(await shown(port), first.fingerprint);

  const second = await certificate();
  writeFileSync(files.cert, second.cert);
  writeFileSync(files.key, second.key);
  command.signal('SIGHUP');
  await command.shows(/the certificate was replaced/);
  t.equal(await shown(port), second.fingerprint);
  t.match(await client.request('ping', 'still here'), { type: 'pong' });
  command.signal('SIGTERM');
  t.equal((await client.closed).code, 4000);
  const { code, stderr } = await command.outcome;
  t.equal(code, 0);
  t.notMatch(stderr, /made its certificate itself/);
});

t.test('unusable files prevent the start with one line', async (t) => {
  const folder = t.testdir({});
  const { cert } = await certificate();
  writeFileSync(join(folder, 'cert.pem'), cert);
  const cases: [string[], RegExp][] = [
    [['--cert', join(folder, 'cert.pem')], /^lectern: --cert: also needs key \(LECTERN_KEY\)/],
    [
      ['--cert', join(folder, 'cert.pem'), '--key', join(folder, 'none.pem')],
      /^lectern: key: cannot read '.*none\.pem': file not found\n$/,
    ],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await lectern(t, ['serve', '--port', '0', ...args]).outcome;
    t.match({ code, stdout, stderr }, { code: 2, stdout: '', stderr: expected });
    t.match(stderr, /^[^\n]+\n$/, 'one line');
  }
});

t.test('ping and probe accept a certificate by its fingerprint', async (t) => {
  const { command, url, port } = await serve(t, ['-S']);
  const [fingerprint] = await command.shows(/[0-9A-F]{2}(:[0-9A-F]{2}){31}/);
  const plainDigits = fingerprint.replaceAll(':', '').toLowerCase();

  t.test('the right one', async (t) => {
    for (const written of [fingerprint, plainDigits]) {
      const ping = ['ping', `wss://127.0.0.1:${port}`, '-c', '1', ...patient, '--fingerprint', written];
      const { code, stdout } = await lectern(t, ping).outcome;
      t.match({ code, stdout }, { code: 0, stdout: /1 sent, 1 received/ });
    }
    // A name that the certificate does not cover: the fingerprint proves the owner of the key anyway.
    const probe = ['probe', `https://127.0.0.2:${port}`, '--timeout', '60', '--fingerprint', fingerprint];
    const other = await lectern(t, probe).outcome;
    t.match(other, { code: 2, stdout: /nothing is listening/ }, 'the server only listens on 127.0.0.1');
    const { code, stdout } = await lectern(t, ['probe', url, '--timeout', '60', '--fingerprint', fingerprint])
      .outcome;
    t.match({ code, stdout }, { code: 0, stdout: /passed 13 checks/ });
  });

  t.test('another one', async (t) => {
    const wrong = fingerprint.replace(/^../, (digits) => (digits === '00' ? '01' : '00'));
    const why = new RegExp(`the certificate has a different fingerprint, ${fingerprint}`);
    const ping = await lectern(t, ['ping', url, '-c', '1', ...patient, '--fingerprint', wrong]).outcome;
    t.match(ping, { code: 2, stdout: '', stderr: why });
    const probe = await lectern(t, ['probe', url, '--timeout', '60', '--fingerprint', wrong]).outcome;
    t.match(probe, { code: 2, stdout: why });
  });

  t.test('none given', async (t) => {
    const { code, stderr } = await lectern(t, ['ping', url, '-c', '1', ...patient]).outcome;
    t.match({ code, stderr }, { code: 2, stderr: /not signed by a trusted authority.*\n.*--fingerprint/ });
  });

  t.test('an invalid one', async (t) => {
    const { code, stderr } = await lectern(t, ['ping', url, '--fingerprint', 'AB:CD']).outcome;
    t.match({ code, stderr }, { code: 2, stderr: /64 hexadecimal digits/ });
    const plain = await lectern(t, ['probe', `http://127.0.0.1:${port}`, '--fingerprint', fingerprint])
      .outcome;
    t.match(plain, { code: 2, stdout: /--fingerprint requires TLS, which http:\/\/ does not use/ });
  });
});
