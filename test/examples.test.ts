import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type RoomSession, Signaler } from 'lectern-client';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { signToken } from '../server/identity/tokens.js';
import { launchChromium, newPage } from './helpers/chromium.js';
import { startServer } from './helpers/server.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const examples = readdirSync(join(root, 'examples'));

/** Starts an example for Node, and returns the lines that it prints. */
function run(t: Test, [name, ...args]: [string, ...string[]], server: string) {
  const child = spawn(process.execPath, [join(root, 'examples', name), ...args], {
    env: { ...process.env, SERVER: server },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  return { lines: createInterface(child.stdout)[Symbol.asyncIterator](), exit: once(child, 'exit') };
}

async function rest(lines: AsyncIterator<string>): Promise<string[]> {
  const all: string[] = [];
  for (let line = await lines.next(); !line.done; line = await lines.next()) all.push(line.value);
  return all;
}

t.test('a teacher and a student meet in a lecture', async (t) => {
  const { url } = await startServer(t);
  const teacher = run(t, ['teacher.mjs'], url);
  const [, , ...named] = (await teacher.lines.next()).value.split(' ');
  const student = run(t, ['student.mjs', ...named], url);
  const printed = await rest(student.lines);
  // The server's refusal can arrive before or after the teacher's first action.
  const isRefusal = (line: string) => line.startsWith('only the teacher can do that');
  t.same(printed.filter(isRefusal), ['only the teacher can do that: forbidden']);
  t.same(
    printed.filter((line) => !isRefusal(line)),
    [
      'the video is paused',
      'the video is paused',
      'the video plays from 30 s',
      'the video is paused',
      'Ada says: Because every number has a successor.',
    ],
  );
  t.same(await rest(teacher.lines), ['Bo asks: Why is there no largest number?']);
  t.same(await student.exit, [0, null]);
  t.same(await teacher.exit, [0, null]);
});

t.test('a teacher and students use private messages, votes, reactions and moderation', async (t) => {
  const { url } = await startServer(t);
  const { lines, exit } = run(t, ['seminar.mjs'], url);
  const printed = (await rest(lines)).map((line) => line.replace(/· \S+Z$/, '· now'));
  t.same(printed.filter(Boolean), [
    'Bo says privately: May I leave early?',
    'Ada says privately: Of course.',
    'votes for the question: 1',
    'the question is answered: true',
    'clap: 1',
    '# Numbers',
    '2026-11-21',
    '## Chat',
    'No messages.',
    '## Questions and discussions',
    '### Question · by Bo · video 1 · 0:12 · 1 vote · answered',
    '**Bo** · now',
    '> Why is there no largest number?',
    'Bo deleted the message of Cy: true',
    'Di cannot join: forbidden',
    'Cy was removed from the lecture',
  ]);
  t.same(await exit, [0, null]);
});

const namespaces: Record<string, string[]> = {
  layout: ['in the living room: tv, tablet', 'the tablet says: show the clock'],
  bus: ['by POST: the timeline is at 12 s'],
  trigger: ['at 3 s show the teams', 'the programme is running'],
  lobby: [
    'Bo: 1 already here',
    'Ada: someone joined',
    'Bo: Ada says hello',
    'Ada: received an offer',
    'Ada: alone again',
  ],
  programme: ['a room: Goals, 1 of 10', 'Bo: hello', 'Ada spotlights: Goal! (3)', 'voted up to 4', 'Bo left'],
};

for (const [namespace, said] of Object.entries(namespaces)) {
  t.test(`a small program for /${namespace}`, async (t) => {
    const { url } = await startServer(t);
    const { lines, exit } = run(t, [`${namespace}.mjs`], url);
    // The lines of two clients can be printed in either order.
    t.same((await rest(lines)).sort(), [...said].sort());
    t.same(await exit, [0, null]);
  });
}

/** Builds the pages as the guide describes, but in a folder of this test. Returns the folder's path on the server. */
async function makePages(t: Test): Promise<string> {
  const assets = join(root, 'public/assets');
  const outdir = mkdtempSync(join(assets, 'examples-'));
  t.teardown(() => rmSync(outdir, { recursive: true }));
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...['voices', 'player', 'element'].flatMap((name) =>
        ['js', 'html'].map((type) => ({ in: `examples/${name}.${type}`, out: name })),
      ),
      { in: 'examples/react-room/src/main.jsx', out: 'src/main' },
    ],
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    // In React's development version, StrictMode mounts each component twice.
    define: { 'process.env.NODE_ENV': '"development"' },
    loader: { '.html': 'copy' },
    outdir,
  });
  const html = readFileSync(join(root, 'examples/react-room/index.html'), 'utf8');
  writeFileSync(join(outdir, 'react.html'), html.replace('/src/main.jsx', 'src/main.js'));
  cpSync(join(root, 'client/dist/browser'), join(outdir, 'lectern-client'), { recursive: true });
  return `/assets/${basename(outdir)}`;
}

async function open(t: Test, address: string): Promise<Page> {
  const page = await newPage(t, browser);
  await page.goto(address);
  return page;
}

const pages = await makePages(t);
const browser = await launchChromium(t);

t.test('a video plays in sync', async (t) => {
  const { url } = await startServer(t);
  const teacher = await open(t, `${url}${pages}/player.html`);
  await teacher.waitForFunction(() => document.getElementById('link')?.textContent);
  const student = await open(t, (await teacher.locator('#link').textContent()) ?? '');
  await student.locator('#state', { hasText: 'in-step' }).waitFor();
  t.ok(await student.getByRole('button', { name: 'Play' }).isDisabled());
  await teacher.getByRole('button', { name: '10 s forward' }).click();
  await teacher.getByRole('button', { name: 'Play' }).click();
  const plays = () => {
    const video = document.querySelector('video');
    return video && !video.paused && video.currentTime > 10;
  };
  await teacher.waitForFunction(plays);
  await student.waitForFunction(plays);
  await student.locator('#state', { hasText: 'in-step' }).waitFor();
  await student.getByRole('button', { name: 'Watch on your own' }).click();
  await student.locator('#state', { hasText: 'away' }).waitFor();
  await student.getByRole('button', { name: 'Rejoin' }).click();
  await student.locator('#state', { hasText: 'in-step' }).waitFor();
  await teacher.getByRole('button', { name: 'Pause' }).click();
  await student.waitForFunction(() => document.querySelector('video')?.paused);
});

t.test('people hear and write to each other in a room', async (t) => {
  const { url } = await startServer(t);
  const enter = async (name: string): Promise<Page> => {
    const page = await open(t, `${url}${pages}/voices.html?room=green`);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join' }).click();
    return page;
  };
  const [ada, bo] = [await enter('Ada'), await enter('Bo')];
  await ada.getByText('Bo: can be heard').waitFor();
  await bo.getByText('Ada: can be heard').waitFor();
  await bo.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0);
  await ada.getByLabel('Message').fill('hello');
  await ada.getByRole('button', { name: 'Send' }).click();
  await bo.getByText('Ada: hello').waitFor();
  await ada.getByRole('button', { name: 'Mute' }).click();
  await bo.getByText('Ada: muted').waitFor();
  await ada.close();
  await bo.getByText('Ada: muted').waitFor({ state: 'detached' });
});

/** Notes the players of voices, which the library makes without elements in the page. */
function notePlayers(): void {
  const players: HTMLAudioElement[] = [];
  globalThis.Audio = class extends Audio {
    constructor() {
      super();
      players.push(this);
    }
  };
  Object.assign(globalThis, { players });
}

async function hears(page: Page, other: string): Promise<void> {
  await page.getByRole('listitem').filter({ hasText: other }).filter({ hasText: 'speak' }).waitFor();
  await page.waitForFunction(() =>
    (globalThis as unknown as { players: HTMLAudioElement[] }).players.some(
      ({ muted, currentTime }) => !muted && currentTime > 0,
    ),
  );
}

/** Two people join a room of an example's page, hear each other and write. */
async function meet(t: Test, file: string) {
  const { url, server } = await startServer(t);
  const enter = async (name: string): Promise<Page> => {
    const page = await open(t, `${url}${pages}/${file}?room=green`);
    await page.evaluate(notePlayers);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join' }).click();
    return page;
  };
  const [ada, bo] = [await enter('Ada'), await enter('Bo')];
  for (const [page, other] of [
    [ada, 'Bo'],
    [bo, 'Ada'],
  ] as const) {
    await hears(page, other);
  }
  await ada.getByLabel('Message', { exact: true }).fill('hello');
  await ada.getByRole('button', { name: 'Send' }).click();
  await bo.getByText('Ada: hello').waitFor();
  await ada.getByRole('button', { name: 'Mute' }).click();
  await bo
    .getByRole('listitem')
    .filter({ hasText: /Ada.*muted/ })
    .waitFor();
  t.same(await server.rooms(), [{ id: 'green', clients: 2 }]);
  await ada.getByRole('button', { name: 'Leave' }).click();
  await bo
    .getByRole('listitem')
    .filter({ hasText: /Ada.*muted/ })
    .waitFor({ state: 'detached' });
  t.ok(await ada.getByRole('button', { name: 'Join' }).isVisible());
  return { ada, bo };
}

t.test('people meet in a room made with React', async (t) => {
  await meet(t, 'react.html');
});

t.test('people speak in a lecture made with React, if they are allowed to', async (t) => {
  const tokenSecret = 'a secret of the tests that is long enough';
  const { url } = await startServer(t, { tokenSecret });
  const enter = async (sub: string) => {
    const user = { sub, name: sub, grants: { classes: ['*'], create: true }, ttl: 600 };
    const { token } = await signToken({ tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' }, user);
    const signaler = new Signaler(`${url.replace('http', 'ws')}/ws`, { token });
    t.teardown(() => signaler.close());
    const open = new Promise<void>((resolve) => {
      signaler.on('state', ({ name }) => name === 'open' && resolve());
    });
    signaler.connect();
    await open;
    return { token, signaler };
  };
  const [ada, bo] = [await enter('Ada'), await enter('Bo')];
  const classUuid = (await ada.signaler.request('CreateClass', { title: 'Cinema' })).data.class.uuid;
  const planned = { lectureDate: '2026-11-30', lectureName: 'A video', playlist: '/media/sample.mp4' };
  const { lecture } = (await ada.signaler.request('CreateLecture', { ...planned, classUuid })).data;
  await bo.signaler.request('EnrollClass', { classUuid });
  const show = async (token: string) => {
    const page = await newPage(t, browser);
    await page.addInitScript(notePlayers);
    await page.goto(`${url}${pages}/react.html?class=${classUuid}&lecture=${lecture.id}&token=${token}`);
    await page.getByRole('heading', { name: 'A video' }).waitFor();
    await page.getByRole('button', { name: 'Speak' }).click();
    return page;
  };
  const [first, second] = [await show(ada.token), await show(bo.token)];
  await hears(first, 'Bo');
  await hears(second, 'Ada');
  await ada.signaler.request('SetSpeechMode', { classUuid, lectureId: lecture.id, mode: 'instructor' });
  await first.getByRole('listitem').filter({ hasText: 'Bo: muted' }).waitFor();
  await second.getByRole('listitem').filter({ hasText: 'Bo (you): muted' }).waitFor();
  t.ok(await second.getByRole('button', { name: 'Speak' }).isDisabled());
  await hears(second, 'Ada');
});

t.test('people meet in a <lectern-room>', async (t) => {
  const { ada, bo } = await meet(t, 'element.html');
  t.equal(await bo.title(), 'Ada wrote');
  await bo.getByText('1 people are in the room.').waitFor();
  await ada.getByRole('button', { name: 'Join' }).click();
  for (const [button, label] of [
    ['Camera', 'Camera of Ada'],
    ['Share screen', 'Screen of Ada'],
  ] as const) {
    await ada.getByRole('button', { name: button }).click();
    for (const page of [ada, bo]) {
      const picture = page.getByLabel(label);
      await picture.waitFor();
      // A screen that does not change sends few pictures.
      if (button === 'Share screen') continue;
      await page.waitForFunction(
        (video) => (video as HTMLVideoElement).currentTime > 0,
        await picture.elementHandle(),
      );
    }
    await ada.getByRole('button', { name: button }).click();
    await bo.getByLabel(label).waitFor({ state: 'hidden' });
  }
  await bo.locator('lectern-room').evaluate((room) => room.setAttribute('camera', 'off'));
  await bo.getByRole('button', { name: 'Camera' }).waitFor({ state: 'hidden' });
  await ada.getByRole('button', { name: 'Leave' }).click();
  await bo.getByText('1 people are in the room.').waitFor();
  await bo.evaluate(() => {
    const { session } = document.querySelector('lectern-room') as HTMLElement & { session: RoomSession };
    const refuse = () => Promise.reject(new Error('refused'));
    Object.assign(session, { sendText: refuse });
  });
  await bo.getByLabel('Message', { exact: true }).fill('late');
  await bo.getByRole('button', { name: 'Send' }).click();
  const alert = bo.getByRole('alert');
  await alert.getByText('The message was not sent. Try again.').waitFor();
  t.equal(await bo.getByLabel('Message', { exact: true }).inputValue(), 'late');
  await bo.evaluate(() => {
    const { session } = document.querySelector('lectern-room') as HTMLElement & { session: RoomSession };
    const problem = {
      code: 'shutdown',
      message: 'see the reason',
      final: false,
      refused: undefined,
    } as const;
    session.state.set({ ...session.state.value, problem });
  });
  await alert.getByText('The server is restarting. The message was not sent. Try again.').waitFor();
});

t.test('the guides name each example, and quote examples verbatim', (t) => {
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const guides = pages.map((name) => readFileSync(join(root, 'docs', name), 'utf8')).join('\n');
  for (const name of examples.filter((name) => /js$/.test(name))) {
    t.ok(guides.includes(`examples/${name}`), name);
  }
  for (const [, name = '', text] of guides.matchAll(/^```\w+ examples\/(\S+)\n([\s\S]*?\n)```$/gm)) {
    t.equal(text, readFileSync(join(root, 'examples', name), 'utf8'), name);
  }
  t.end();
});
