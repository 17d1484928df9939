import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import t, { type Test } from 'tap';
import type { StunReason } from '../../cli/stun/error.js';
import { Attribute, decode, Method, type StunMessage } from '../../cli/stun/message.js';
import { allocate, bind } from '../../cli/stun.js';
import { type Coturn, startCoturn, turnCredential } from '../helpers/coturn.js';

const secret = 'the shared secret';
const now = (): number => Math.floor(Date.now() / 1000);
const failure = (reason: StunReason) => ({ name: 'StunError', reason });
const valid = turnCredential(secret, now() + 3600);

t.test('a real coturn', async (t) => {
  const coturn = await startCoturn(t, { secret });

  t.test('reports our address', async (t) => {
    const { mapped, server, time } = await bind(coturn.stunUrl);
    t.match(mapped, /^127\.0\.0\.1:\d+$/);
    t.equal(server, '127.0.0.1');
    t.ok(time > 0);
  });

  for (const transport of ['turnUrl', 'turnTcpUrl'] as const) {
    t.test(`grants a relay for a valid credential (${transport})`, async (t) => {
      const allocation = await allocate(coturn[transport], valid);
      t.match(allocation.relayed, /^127\.0\.0\.1:\d+$/);
      t.match(allocation.mapped, /^127\.0\.0\.1:\d+$/);
      t.equal(allocation.authenticated, true);
      t.ok(allocation.lifetime > 0);
    });

    t.test(`refuses invalid credentials (${transport})`, async (t) => {
      const refused = { name: 'StunError', reason: 'refused', status: 401 };
      // coturn's clock lags a little.
      await t.rejects(allocate(coturn[transport], turnCredential(secret, now() - 60)), refused, 'expired');
      await t.rejects(
        allocate(coturn[transport], turnCredential('guessed', now() + 3600)),
        refused,
        'forged',
      );
      const prolonged = { ...turnCredential(secret, now() - 1), username: valid.username };
      await t.rejects(allocate(coturn[transport], prolonged), refused, 'refreshed to last longer');
    });
  }

  t.test('the relay is released', async (t) => {
    const requests: (StunMessage | undefined)[] = [];
    const port = await forwarder(t, coturn, (bytes) => {
      requests.push(decode(Buffer.from(bytes)));
      return bytes;
    });
    await allocate(`turn:127.0.0.1:${port}`, valid);
    const last = requests.at(-1);
    t.equal(last?.method, Method.refresh);
    t.equal(last?.attributes.get(Attribute.lifetime)?.readUInt32BE(0), 0);
  });
});

t.test('an expired nonce is replaced', async (t) => {
  const coturn = await startCoturn(t, { secret });
  let spoilt = false;
  const port = await forwarder(t, coturn, undefined, (bytes) => {
    const nonce = decode(bytes)?.attributes.get(Attribute.nonce);
    if (nonce && !spoilt) nonce[0] = (nonce[0] ?? 0) ^ 1;
    spoilt = true;
    return bytes;
  });
  const { relayed } = await allocate(`turn:127.0.0.1:${port}`, valid);
  t.match(relayed, /^127\.0\.0\.1:/);
  t.ok(spoilt);
});

t.test("an answer without the credential's signature is rejected", async (t) => {
  const coturn = await startCoturn(t, { secret });
  const port = await forwarder(t, coturn, undefined, (bytes) => {
    const hmac = decode(bytes)?.attributes.get(Attribute.messageIntegrity);
    if (hmac) hmac[0] = (hmac[0] ?? 0) ^ 1;
    return bytes;
  });
  await t.rejects(allocate(`turn:127.0.0.1:${port}`, valid), failure('bad-answer'));
});

t.test('a server without credentials is recognized', async (t) => {
  const coturn = await startCoturn(t);
  const { authenticated } = await allocate(coturn.turnUrl, { username: 'nobody', credential: 'nothing' });
  t.equal(authenticated, false);
});

t.test('servers that do not answer', async (t) => {
  const deaf = createSocket('udp4').bind(0, '127.0.0.1');
  await once(deaf, 'listening');
  t.teardown(() => deaf.close());
  const asked = once(deaf, 'message');
  await t.rejects(bind(`stun:127.0.0.1:${deaf.address().port}`, { timeout: 50 }), failure('no-answer'));
  const [request] = (await asked) as [Buffer];
  t.equal(request.toString('hex', 0, 8), '000100002112a442', 'it received a binding request');

  await t.rejects(bind('stun:127.0.0.1:1'), failure('closed-port'));
  await t.rejects(allocate('turn:127.0.0.1:1?transport=tcp', valid), failure('closed-port'));
  await t.rejects(bind('stun:stun.invalid'), failure('unknown-host'));
  await t.rejects(bind('https://stun.example.org'), failure('bad-uri'));
  await t.rejects(allocate('turns:127.0.0.1?transport=udp', valid), failure('dtls'));

  const curt = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(curt, 'listening');
  t.teardown(() => void curt.close());
  const curtPort = (curt.address() as AddressInfo).port;
  const curtUrl = `turn:127.0.0.1:${curtPort}?transport=tcp`;
  await t.rejects(bind(`stuns:127.0.0.1:${curtPort}`), failure('tls'));
  await t.rejects(allocate(curtUrl, valid), { ...failure('network'), message: 'closed the connection' });
});

t.test('requests are repeated when UDP loses them', async (t) => {
  const coturn = await startCoturn(t, { secret });
  let dropped = 0;
  const relay = await forwarder(t, coturn, (bytes) => {
    dropped += 1;
    return dropped === 1 ? undefined : bytes;
  });
  await t.resolves(bind(`stun:127.0.0.1:${relay}`));
  t.ok(dropped >= 2, 'more often if the answer takes long');
});

type Change = (bytes: Buffer) => Buffer | undefined;

/** A UDP forwarder to coturn; `request` and `response` can change or drop packets. */
async function forwarder(
  t: Test,
  coturn: Coturn,
  request: Change = (bytes) => bytes,
  response: Change = (bytes) => bytes,
): Promise<number> {
  const front = createSocket('udp4').bind(0, '127.0.0.1');
  const back = createSocket('udp4').bind(0, '127.0.0.1');
  await Promise.all([once(front, 'listening'), once(back, 'listening')]);
  t.teardown(() => {
    front.close();
    back.close();
  });
  let client = 0;
  front.on('message', (bytes, from) => {
    client = from.port;
    const passed = request(bytes);
    if (passed) back.send(passed, coturn.port, '127.0.0.1');
  });
  back.on('message', (bytes) => {
    const passed = response(bytes);
    if (passed) front.send(passed, client, '127.0.0.1');
  });
  return front.address().port;
}
