import { createHash } from 'node:crypto';
import t from 'tap';
import { load } from '../../../schemas/generators/load.js';
import { createServer } from '../../../server/index.js';
import { apiKey } from '../../helpers/api.js';
import { startServer } from '../../helpers/server.js';

const seeing = 'a key that sees'.replaceAll(' ', '-').padEnd(20, '.');
const writing = 'a key that writes'.replaceAll(' ', '-').padEnd(20, '.');
const hex = createHash('sha256').update(writing).digest('hex');

t.test('a key is allowed what its scopes say, in every call', async (t) => {
  const apiKeys = [`sees=rooms:read=${seeing}`, `writes=rooms:write+users=sha256:${hex}`];
  const { url } = await startServer(t, { apiKey, apiKeys });
  const ask = async (key: string | undefined, method: string, path: string) => {
    const headers = new Headers(key === undefined ? {} : { authorization: `Bearer ${key}` });
    const answer = await fetch(`${url}/api${path.replaceAll(/\{\w+\}/g, 'x')}`, { method, headers });
    const text = await answer.text();
    return { status: answer.status, data: text === '' ? {} : JSON.parse(text) };
  };
  for (const { method, path, scope, key } of (await load()).api.calls) {
    const call = `${method} ${path}`;
    t.equal((await ask(undefined, method, path)).status, key === undefined ? 401 : 200, call);
    if (scope === undefined) continue;
    t.equal((await ask('wrong'.repeat(4), method, path)).status, 401, call);
    t.not((await ask(apiKey, method, path)).data.message, `there is nothing at /api${path}`, call);
    for (const [name, secret, granted] of [
      ['sees', seeing, ['rooms:read']],
      ['writes', writing, ['rooms:write', 'users']],
    ] as const) {
      const { status, data } = await ask(secret, method, path);
      if ((granted as readonly string[]).includes(scope))
        t.notMatch(data.message, /lacks/, `${name}: ${call}`);
      else {
        const message = `the key '${name}' lacks the scope '${scope}'; use a key that has it`;
        t.match({ status, data }, { status: 403, data: { code: 'forbidden', expected: scope, message } });
      }
    }
  }
});

t.test('a key for rooms removes clients, and revokes only with the scope for users', async (t) => {
  const { url } = await startServer(t, { apiKeys: [`writes=rooms:write=${writing}`] });
  const headers = { authorization: `Bearer ${writing}`, 'content-type': 'application/json' };
  const remove = async (body: object) => {
    const answer = await fetch(`${url}/api/clients/x`, {
      method: 'DELETE',
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, data: await answer.json() };
  };
  for (const body of [{}, { revoke: 'user' }, { revoke: 'token' }]) {
    t.match(await remove(body), { status: 403, data: { code: 'forbidden', expected: 'users' } });
  }
  t.match(await remove({ revoke: 'nothing' }), { status: 404 }, 'allowed, and there is no such client');
});

t.test('keys without apiKey enable the API, and invalid ones are clear errors', async (t) => {
  const { url } = await startServer(t, { apiKeys: [`all=*=${seeing}`] });
  const headers = { authorization: `Bearer ${seeing}` };
  t.equal((await fetch(`${url}/api/audit`, { headers })).status, 200);
  for (const [apiKeys, message] of [
    [[`a=rooms=${seeing}`], /key 'a': unknown scope 'rooms'; expected \* or some of rooms:read, /],
    [[`a=audit=${seeing}`, `a=users=${writing}`], /two keys are called 'a'/],
    [[`a=audit=${seeing}`, `b=users=${seeing}`], /'a' and 'b' are the same key/],
    [['a=audit=short'], /apiKeys: expected .*not shown: it is secret/],
  ] as const) {
    const broken = async () => {
      const server = createServer({
        port: 0,
        logLevel: 'silent',
        data: t.testdir({}),
        apiKeys: [...apiKeys],
      });
      await server.listen();
    };
    await t.rejects(broken(), { message });
  }
});
