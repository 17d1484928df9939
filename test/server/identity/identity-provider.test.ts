import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const shown = (token: string) => ({ protocols: ['lectern', `lectern.token.${token}`] });

t.test('a guest that can keep an identity receives one and is the same user with it', async (t) => {
  const { wsUrl } = await startServer(t);
  const first = await connect(t, wsUrl('/ws'), { protocols: ['lectern'] });
  t.equal(first.socket.protocol, 'lectern');
  const { user, token = '' } = await first.welcome();
  t.ok(token);
  const again = await (await connect(t, wsUrl('/ws'), shown(token))).welcome();
  t.same(again.user, user);
  t.equal(again.token, undefined, 'it already has one');
  const byHeader = await connect(t, wsUrl('/ws'), { headers: { authorization: `Bearer ${token}` } });
  t.same((await byHeader.welcome()).user, user);
});

t.test('a client without a subprotocol is a guest without a token', async (t) => {
  const { wsUrl } = await startServer(t);
  const { user, token } = await (await connect(t, wsUrl('/ws'))).welcome();
  t.ok(user?.id);
  t.equal(token, undefined);
});

t.test('a forged identity, or one of another server, is ignored', async (t) => {
  const [one, other] = [await startServer(t), await startServer(t)];
  const { user, token = '' } = await (
    await connect(t, one.wsUrl('/ws'), { protocols: ['lectern'] })
  ).welcome();
  const elsewhere = await (await connect(t, other.wsUrl('/ws'), shown(token))).welcome();
  t.not(elsewhere.user?.id, user?.id);
  t.ok(elsewhere.token, 'a new one is issued');
  const [head, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ sub: user?.id, name: 'Mallory' })).toString('base64url');
  for (const forged of [
    `${head}.${payload}.${signature}`,
    `${btoa('{"alg":"none"}')}.${payload}.`.replaceAll('=', ''),
    'x',
  ]) {
    t.not((await (await connect(t, one.wsUrl('/ws'), shown(forged))).welcome()).user?.id, user?.id);
  }
});

t.test('an identity survives a restart of the server', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const before = await startServer(t, { data });
  const { user, token = '' } = await (
    await connect(t, before.wsUrl('/ws'), { protocols: ['lectern'] })
  ).welcome();
  const secret = readFileSync(join(data, 'secret'), 'utf8');
  t.equal(statSync(join(data, 'secret')).mode & 0o777, 0o600, 'only the owner can read it');
  await before.server.close({ spread: 0 });
  const after = await startServer(t, { secret });
  t.same((await (await connect(t, after.wsUrl('/ws'), shown(token))).welcome()).user, user);
});

t.test('an identity that is in use is renewed, and one that is not used ends', async (t) => {
  const guestLifetime = 1000;
  const { wsUrl } = await startServer(t, { guestLifetime });
  const visit = async (token?: string) => {
    const client = await connect(
      t,
      wsUrl('/ws'),
      token === undefined ? { protocols: ['lectern'] } : shown(token),
    );
    return client.welcome();
  };
  const { now } = Date;
  let passed = 0;
  t.intercept(Date, 'now', { value: () => now() + passed * 1000 });
  const { user, token: first = '' } = await visit();
  passed = 900;
  const { user: same, token: second = '' } = await visit(first);
  t.same(same, user);
  t.ok(second, 'the identity is renewed');
  t.equal((await visit(second)).token, undefined, 'but not each time');
  passed = 1800;
  t.same((await visit(second)).user, user, 'the time starts again with each use');
  const late = await visit(first);
  t.not(late.user?.id, user?.id);
  t.ok(late.token, 'the guest is a new one');
  passed = 3600;
  t.not((await visit(second)).user?.id, user?.id);
});
