import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { allocate, bind } from '../../cli/stun.js';
import { certificate } from '../helpers/certificates.js';
import { type Coturn, startCoturn, turnCredential } from '../helpers/coturn.js';
import { type Family, Relay } from '../helpers/turn.js';

const file = fileURLToPath(new URL('../../../deploy/turnserver.conf', import.meta.url));
const secret = 'the shared secret';
const expires = (): number => Math.floor(Date.now() / 1000) + 3600;

/** Debian's coturn with the configuration of deploy/, except for its site-specific lines. */
async function hardened(t: Test, changes: Record<string, string> = {}): Promise<Coturn> {
  const { cert, key } = await certificate();
  return startCoturn(t, {
    configuration({ port, tlsPort, directory }) {
      const at = (name: string): string => join(directory, name);
      writeFileSync(at('cert.pem'), cert);
      writeFileSync(at('key.pem'), key);
      let text = readFileSync(file, 'utf8');
      const places: Record<string, string> = {
        'listening-port=3478': `listening-port=${port}`,
        'tls-listening-port=5349': `tls-listening-port=${tlsPort}`,
        'listening-ip=203.0.113.7': 'listening-ip=127.0.0.1',
        'relay-ip=203.0.113.7': 'relay-ip=127.0.0.1\nrelay-ip=::1',
        'cert=/etc/letsencrypt/live/turn.example.org/fullchain.pem': `cert=${at('cert.pem')}`,
        'pkey=/etc/letsencrypt/live/turn.example.org/privkey.pem': `pkey=${at('key.pem')}`,
        '#static-auth-secret=': `static-auth-secret=${secret}`,
        'proc-user=turnserver': '',
        'proc-group=turnserver': '',
        'pidfile=/run/turnserver/turnserver.pid': `pidfile=${at('turnserver.pid')}\nuserdb=${at('turndb')}`,
        syslog: 'log-file=stdout\nsimple-log',
        ...changes,
      };
      for (const [line, instead] of Object.entries(places)) {
        const lines = text.split('\n');
        const index = lines.indexOf(line);
        if (index < 0) throw new Error(`deploy/turnserver.conf has no line "${line}"`);
        text = lines.with(index, instead).join('\n');
      }
      return text;
    },
  });
}

async function relay(t: Test, { turnUrl }: Coturn, family: Family, user = 'ada'): Promise<Relay> {
  const held = await Relay.allocate(turnUrl, turnCredential(secret, expires(), user), family);
  t.teardown(() => held.close());
  return held;
}

/** First and last address of each range, and interesting targets in it. */
const denied: Record<Family, Record<string, string[]>> = {
  ipv4: {
    'this network': ['0.0.0.0', '0.255.255.255'],
    loopback: ['127.0.0.0', '127.0.0.1', '127.255.255.255'],
    private: ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
    'CGNAT and metadata': ['100.64.0.0', '100.100.100.200', '100.127.255.255'],
    'link-local and metadata': ['169.254.0.0', '169.254.169.254', '169.254.255.255'],
    'services of a host': ['168.63.129.16'],
    'special purposes': ['192.0.0.0', '192.0.0.192', '192.0.0.255', '192.88.99.0', '192.88.99.255'],
    documentation: [
      '192.0.2.0',
      '192.0.2.255',
      '198.51.100.0',
      '198.51.100.255',
      '203.0.113.0',
      '203.0.113.255',
    ],
    benchmarks: ['198.18.0.0', '198.19.255.255'],
    multicast: ['224.0.0.0', '239.255.255.255'],
    'reserved and broadcast': ['240.0.0.0', '255.255.255.254', '255.255.255.255'],
  },
  ipv6: {
    'unspecified and loopback': ['::', '::1'],
    'IPv4 mapped': ['::ffff:0:0', '::ffff:7f00:1', '::ffff:a9fe:a9fe', '::ffff:808:808', '::ffff:ffff:ffff'],
    NAT64: ['64:ff9b::', '64:ff9b::7f00:1', '64:ff9b::ffff:ffff', '64:ff9b:1::', '64:ff9b:1:ffff::1'],
    'Teredo and its neighbours': ['2001::', '2001:0:7f00:1::1', '2001:1ff:ffff::'],
    '6to4': ['2002::', '2002:7f00:1::1', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    discard: ['100::', '100::ffff:ffff:ffff:ffff'],
    documentation: ['2001:db8::', '2001:db8:ffff::1'],
    'private and metadata': ['fc00::', 'fd00:ec2::254', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    'link-local': ['fe80::', 'fe80::1', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    'site-local': ['fec0::1', 'feff::1'],
    multicast: ['ff00::', 'ff02::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  },
};

/** The neighbors of the ranges, and other addresses on the internet. */
const allowed: Record<Family, string[]> = {
  ipv4: [
    ...[
      '1.0.0.0',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
      '128.0.0.0',
    ],
    ...['168.63.129.15', '168.63.129.17', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0'],
    ...['191.255.255.255', '192.0.1.0', '192.0.3.0', '192.88.98.255', '192.88.100.0', '192.167.255.255'],
    ...['192.169.0.0', '198.17.255.255', '198.20.0.0', '198.51.99.255', '198.51.101.0', '203.0.112.255'],
    ...['203.0.114.0', '223.255.255.255'],
  ],
  ipv6: ['2001:200::1', '2001:db7::1', '2001:db9::1', '2003::1', '2606:4700::1111', '2a00:1450::1'],
};

t.test('the relay only reaches the internet', async (t) => {
  const coturn = await hardened(t);
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const [range, addresses] of Object.entries(denied[family])) {
      t.test(`${family}: ${range}`, async (t) => {
        const held = await relay(t, coturn, family);
        for (const address of addresses) {
          t.equal(await held.createPermission(address), 403, `${address}: no permission`);
          t.equal(await held.bindChannel(address, 9), 403, `${address}: no channel`);
        }
      });
    }
    t.test(`${family}: the internet`, async (t) => {
      const held = await relay(t, coturn, family);
      for (const address of allowed[family]) {
        t.equal(await held.createPermission(address), 200, `${address}: permission`);
        t.equal(await held.bindChannel(address, 9), 200, `${address}: channel`);
      }
    });
  }
});

t.test('a range can be opened if a site needs it', async (t) => {
  const opened = 'no-multicast-peers\nallowed-peer-ip=10.1.0.0-10.1.255.255';
  const held = await relay(t, await hardened(t, { 'no-multicast-peers': opened }), 'ipv4');
  t.equal(await held.createPermission('10.1.2.3'), 200);
  t.equal(await held.createPermission('10.2.0.0'), 403, 'and the rest stays closed');
});

t.test("only Lectern's credentials are accepted", async (t) => {
  const { turnUrl, turnTcpUrl, stunUrl } = await hardened(t);
  const refused = { name: 'StunError', reason: 'refused', status: 401 };
  for (const url of [turnUrl, turnTcpUrl]) {
    t.match(await allocate(url, turnCredential(secret, expires())), { authenticated: true });
    await t.rejects(allocate(url, turnCredential('guessed', expires())), refused, 'forged');
    await t.rejects(allocate(url, turnCredential(secret, expires() - 3601)), refused, 'expired');
    await t.rejects(allocate(url, { username: 'ada', credential: 'sesame' }), refused, 'without a limit');
  }
  t.match((await bind(stunUrl)).mapped, /^127\.0\.0\.1:/, 'and STUN is open to all');
});

t.test('the number of relays per client is limited', async (t) => {
  const coturn = await hardened(t, { 'user-quota=100': 'user-quota=3' });
  for (let i = 0; i < 3; i++) await relay(t, coturn, 'ipv4', 'ada');
  await t.rejects(relay(t, coturn, 'ipv4', 'ada'), { name: 'StunError', reason: 'refused', status: 486 });
  await relay(t, coturn, 'ipv4', 'bo');
  t.pass('other users are not affected');
});

t.test('it accepts TLS with its certificate', async (t) => {
  const { tlsPort } = await hardened(t);
  const socket = connect({ port: tlsPort, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  t.match(socket.getProtocol(), /^TLSv1\.[23]$/);
  t.match(socket.getPeerCertificate().subject, { CN: 'localhost' });
  socket.destroy();
});
