import type { ErrorData } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { checkOptions, type Options } from '../../../server/options.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of at least thirty-two characters';
/** Rates so slow that nothing is earned during a test. */
const slow = { otherRate: 0.001, otherBurst: 10 };

/** Sends pings until one is refused. Returns how many were answered. */
async function exhaust(client: TestClient): Promise<number> {
  for (let answered = 0; ; answered++) {
    const answer = await client.request('ping', answered);
    if (answer.type === 'pong') continue;
    const { code, retry_after_ms: wait = 0 } = answer.data as ErrorData;
    if (code !== 'rate-limited' || wait <= 0) throw new Error(JSON.stringify(answer));
    return answered;
  }
}

/** Starts a server with tokens. Returns how a user connects to it. */
async function withTokens(t: Test, given: Partial<Options>) {
  const options = checkOptions({ ...given, tokenSecret });
  const { wsUrl } = await startServer(t, options);
  return async (sub: string): Promise<TestClient> => {
    const { token } = await signToken(options, { sub, ttl: 600, grants: { rooms: ['*'] } });
    return connect(t, wsUrl('/ws'), { headers: { authorization: `Bearer ${token}` } });
  };
}

t.test('a user who reconnects does not get a full bucket, and other users have their own', async (t) => {
  const enter = await withTokens(t, slow);
  const first = await enter('ann');
  t.equal(await exhaust(first), 10);
  first.close();
  await first.closed;
  t.equal(await exhaust(await enter('ann')), 0);
  t.equal(await exhaust(await enter('ben')), 10);
});

t.test('the clients of one user share its rates', async (t) => {
  const enter = await withTokens(t, slow);
  const [one, two] = [await enter('ann'), await enter('ann')];
  for (let i = 0; i < 4; i++) t.match(await one.request('ping', i), { type: 'pong' });
  t.equal(await exhaust(two), 6);
});

t.test('refused messages only close the connection that sent them', async (t) => {
  const enter = await withTokens(t, { refusals: 5, refusalsWindow: 600 });
  const [one, two] = [await enter('ann'), await enter('ann')];
  for (let i = 0; i < 5; i++) one.send('profile', { username: '' });
  t.match(await one.closed, { code: 4500 });
  for (let i = 0; i < 4; i++) await two.request('profile', { username: '' });
  t.match(await two.request('ping', 1), { type: 'pong' });
});

t.test('guests of one address have rates together, and each a share of its own beyond them', async (t) => {
  const { wsUrl } = await startServer(t, { ...slow, addressRate: 1, addressBurst: 4 });
  const counts: number[] = [];
  for (let i = 0; i < 6; i++) counts.push(await exhaust(await connect(t, wsUrl('/ws'))));
  t.strictSame(counts, [10, 10, 10, 10, 1, 1], 'a tenth of their own burst of 10');
});

t.test('users with tokens do not use up the rates of an address', async (t) => {
  const enter = await withTokens(t, { ...slow, addressRate: 1, addressBurst: 1 });
  for (const name of ['ann', 'ben', 'cid']) t.equal(await exhaust(await enter(name)), 10);
});
