import t, { type Test } from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const key = 'the-key-of-the-tests';
const tokenSecret = 'a secret of the tests that is long enough';

/** A server with the given options and a function that requests a token. */
async function start(t: Test, options = {}) {
  const server = await startServer(t, { apiKey: key, tokenSecret, ...options });
  const ask = async (body: unknown, authorization: string | undefined = `Bearer ${key}`) => {
    const answer = await fetch(`${server.url}/api/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, data: await answer.json() };
  };
  return { ...server, ask };
}

t.test('a back end requests a token for a user, who logs in with it', async (t) => {
  const { ask, wsUrl } = await start(t);
  const { status, headers, data } = await ask({
    sub: 'ann',
    name: 'Ann',
    role: 'viewer',
    room: 'blue',
    ttl: 60,
  });
  t.equal(status, 201);
  t.equal(headers.get('cache-control'), 'no-store');
  t.ok(data.expires > Date.now() && data.expires <= Date.now() + 60_000);
  const client = await connect(t, wsUrl('/ws?login=1'));
  t.match(await client.request('login', { token: data.token }), {
    data: { status: 'ok', data: { user: 'ann', name: 'Ann', role: 'viewer', room: { id: 'blue' } } },
  });
});

t.test('a back end requests a token in the form of OWT', async (t) => {
  const { ask } = await start(t);
  const { data } = await ask({ sub: 'ann', room: 'blue', owt: 'http://localhost:8080/' });
  const { token, ...rest } = JSON.parse(Buffer.from(data.token, 'base64').toString());
  t.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
  t.match(rest, { tokenId: String, host: 'localhost:8080', secure: false });
});

t.test('invalid requests are refused with the place of the error', async (t) => {
  const { ask } = await start(t);
  const cases: [unknown, object][] = [
    [{}, { pointer: '/sub', expected: 'present' }],
    [{ sub: '' }, { pointer: '/sub' }],
    [{ sub: 'ann', role: 'boss' }, { pointer: '/role' }],
    [
      { sub: 'ann', name: 'Ann\u200b' },
      { pointer: '/name', expected: /invisible/ },
    ],
    [{ sub: 'ann', room: 'a/b' }, { pointer: '/room' }],
    [
      { sub: 'ann', grants: { rooms: 'all' } },
      { pointer: '/grants/rooms', expected: 'of type array' },
    ],
    [
      { sub: 'ann', grants: { owner: true } },
      { pointer: '/grants/owner', expected: 'absent' },
    ],
    [{ sub: 'ann', ttl: 0 }, { pointer: '/ttl' }],
    [
      { sub: 'ann', exp: 1 },
      { pointer: '/exp', expected: 'absent' },
    ],
    ['[]', { pointer: '', expected: 'of type object' }],
  ];
  for (const [body, details] of cases) {
    const { status, data } = await ask(body);
    t.match({ status, data }, { status: 400, data: { code: 'bad-data', ...details } }, JSON.stringify(body));
  }
  t.equal((await ask('{')).status, 400);
  t.equal((await ask(`"${'x'.repeat(70_000)}"`)).status, 413);
});

t.test('requests without the key are refused, and they do not keep out the right key', async (t) => {
  const { ask, url } = await start(t);
  const { status, headers, data } = await ask({ sub: 'ann' }, '');
  t.match({ status, data }, { status: 401, data: { code: 'login-required', message: /Bearer <apiKey>/ } });
  t.equal(headers.get('www-authenticate'), 'Bearer');
  const wrong = await fetch(`${url}/api/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}x` },
  });
  t.equal(wrong.status, 401, 'refused before the body is read');
  t.equal((await ask({ sub: 'ann' }, 'Basic abc')).status, 401);
  for (let tries = 0; tries < 20; tries++) t.equal((await ask({ sub: 'ann' }, 'Bearer x')).status, 401);
  t.equal((await ask({ sub: 'ann' })).status, 201);
});

t.test('requests without the key do not use up the limit of those with it', async (t) => {
  const { ask, url } = await start(t, { httpRate: 3 });
  const list = async () => (await fetch(`${url}/api/rooms`)).status;
  t.same([await list(), await list(), await list(), await list()], [200, 200, 200, 429]);
  t.equal((await ask({ sub: 'ann' })).status, 201);
});

t.test('without a key, the call does not exist', async (t) => {
  const { ask } = await start(t, { apiKey: '' });
  t.match(await ask({ sub: 'ann' }), {
    status: 404,
    data: { code: 'not-found', message: /set apiKey or apiKeys/ },
  });
});

t.test('a server that does not sign tokens reports that', async (t) => {
  const { ask } = await start(t, { tokenSecret: '' });
  t.match(await ask({ sub: 'ann' }), {
    status: 409,
    data: { code: 'conflict', message: /requires tokenSecret/ },
  });
});
