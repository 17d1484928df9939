import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from './helpers/chromium.js';
import { connect } from './helpers/client.js';
import { startServer } from './helpers/server.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The README's code block with that file name. */
function snippet(name: string): string {
  const block = readme.split(`\`\`\`js ${name}\n`)[1]?.split('\n```')[0];
  if (block === undefined) throw new Error(`the README has no ${name}`);
  return block;
}

/** A folder of a user who has installed lectern, with the snippet as a file in it. */
function project(t: Test, name: string): string {
  const folder = t.testdir({});
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'lectern'));
  symlinkSync(join(root, 'client'), join(folder, 'node_modules', 'lectern-client'));
  writeFileSync(join(folder, name), snippet(name));
  return join(folder, name);
}

function run(
  t: Test,
  file: string,
  env: Record<string, string>,
): { child: ChildProcess; lines: AsyncIterator<string>; exit: Promise<unknown[]> } {
  const child = spawn(process.execPath, [file], {
    cwd: dirname(file),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  return {
    child,
    lines: createInterface(child.stdout)[Symbol.asyncIterator](),
    exit: once(child, 'exit'),
  };
}

t.test('the first server listens, and stops on request', async (t) => {
  const { child, lines, exit } = run(t, project(t, 'server.mjs'), { PORT: '0' });
  let url: string | undefined;
  while (!url) url = /listening on (\S+)/.exec((await lines.next()).value)?.[1];
  const client = await connect(t, `${url}/room/blue/ws`);
  t.equal((await client.welcome()).room_id, 'blue');
  child.kill('SIGTERM');
  t.equal((await client.closed).code, 4000);
  t.same(await exit, [0, null]);
});

t.test('the listener prints the participants and their messages', async (t) => {
  const { url } = await startServer(t);
  const writer = await connect(t, `${url}/room/blue/ws?deltas=1`);
  await writer.request('profile', { username: 'Ada' });
  const { lines } = run(t, project(t, 'listener.mjs'), { SERVER: url });
  t.equal((await lines.next()).value, 'in the room: Ada, Listener');
  writer.send('text', { from: 'Ada', time: 1, text: 'hello' }, { receiver: 'room' });
  t.equal((await lines.next()).value, 'Ada: hello');
});

t.test('the lecture is controlled, and followed', async (t) => {
  const { url } = await startServer(t);
  const { lines, exit } = run(t, project(t, 'lecture.mjs'), { SERVER: url });
  const heard: string[] = [];
  for (let line = await lines.next(); !line.done; line = await lines.next()) heard.push(line.value);
  t.same(heard, ['stands still', 'stands still', 'runs from 30 s', 'Ada: Welcome']);
  t.same(await exit, [0, null]);
});

t.test("the voice room plays the others' voices", async (t) => {
  const { url } = await startServer(t);
  const { outputFiles } = await build({
    entryPoints: [project(t, 'room.js')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  const browser = await launchChromium(t);
  const rooms = await Promise.all(
    ['one', 'two'].map(async () => {
      const page = await newPage(t, browser);
      await page.route('**/room.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: script }),
      );
      const heard = page.waitForEvent('console', (message) => message.text() === 'Ada: hello, everyone');
      // Any page of the server, since only the origin matters.
      await page.goto(`${url}/healthz`);
      await page.addScriptTag({ url: '/room.js', type: 'module' });
      await heard;
      return page;
    }),
  );
  for (const page of rooms) {
    await page.waitForFunction(() => {
      const audio = document.querySelector('audio');
      return audio?.srcObject instanceof MediaStream && audio.currentTime > 0;
    });
    t.pass('the other voice is played');
  }
});
