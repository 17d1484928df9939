import { join } from 'node:path';
import { decodeJwt, jwtVerify } from 'jose';
import t from 'tap';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

const tokenSecret = 'a secret of the tests that is long enough';
const env = { LECTERN_TOKEN_SECRET: tokenSecret };

t.test('prints only a token with the claims of the flags', async (t) => {
  const args = [
    ['--user', 'ann', '--name', 'Ann Lee', '--photo', 'https://example.org/ann.png', '--language', 'ko'],
    ['--role', 'viewer', '--room', 'blue', '--rooms', 'red, green', '--rooms', 'white'],
    ['--classes', '*', '--create', '--ttl', '2h', '--once'],
  ].flat();
  const { code, stdout, stderr } = await lectern(t, ['token', ...args], env).outcome;
  t.match({ code, stdout, stderr }, { code: 0, stdout: /^[\w-]+\.[\w-]+\.[\w-]+\n$/, stderr: '' });
  const { payload } = await jwtVerify(stdout.trim(), new TextEncoder().encode(tokenSecret));
  const { iat = 0, exp = 0, jti, ...said } = payload;
  t.same(said, {
    sub: 'ann',
    name: 'Ann Lee',
    picture: 'https://example.org/ann.png',
    lang: 'ko',
    role: 'viewer',
    room: 'blue',
    grants: { rooms: ['red', 'green', 'white'], classes: ['*'], create: true },
    once: true,
    aud: 'lectern',
  });
  t.equal(exp - iat, 7200);
  t.ok(jti);
});

t.test('--link prints a page that logs in', async (t) => {
  const page = 'https://example.org/classes';
  const good = await lectern(t, ['token', '--user', 'ann', '--link', page], env).outcome;
  t.match(good, { code: 0, stdout: /^https:\/\/example\.org\/classes#token=[\w-]+\.[\w-]+\.[\w-]+\n$/ });
  const bad = await lectern(t, ['token', '--user', 'ann', '--link', 'classes'], env).outcome;
  t.match(bad, { code: 2, stdout: '', stderr: /--link: expected a URL such as https/ });
});

t.test(
  '--owt prints the token in the form from which OWT clients read the address of the server',
  async (t) => {
    const owt = 'https://chat.example.org:8443';
    const { code, stdout } = await lectern(t, ['token', '--user', 'ann', '--room', 'blue', '--owt', owt], env)
      .outcome;
    t.equal(code, 0);
    const { token, ...rest } = JSON.parse(Buffer.from(stdout.trim(), 'base64').toString());
    const { room, jti } = decodeJwt(token);
    t.equal(room, 'blue');
    t.same(rest, { tokenId: jti, host: 'chat.example.org:8443', secure: true });
    const bad = await lectern(t, ['token', '--user', 'ann', '--owt', 'chat.example.org'], env).outcome;
    t.match(bad, { code: 2, stdout: '', stderr: /--owt must be text that matches/ });
  },
);

t.test("a server with the same secret accepts the token's user", async (t) => {
  const { wsUrl } = await startServer(t, {
    tokenSecret,
    tokenIssuer: 'school',
    tokenAudience: 'lectern:test',
  });
  const config = join(
    t.testdir({ 'lectern.json': JSON.stringify({ tokenSecret, tokenIssuer: 'school' }) }),
    'lectern.json',
  );
  const flags = ['--user', 'ann', '--rooms', '*', '--config', config, '--token-audience', 'lectern:test'];
  const { stdout } = await lectern(t, ['token', ...flags]).outcome;
  const client = await connect(t, wsUrl('/room/blue/ws?login=1'));
  t.match(await client.request('login', { token: stdout.trim() }), {
    data: { status: 'ok', data: { user: 'ann', name: 'ann', role: 'presenter', room: { id: 'blue' } } },
  });
});

t.test('by default it is valid for an hour and grants nothing', async (t) => {
  const { stdout } = await lectern(t, ['token', '--user', 'ann'], env).outcome;
  const { iat = 0, exp = 0, grants } = decodeJwt(stdout);
  t.equal(exp - iat, 3600);
  t.same(grants, {});
});

t.test('missing or invalid flags end with code 2 and one clear line', async (t) => {
  const cases: [string[], Record<string, string>, RegExp][] = [
    [['--user', 'ann'], {}, /^lectern: no tokenSecret to sign with: set LECTERN_TOKEN_SECRET/],
    [['--user', 'ann'], { LECTERN_TOKEN_SECRET: 'short' }, /^lectern: LECTERN_TOKEN_SECRET: .*not shown/],
    [['--user', ' '], env, /^lectern: --user must be text/],
    [['--user', 'ann', '--name', 'x'.repeat(65)], env, /^lectern: --name must be at most 64 characters long/],
    [['--user', 'ann', '--room', 'no/room'], env, /^lectern: --room must be text that matches/],
    [['--user', 'ann', '--rooms', 'x'.repeat(321)], env, /^lectern: --rooms must be at most 320/],
    [['--user', 'ann', '--ttl', '400d'], env, /^lectern: --ttl must be <= 31536000/],
  ];
  for (const [args, variables, expected] of cases) {
    const { code, stdout, stderr } = await lectern(t, ['token', ...args], variables).outcome;
    t.match({ code, stdout, stderr }, { code: 2, stdout: '', stderr: expected }, args.join(' '));
    t.match(stderr, /^[^\n]+\n$/, 'one line');
  }
  for (const [args, expected] of [
    [[], /^lectern: required option '--user <id>' not specified/],
    [['--user', 'ann', '--role', 'boss'], /--role.*presenter, viewer/],
    [['--user', 'ann', '--ttl', 'soon'], /Expected a time such as 90s, 15m, 1h or 7d/],
  ] as const) {
    t.match(await lectern(t, ['token', ...args], env).outcome, { code: 2, stdout: '', stderr: expected });
  }
});
