import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { root } from '../schemas/generators/load.js';
import { signToken } from '../server/identity/tokens.js';
import { startServer } from './helpers/server.js';
import { connectSocketIo } from './helpers/socket-io.js';

const page = readFileSync(new URL('docs/socket-io.md', root), 'utf8');

/** The programs of the page, in a folder where their imports are found. */
function programs(t: Test): (name: string) => string {
  const files = [...page.matchAll(/^```js (\S+)\/(\S+)\n([\s\S]*?)^```$/gm)];
  const content: Record<string, Record<string, string>> = {};
  for (const [, folder = '', name = '', text = ''] of files)
    content[folder] = { ...content[folder], [name]: text };
  const folder = t.testdir(content);
  symlinkSync(fileURLToPath(new URL('node_modules', root)), join(folder, 'node_modules'));
  return (name) => join(folder, name);
}

/** Runs a program until the test ends. Returns a function that waits for the next line of its output. */
function run(t: Test, file: string, ...args: string[]): () => Promise<string> {
  const program: ChildProcess = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => void program.kill());
  const lines = createInterface(program.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  return async () => (await lines.next()).value;
}

t.test('the example application works before it is moved', async (t) => {
  const file = programs(t);
  const port = await run(t, file('before/server.mjs'))();
  const line = run(t, file('before/client.mjs'), `http://127.0.0.1:${port}`, 'Ada');
  t.strictSame([await line(), await line()].sort(), ['21', 'Ada hello']);
});

t.test('the example application works after it is moved', async (t) => {
  const file = programs(t);
  const apiKey = 'the-key-of-the-tests';
  const tokenSecret = 'a secret of the tests that is long enough';
  const { server, url } = await startServer(t, { socketIo: true, apiKey, tokenSecret });
  const grants = { rooms: ['blue'] };
  const { token } = await signToken(server.options, { sub: 'ada', name: 'Ada', grants });
  const line = run(t, file('after/client.mjs'), url, token);
  t.equal(await line(), 'Ada hello');
  await promisify(execFile)(process.execPath, [file('after/weather.mjs'), url, apiKey]);
  t.equal(await line(), '21');
});

t.test('the short examples work', async (t) => {
  const { url } = await startServer(t, { socketIo: true });
  const examples = [...page.matchAll(/(?:^ {4}\S.*\n)+/gm)].map(([text]) => text.replace(/^ {4}/gm, ''));
  const find = (words: string) => {
    const found = examples.find((text) => text.includes(words));
    if (found === undefined) throw new Error(`there is no example with ${words}`);
    return found.replace('https://example.org', url);
  };
  const library = await import('socket.io-client');
  const sockets: { close(): void }[] = [];
  t.teardown(() => sockets.forEach((socket) => void socket.close()));
  const io = (...args: Parameters<typeof library.io>) => {
    const socket = library.io(args[0], { ...args[1], forceNew: true });
    sockets.push(socket);
    return socket;
  };
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  const evaluate = (code: string, names: Record<string, unknown>) =>
    new AsyncFunction(...Object.keys(names), code)(...Object.values(names));
  const socket = await evaluate(`${find("query: { room: 'blue' }")}; return socket`, { io });
  await once(socket, 'connect');
  const ada = await connectSocketIo(t, url, { query: { room: 'blue' } });
  const welcome = await ada.next('welcome');
  const lines: unknown[][] = [];
  const heard = new Promise<void>((resolve) => {
    const log = (...args: unknown[]) => {
      lines.push(args);
      resolve();
    };
    void evaluate(find("socket.on('text'"), { socket, console: { log } });
  });
  await evaluate(find("socket.emit('offer'"), {
    socket,
    description: { type: 'offer', sdp: 'v=0' },
    clientId: welcome.data.id,
  });
  t.match((await ada.next('offer')).data, { type: 'offer', sdp: 'v=0' });
  t.match((await ada.next('text')).data, { from: 'Ada', text: 'Hello' });
  await heard;
  t.strictSame(lines[0], ['Ada', 'Hello']);
  const answer = await evaluate(`${find('emitWithAck')}; return { ok, type, data }`, { socket });
  t.match(answer, { ok: true, type: 'accepted', data: { of: 'text' } });
  const layout = await evaluate(`${find("layout.emit('JOIN'")}; return layout`, { io });
  await once(layout, 'connect');
  t.match(await layout.emitWithAck('CLIENTS', { room: 'living-room' }), {
    data: { clients: ['tablet'] },
  });
  const direct = await evaluate(`${find("transports: ['websocket']")}; return socket`, { io });
  await once(direct, 'connect');
});
