import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoggedIn } from 'lectern-protocol';
import type { ApiLectureList } from 'lectern-protocol/http';
import t from 'tap';
import { apiKey, callApi } from './helpers/api.js';
import { connect } from './helpers/client.js';
import { logIn } from './helpers/nodes.js';
import { startServer } from './helpers/server.js';
import { webhookSecret } from './helpers/webhook-receiver.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

t.test('a program with a server of its own decides who joins and what is said', async (t) => {
  const child = spawn(process.execPath, [join(root, 'examples/own-server.mjs')], {
    env: { ...process.env, PORT: '0', DATA: t.testdir() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value as string;
  const first = await line();
  t.match(first, /^listening at http:/);
  const url = first.slice('listening at '.length);
  const enter = async (room: string, token: string) => {
    const client = await connect(t, `${url}/room/${room}/ws?deltas=1`);
    const { data } = await client.request('login', { token, reconnection: false });
    return { client, answer: data };
  };
  t.match((await enter('blue', 'a guess')).answer, { status: 'error', data: 'this key belongs to nobody' });
  const ada = await enter('blue', 'key-of-ada');
  t.equal(await line(), 'Ada joins blue');
  const bo = await enter('blue', 'key-of-bo');
  t.equal(await line(), 'Bo joins blue');
  t.match((await enter('staff', 'key-of-bo')).answer, { status: 'error', code: 'forbidden' });

  bo.client.send('text', { from: 'Bo', time: 1, text: 'What the heck' }, { receiver: 'room' });
  t.match(await ada.client.next('text'), { data: { text: 'What the ****' } });
  const program = new URL('/', url);
  t.same(await (await fetch(program)).json(), [{ id: 'blue', clients: 2 }]);
  t.equal((await fetch(new URL('/bell', program))).status, 204);
  t.match(await bo.client.next('event'), { data: { name: 'bell' } });

  bo.client.send('bye');
  t.equal(await line(), 'Bo left blue');
  ada.client.send('bye');
  t.equal(await line(), 'Ada left blue');
  t.equal(await line(), 'blue is empty');
  child.kill('SIGTERM');
  t.same(await exit, [0, null]);
});

t.test('a receiver of webhooks knows who is in which room', async (t) => {
  const child = spawn(process.execPath, [join(root, 'examples/webhooks.mjs')], {
    env: { ...process.env, PORT: '0', LECTERN_WEBHOOK_SECRET: webhookSecret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value as string;
  const first = await line();
  t.match(first, /^listening at http:/);
  const webhookUrl = [first.slice('listening at '.length)];
  const server = await startServer(t, { webhookUrl, webhookSecret: [webhookSecret] });
  const unsigned = await fetch(webhookUrl[0] ?? '', { method: 'POST', body: '{}' });
  t.equal(unsigned.status, 401);
  const { client } = await logIn(t, server);
  t.match(await line(), /^blue: (?!nobody)/);
  client.send('bye');
  t.equal(await line(), 'blue: nobody');
  t.equal(await line(), 'blue: nobody');
});

t.test('a server and its clients use message types of their own', async (t) => {
  const run = (name: string, env: Record<string, string>, ...args: string[]) => {
    const child = spawn(process.execPath, [join(root, 'examples/own-messages', name), ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.teardown(() => child.kill('SIGKILL'));
    return { child, exit: once(child, 'exit'), lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  };
  const server = run('server.mjs', { PORT: '0', DATA: t.testdir() });
  const url = `${(await server.lines.next()).value}`.slice('listening at '.length);
  const print = async (name: string, points: string) => {
    const { lines, exit } = run('client.mjs', { SERVER: url }, name, points);
    return { lines, exit, first: (await lines.next()).value };
  };
  const ada = await print('Ada', '5');
  t.equal(ada.first, 'somebody waves with the left hand');
  t.equal((await ada.lines.next()).value, 'estimates so far: 1');
  const bo = await print('Bo', '8');
  t.equal(bo.first, 'somebody waves with the left hand');
  t.equal((await bo.lines.next()).value, 'estimates so far: 2');
  t.equal((await bo.lines.next()).value, '{ Ada: 5, Bo: 8 }');
  t.equal((await ada.lines.next()).value, 'somebody waves with the left hand');
  t.equal((await ada.lines.next()).value, '{ Ada: 5, Bo: 8 }');
  for (const { exit } of [ada, bo]) t.same(await exit, [0, null]);
  server.child.kill('SIGTERM');
  t.same(await server.exit, [0, null]);
});

t.test(
  'a back end signs tokens by prefix, sees who is in a room, mutes and moves a user, closes the room, and creates a class',
  async (t) => {
    const tokenSecret = 'a secret of the tests that is long enough';
    const { url, wsUrl } = await startServer(t, { apiKey, tokenSecret });
    const backEnd = async (...args: string[]) => {
      const env = { ...process.env, SERVER: url, API_KEY: apiKey };
      const file = join(root, 'examples/back-end.mjs');
      const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { env });
      return stdout.trim();
    };
    const token = await backEnd('token', 'ann', 'Ann');
    const enter = async (room: string) => {
      const client = await connect(t, wsUrl(`/room/${room}/ws?login=1`));
      return { client, answer: (await client.request('login', { token })).data };
    };
    t.match((await enter('school-70')).answer, { code: 'forbidden' });
    const { client, answer } = await enter('school-7-math');
    t.match(answer, { status: 'ok' });
    const { id } = (answer as LoggedIn).data;
    t.equal(await backEnd('rooms'), `school-7-math: Ann (${id})`);
    t.equal(await backEnd('mute', 'school-7-math', 'ann'), 'ann is muted');
    t.match(await client.next('stop-media'), { data: { room_id: 'school-7-math', media: 'microphone' } });
    t.equal(await backEnd('move', id, 'school-7-group-1'), `${id} goes to school-7-group-1`);
    t.match(await client.next('change-room'), { data: { room_id: 'school-7-group-1', reason: undefined } });
    t.equal(await backEnd('close', 'school-7-math'), 'school-7-math is closed');
    t.match(await client.next('drop'), { data: { reason: 'the lesson is over' } });
    const classUuid = await backEnd('class', 'Algebra', 'lee', 'ann', 'ben');
    const { data } = await callApi({ url }, 'GET', `/classes/${classUuid}/members`);
    t.match(data?.members, [
      { user: 'lee', memberType: 'instructor' },
      { user: 'ann', username: 'ann', memberType: 'student' },
      { user: 'ben' },
    ]);
    const { data: found } = await callApi({ url }, 'GET', `/classes/${classUuid}/lectures`);
    const [lecture] = (found as unknown as ApiLectureList).lectures;
    t.equal(await backEnd('attendance', `${lecture?.id}`), '');
    t.match(await backEnd(), 'node back-end.mjs token');
  },
);
