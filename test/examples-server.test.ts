import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
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
