import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import t, { type Test } from 'tap';
import { signToken, Tokens } from '../../../server/identity/tokens.js';
import { OptionsError } from '../../../server/index.js';

const tokenSecret = 'a secret of the tests that is long enough';
const options = { tokenSecret, jwks: '', tokenAudience: 'lectern', tokenIssuer: '' };
const secretKey = (secret: string) => new TextEncoder().encode(secret);

const hour = () => Math.floor(Date.now() / 1000) + 3600;

interface Signing {
  key?: CryptoKey | Uint8Array;
  alg?: string;
  kid?: string;
}

/** A token with these claims; undefined ones are left out. */
function sign(claims: JWTPayload & Record<string, unknown>, { key, alg = 'HS256', kid }: Signing = {}) {
  return new SignJWT({ sub: 'ann', aud: 'lectern', exp: hour(), ...claims })
    .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
    .sign(key ?? secretKey(tokenSecret));
}

const refused = (t: Test, tokens: Tokens, token: string, message: RegExp, code = 'login-required') =>
  t.rejects(tokens.verify(token), { name: 'Refusal', code, message }, String(message));

/** Checks that a token is refused, whatever the reason. */
const invalid = (t: Test, tokens: Tokens, token: string) =>
  t.rejects(tokens.verify(token), { name: 'Refusal', code: 'login-required' });

t.test('the claims of a token', async (t) => {
  const tokens = new Tokens(options);
  const exp = hour();
  const bare = await sign({ exp });
  t.same(await tokens.verify(bare), {
    identity: {
      user: { id: 'ann', name: 'ann' },
      role: 'presenter',
      grants: { rooms: [], classes: [], create: false },
      expires: exp * 1000,
      tokenId: `sha256:${createHash('sha256')
        .update(bare.slice(0, bare.lastIndexOf('.')))
        .digest('base64url')}`,
    },
    singleUse: undefined,
  });
  const all = {
    name: 'Ann Lee',
    picture: 'https://example.org/ann.png',
    role: 'viewer',
    lang: 'ko',
    room: 'blue',
    grants: { rooms: ['red', '*'], classes: ['c1'], create: true, more: 1 },
    once: true,
    jti: 'one',
    exp,
    email: 'of no interest',
  };
  t.same(await tokens.verify(await sign(all)), {
    identity: {
      user: { id: 'ann', name: 'Ann Lee', photo: 'https://example.org/ann.png' },
      role: 'viewer',
      grants: { rooms: ['red', '*'], classes: ['c1'], create: true },
      language: 'ko',
      room: 'blue',
      expires: exp * 1000,
      tokenId: 'one',
    },
    singleUse: { tokenId: 'one', expires: exp * 1000 },
  });
  const { identity } = await tokens.verify(await sign({ name: null, grants: null }));
  t.equal(identity.user.name, 'ann', 'null counts as absent');
  const dirty = await tokens.verify(await sign({ name: '\u202eMs\u00a0Kim\u200b\n' }));
  t.equal(dirty.identity.user.name, 'Ms Kim', 'invisible characters are removed');
  const decomposed = await tokens.verify(
    await sign({ room: 'cafe\u0301', grants: { rooms: ['cafe\u0301', '/bus/cafe\u0301'] } }),
  );
  t.equal(decomposed.identity.room, 'caf\u00e9', 'rooms have normalized IDs');
  t.same(decomposed.identity.grants.rooms, ['caf\u00e9', '/bus/cafe\u0301']);
});

t.test('an invalid claim is named', async (t) => {
  const tokens = new Tokens(options);
  for (const [claims, message] of [
    [{ sub: 'x'.repeat(65) }, /claim 'sub' must be at most 64/],
    [{ name: ' ' }, /claim 'name'/],
    [{ name: '\u200b\u202e' }, /claim 'name' must have a visible character/],
    [{ role: 'admin' }, /claim 'role' must be one of/],
    [{ room: 'a/b' }, /claim 'room'/],
    [{ grants: { rooms: 'blue' } }, /claim 'grants' must be of type array at \/rooms/],
    [{ grants: { create: 'yes' } }, /claim 'grants' must be of type boolean at \/create/],
    [{ once: 1 }, /claim 'once'/],
    [{ once: true }, /required in a single-use token/],
  ] as const) {
    await refused(t, tokens, await sign(claims), message);
  }
});

t.test('audience, issuer and validity of a token', async (t) => {
  const tokens = new Tokens({ ...options, tokenIssuer: 'school' });
  const iss = 'school';
  await tokens.verify(await sign({ iss }));
  await tokens.verify(await sign({ iss, aud: ['other', 'lectern'] }));
  await refused(t, tokens, await sign({ iss, aud: 'other' }), /claim 'aud'/);
  await refused(t, tokens, await sign({ iss, aud: undefined }), /claim 'aud'/);
  await refused(t, tokens, await sign({}), /claim 'iss'/);
  await refused(t, tokens, await sign({ iss: 'elsewhere' }), /claim 'iss'/);
  await refused(t, tokens, await sign({ iss, sub: undefined }), /claim 'sub'/);
  await refused(t, tokens, await sign({ iss, exp: undefined }), /claim 'exp'/);
  await refused(t, tokens, await sign({ iss, exp: hour() - 7200 }), /has expired/);
  await refused(t, tokens, await sign({ iss, nbf: hour() }), /is not valid yet/);
  await tokens.verify(await sign({ iss, nbf: hour() - 3600 }));
  const { token, expires } = await signToken({ ...options, tokenIssuer: 'school' }, { sub: 'ann', ttl: 60 });
  t.equal((await tokens.verify(token)).identity.expires, expires, 'tokens that it signs are accepted');
});

t.test('signatures of other keys are rejected', async (t) => {
  const tokens = new Tokens(options);
  await invalid(t, tokens, await sign({}, { key: secretKey('another secret, just as long as ours') }));
  const [head, , signature] = (await sign({})).split('.');
  const payload = Buffer.from(JSON.stringify({ sub: 'eve', aud: 'lectern', exp: hour() }));
  await invalid(t, tokens, `${head}.${payload.toString('base64url')}.${signature}`);
  for (const text of ['', 'x', 'a.b.c', `${head}.${signature}`]) await invalid(t, tokens, text);
  const unsecured = new UnsecuredJWT({ sub: 'ann', aud: 'lectern', exp: hour() }).encode();
  await refused(t, tokens, unsecured, /algorithm is not allowed/);
  await refused(t, tokens, await sign({}, { alg: 'HS512' }), /algorithm is not allowed/);
});

interface Pair {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

async function pair(alg: string, kid?: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), alg, ...(kid && { kid }) } };
}

/** Writes a file with these keys. */
const fileOf = (t: Test, ...pairs: Pair[]): string =>
  join(t.testdir({ 'jwks.json': JSON.stringify({ keys: pairs.map(({ jwk }) => jwk) }) }), 'jwks.json');

t.test('keys in a file: every algorithm, found by key ID', async (t) => {
  const pairs = {
    RS256: await pair('RS256', 'r'),
    ES256: await pair('ES256', 'e'),
    EdDSA: await pair('EdDSA', 'd'),
  };
  const jwks = fileOf(t, ...Object.values(pairs));
  const tokens = new Tokens({ ...options, tokenSecret: '', jwks });
  for (const [alg, { privateKey, jwk }] of Object.entries(pairs)) {
    const token = await sign({}, { key: privateKey, alg, kid: jwk.kid ?? '' });
    t.equal((await tokens.verify(token)).identity.user.id, 'ann', alg);
  }
  const stranger = await pair('RS256');
  await invalid(t, tokens, await sign({}, { key: stranger.privateKey, alg: 'RS256', kid: 'r' }));
  await invalid(t, tokens, await sign({}, { key: stranger.privateKey, alg: 'RS256', kid: 'unknown' }));
});

t.test('the right key out of several is found, even if the token does not name one', async (t) => {
  const [one, two] = [await pair('ES256', 'one'), await pair('ES256', 'two')];
  const tokens = new Tokens({ ...options, tokenSecret: '', jwks: fileOf(t, one, two) });
  for (const { privateKey } of [one, two]) {
    t.ok(await tokens.verify(await sign({}, { key: privateKey, alg: 'ES256' })));
  }
  const stranger = await pair('ES256');
  await invalid(t, tokens, await sign({}, { key: stranger.privateKey, alg: 'ES256' }));
  const late = await sign({ exp: hour() - 7200 }, { key: two.privateKey, alg: 'ES256' });
  await refused(t, tokens, late, /has expired/);
});

t.test('a public key is not accepted as a secret', async (t) => {
  const keys = await pair('RS256', 'r');
  const jwks = fileOf(t, keys);
  const texts = [await exportSPKI(keys.publicKey), JSON.stringify(keys.jwk), keys.jwk.n ?? ''];
  for (const text of texts) {
    const token = await sign({}, { key: secretKey(text), kid: 'r' });
    await refused(t, new Tokens({ ...options, tokenSecret: '', jwks }), token, /algorithm is not allowed/);
    await invalid(t, new Tokens({ ...options, jwks }), token);
  }
  const both = new Tokens({ ...options, jwks });
  await both.verify(await sign({}));
  await both.verify(await sign({}, { key: keys.privateKey, alg: 'RS256', kid: 'r' }));
});

t.test('a file that is not a key set prevents the start', async (t) => {
  const folder = t.testdir({ 'not.json': '{', 'other.json': '{"keys": 1}' });
  for (const file of ['not.json', 'other.json', 'none.json']) {
    const make = () => new Tokens({ ...options, tokenSecret: '', jwks: join(folder, file) });
    t.throws(make, OptionsError, file);
  }
});

/** A server of a key set that the test can change. It counts its requests. */
async function keyServer(t: Test) {
  const keys = { asked: 0, answer: () => ({ status: 200, body: '{"keys": []}' }) };
  const server = createServer((_, response) => {
    keys.asked += 1;
    const { status, body } = keys.answer();
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  t.teardown(close);
  return { keys, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json` };
}

t.test('keys at an address are fetched once, and again after they have changed', async (t) => {
  const [old, next] = [await pair('ES256', 'old'), await pair('ES256', 'next')];
  const { keys, url } = await keyServer(t);
  const publish = (...pairs: Pair[]) => {
    keys.answer = () => ({ status: 200, body: JSON.stringify({ keys: pairs.map(({ jwk }) => jwk) }) });
  };
  publish(old);
  const tokens = new Tokens({ ...options, tokenSecret: '', jwks: url });
  const byOld = await sign({}, { key: old.privateKey, alg: 'ES256', kid: 'old' });
  const byNext = await sign({}, { key: next.privateKey, alg: 'ES256', kid: 'next' });
  await Promise.all([tokens.verify(byOld), tokens.verify(byOld)]);
  await tokens.verify(byOld);
  t.equal(keys.asked, 1);
  publish(next);
  await invalid(t, tokens, byNext);
  t.equal(keys.asked, 1, 'invented key IDs do not cause a request each');
  const { now } = Date;
  t.intercept(Date, 'now', { value: () => now() + 31_000 });
  t.ok(await tokens.verify(byNext));
  t.equal(keys.asked, 2);
  await invalid(t, tokens, byOld);
});

t.test('an unavailable key server or an invalid response does not count against the token', async (t) => {
  const { privateKey, jwk } = await pair('ES256', 'k');
  const { keys, close, url } = await keyServer(t);
  const token = await sign({}, { key: privateKey, alg: 'ES256', kid: 'k' });
  for (const answer of [
    { status: 500, body: '' },
    { status: 200, body: 'welcome' },
    { status: 200, body: '{"keys": {}}' },
  ]) {
    keys.answer = () => answer;
    await refused(t, new Tokens({ ...options, tokenSecret: '', jwks: url }), token, /key set/, 'unavailable');
  }
  const tokens = new Tokens({ ...options, tokenSecret: '', jwks: url });
  await close();
  await refused(t, tokens, token, /currently not available/, 'unavailable');
  const back = await keyServer(t);
  back.keys.answer = () => ({ status: 200, body: JSON.stringify({ keys: [jwk] }) });
  t.ok(await new Tokens({ ...options, tokenSecret: '', jwks: back.url }).verify(token));
});
