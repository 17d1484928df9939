import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { startServer } from './helpers/server.js';
import { connectSocketIo } from './helpers/socket-io.js';

const example = fileURLToPath(new URL('../../examples/live-class/server.mjs', import.meta.url));
const apiKey = 'key-of-the-example-0123456789';

/** Starts Lectern and the example in front of it. Returns the example's address. */
async function startExample(t: Test): Promise<string> {
  const { url } = await startServer(t, {
    socketIo: true,
    apiKey,
    tokenSecret: 'secret-of-the-example-0123456789-abcdef',
  });
  const child = spawn(process.execPath, [example], {
    env: { ...process.env, SERVER: url, LECTERN_API_KEY: apiKey, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  return /http:\S+/.exec(value as string)?.[0] ?? '';
}

/** A browser's requests, with the cookie that it got at the login. */
class Browser {
  private constructor(
    private readonly url: string,
    readonly cookie: string,
  ) {}

  static async login(url: string, name: string): Promise<Browser> {
    const answer = await fetch(`${url}/api/auth/naver?name=${name}`, { redirect: 'manual' });
    return new Browser(url, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  async ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { cookie: this.cookie, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return answer.json();
  }
}

t.test("LiveClass's page logs in, and lists, creates and joins classes", async (t) => {
  const url = await startExample(t);
  t.match(
    await (await fetch(`${url}/api/auth/naver`)).text(),
    /<form>/,
    'without a name, a form asks for it',
  );
  t.same(await (await fetch(`${url}/api/me`)).json(), { err: 'log in first', status: 401 });
  const ada = await Browser.login(url, 'Ada');
  t.match(await ada.ask('GET', '/api/me'), { id: /^\w+$/, userName: 'Ada', status: 200 });
  t.same(await ada.ask('GET', '/api/lobby/classes'), { classes: [], status: 200 });
  const made = (await ada.ask('POST', '/api/lobby/class', { title: 'Algebra', subtitle: 'first year' })) as {
    class: { uuid: string };
  };
  const { uuid } = made.class;
  const shown = { uuid, title: 'Algebra', subtitle: 'first year', memberType: 'instructor' };
  t.same(made, { class: shown, status: 200 });
  t.same(await ada.ask('GET', '/api/lobby/classes'), { classes: [shown], status: 200 });
  const bo = await Browser.login(url, 'Bo');
  const joined = { class: { ...shown, memberType: 'student' }, status: 200 };
  t.same(await bo.ask('PATCH', '/api/lobby/class', { uuid }), joined);
  t.match(await bo.ask('PATCH', '/api/lobby/class', { uuid }), { err: /already/, status: 400 });
  t.match(await bo.ask('PATCH', '/api/lobby/class', { uuid: 'none' }), { err: /not found/, status: 400 });
  t.match(await bo.ask('POST', '/api/lobby/class', { title: '' }), { err: /title/, status: 400 });
  t.match(await bo.ask('GET', '/api/nothing'), { status: 400 });
});

t.test("LiveClass's page takes part in a class through the proxy", async (t) => {
  const url = await startExample(t);
  const ada = await Browser.login(url, 'Ada');
  const made = (await ada.ask('POST', '/api/lobby/class', { title: 'Algebra' })) as {
    class: { uuid: string };
  };
  const { id } = (await ada.ask('GET', '/api/me')) as { id: string };
  for (const transports of [['polling'], ['websocket']] as ('polling' | 'websocket')[][]) {
    // A browser sends the cookie itself.
    const extraHeaders = { cookie: ada.cookie };
    const client = await connectSocketIo(t, url, { extraHeaders, transports });
    client.socket.emit('JoinClass', { classUuid: made.class.uuid });
    const { args } = await client.next('JoinClass');
    t.match(args, [{ instructor: { id, userName: 'Ada', connectStatus: true }, status: 200 }]);
    client.socket.disconnect();
  }
});
