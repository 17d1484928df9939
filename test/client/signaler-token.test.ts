import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { roomUrl } from '#client/room-url.js';
import { Signaler } from '#client/signaler.js';
import type { SignalerOptions } from '#client/signaler-options.js';
import type { SignalerState } from '#client/signaler-state.js';
import { signToken } from '../../server/identity/tokens.js';
import { startServer } from '../helpers/server.js';
import { ManualClock } from './support.js';

const tokenSecret = 'a secret of the tests that is long enough';

const tokenOf = async (ttl: number): Promise<string> => {
  const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  return (await signToken(options, { sub: 'ann', name: 'Ann', grants: { rooms: ['*'] }, ttl })).token;
};

function state(signaler: Signaler, name: SignalerState['name']): Promise<SignalerState> {
  return new Promise((resolve) => {
    const stop = signaler.on('state', (state) => {
      if (state.name !== name) return;
      stop();
      resolve(state);
    });
  });
}

function visit(t: Test, url: string, options: SignalerOptions): Signaler {
  const signaler = new Signaler(roomUrl(url, 'blue'), { reconnect: { base: 20, max: 100 }, ...options });
  t.teardown(() => signaler.close());
  signaler.connect();
  return signaler;
}

t.test('logs in with a token', async (t) => {
  const { url } = await startServer(t, { tokenSecret });
  const ann = visit(t, url, { token: await tokenOf(60) });
  await state(ann, 'open');
  t.match((await ann.request('get-room-info')).data.clients, [{ id: ann.id, username: 'Ann' }]);
  await t.rejects(ann.request('profile', { username: 'Bob' }), { code: 'forbidden' });
});

t.test('without a valid token it is closed permanently, with the reason', async (t) => {
  const { url } = await startServer(t, { tokenSecret });
  for (const [options, message] of [
    [{}, /requires a token/],
    [{ token: 'x' }, /invalid token format/],
  ] as const) {
    t.match(await state(visit(t, url, options), 'closed'), { refused: { code: 'login-required', message } });
  }
});

t.test('requests a token at each login, so an expired one is replaced', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const { url, server } = await startServer(t, { tokenSecret, data });
  let asked = 0;
  let lifetime = 60;
  const ann = visit(t, url, {
    token: async () => {
      asked += 1;
      return tokenOf(lifetime);
    },
  });
  await state(ann, 'open');
  t.equal(asked, 1);
  const before = ann.id;
  // After its first token has expired, the client is not allowed to resume with it.
  const { now } = Date;
  t.intercept(Date, 'now', { value: () => now() + 120_000 });
  lifetime = 3600;
  const open = new Promise<void>((resolve) => {
    ann.on('state', ({ name }) => name === 'open' && resolve());
  });
  await server.close({ spread: 0 });
  await startServer(t, { tokenSecret, data, port: Number(new URL(url).port) });
  await open;
  t.equal(asked, 2);
  t.not(ann.id, before);
});

t.test('in open mode a token is neither used nor requested', async (t) => {
  const { url } = await startServer(t);
  const ann = visit(t, url, { token: () => Promise.reject(new Error('the token must not be requested')) });
  await state(ann, 'open');
  t.match((await ann.request('get-room-info')).data.clients, [{ id: ann.id, username: /^Guest/ }]);
});

t.test('a token that is currently unavailable is requested again', async (t) => {
  const { url } = await startServer(t, { tokenSecret });
  let asked = 0;
  const ann = visit(t, url, {
    token: async () => {
      asked += 1;
      if (asked === 1) throw new Error('the back end is not available');
      return tokenOf(60);
    },
  });
  t.match(await state(ann, 'waiting'), { close: { reason: /back end is not available/ } });
  await state(ann, 'open');
  t.equal(asked, 2);
});

t.test('a token is renewed before it expires, and the session continues', async (t) => {
  const { url } = await startServer(t, { tokenSecret });
  const clock = new ManualClock();
  const tokens = [await tokenOf(100), await tokenOf(3600)];
  let asked = 0;
  const ann = visit(t, url, { clock, token: () => tokens[asked++] ?? '' });
  await state(ann, 'open');
  const { id } = ann;
  clock.advance(79_000);
  t.equal(asked, 1);
  const renewed = new Promise((resolve) => ann.on('refreshToken', ({ data }) => resolve(data)));
  clock.advance(1000);
  t.match(await renewed, { status: 'ok', data: { tokenLifetime: Number } });
  const { now } = Date;
  t.intercept(Date, 'now', { value: () => now() + 1_000_000 });
  t.match((await ann.request('get-room-info')).data.clients, [{ id }]);
  t.equal(asked, 2);
});

t.test('a client that could not renew its token logs in again', async (t) => {
  const { url } = await startServer(t, { tokenSecret });
  const tokens = [await tokenOf(60), await tokenOf(3600)];
  let asked = 0;
  const ann = visit(t, url, { clock: new ManualClock(), token: () => tokens[asked++] ?? '' });
  await state(ann, 'open');
  const waiting = state(ann, 'waiting');
  const { now } = Date;
  t.intercept(Date, 'now', { value: () => now() + 120_000 });
  t.match(await waiting, { close: { code: 4006, name: 'token-expired' } });
  const open = state(ann, 'open');
  ann.connect();
  t.match(await open, { resumed: false });
  t.equal(asked, 2);
});

t.test('a client whose token came too late for the login tries again', async (t) => {
  const { url } = await startServer(t, { tokenSecret, loginTimeout: 0.5 });
  const never = new Promise<string>(() => {});
  let asked = 0;
  const ann = visit(t, url, { token: () => (asked++ === 0 ? never : tokenOf(3600)) });
  t.match(await state(ann, 'waiting'), { close: { code: 4502, name: 'login-timeout' } });
  t.match(await state(ann, 'open'), { resumed: false });
});
