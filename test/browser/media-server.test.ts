import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { launchChromium } from '../helpers/chromium.js';
import { Janus } from '../helpers/janus.js';
import { enterNetworkNamespace } from '../helpers/network-namespace.js';
import { startServer, type TestServer } from '../helpers/server.js';
import { come, entered, known, openHall } from './lecture-steps.js';
import { turnMicrophoneOn } from './page-steps.js';
import { enter, hears, openPage, sees } from './visitors.js';

enterNetworkNamespace(import.meta.url);

const ROOM = 'blue';
/** Above this number of people, the media server carries the room. */
const THRESHOLD = 4;

async function start(t: Test, mediaThreshold: number): Promise<{ janus: Janus; server: TestServer }> {
  const janus = await Janus.make();
  t.teardown(() => janus.remove());
  const options = { janus: [janus.url], janusSecret: janus.secret, janusAdminKey: janus.adminKey };
  return { janus, server: await startServer(t, { ...options, mediaThreshold }) };
}

/** People without voices, who make a room large. */
async function crowd(server: TestServer, count: number): Promise<WebSocket[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = new WebSocket(server.wsUrl(`/room/${ROOM}/ws`));
      await once(socket, 'message');
      return socket;
    }),
  );
}

/** Waits until a page has that many connections to other clients and to the media server. */
const connections = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction((count) => visitor.connections.length === count, count);

t.test('a room that grows moves to the media server, and back when it shrinks', async (t) => {
  const { janus, server } = await start(t, THRESHOLD);
  const browser = await launchChromium(t);
  const [ada, bo] = [await openPage(t, browser, server.url), await openPage(t, browser, server.url)];
  await enter(ada, { room: ROOM, username: 'Ada' });
  await enter(bo, { room: ROOM, username: 'Bo' });
  await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);

  const others = await crowd(server, 3);
  for (const [page, other] of [
    [ada, 'Bo'],
    [bo, 'Ada'],
  ] as const) {
    // Its peers are closed: one connection publishes, one receives.
    await page.waitForFunction(() =>
      [...(visitor.manager?.participants.values() ?? [])].every(({ peer }) => !peer),
    );
    await page.evaluate(() => visitor.reset());
    await hears(page, other);
    await sees(page, other, { state: 'connected', muted: false, audio: true });
    await connections(page, 2);
  }

  // The microphone's beeps are too short to count as talking. A tone does.
  await ada.evaluate(() => {
    const context = new AudioContext();
    const tone = context.createOscillator();
    const output = context.createMediaStreamDestination();
    tone.connect(output);
    tone.start();
    visitor.manager?.setMicrophone(output.stream);
  });
  await bo.waitForFunction(() => {
    const { speakers: [speaker = ''] = [], participants } = visitor.manager ?? {};
    return participants?.get(speaker)?.username === 'Ada';
  });
  await ada.evaluate(() => visitor.manager?.setMuted(true));
  await bo.waitForFunction(() => visitor.manager?.speakers.length === 0);
  await sees(bo, 'Ada', { muted: true, audio: false });
  await ada.evaluate(() => visitor.manager?.setMuted(false));
  await sees(bo, 'Ada', { muted: false, audio: true });
  await ada.evaluate(() => visitor.setCamera(true));
  t.ok((await bo.evaluate(() => visitor.pictureWidth('Ada', 'camera'))) > 0);
  await bo.evaluate(() => visitor.setCameraWidth('Ada', 120));
  await janus.sendsSmallest(true);
  // Chromium sends a camera in two sizes, 640 and 320 pixels wide, or smaller ones while the machine is busy.
  await bo.waitForFunction(async () => (await visitor.receivedWidth()) <= 320);
  await bo.evaluate(() => visitor.setCameraWidth('Ada', 640));
  await janus.sendsSmallest(false);
  await bo.evaluate(() => visitor.manager?.setSoundOnly(true));
  await sees(bo, 'Ada', { audio: true, camera: false });
  await bo.evaluate(() => visitor.manager?.setSoundOnly(false));
  await sees(bo, 'Ada', { audio: true, camera: true });

  for (const socket of others) socket.close(1000);
  for (const [page, other] of [
    [ada, 'Bo'],
    [bo, 'Ada'],
  ] as const) {
    await page.waitForFunction(
      (name) =>
        [...(visitor.manager?.participants.values() ?? [])].some(
          ({ peer, username }) => peer?.state === 'connected' && username === name,
        ),
      other,
    );
    await connections(page, 1);
    await page.evaluate(() => visitor.reset());
    await hears(page, other);
  }
});

t.test('people hear each other again after the media server was killed', async (t) => {
  const { server, janus } = await start(t, 0);
  const browser = await launchChromium(t);
  const [ada, bo] = [await openPage(t, browser, server.url), await openPage(t, browser, server.url)];
  await enter(ada, { room: ROOM, username: 'Ada' });
  await enter(bo, { room: ROOM, username: 'Bo' });
  const hear = () => Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
  await hear();
  t.equal(await ada.evaluate(() => visitor.manager?.self.carrier), 'server');

  const former = await Promise.all([ada, bo].map((page) => page.evaluateHandle(() => visitor.connections)));
  await janus.stop();
  await janus.start();
  for (const [index, page] of [ada, bo].entries()) {
    await page.waitForFunction(
      (all) => all?.every(({ connectionState }) => connectionState === 'closed'),
      former[index],
    );
    await page.evaluate(() => visitor.reset());
  }
  await hear();
  // One more who comes afterwards.
  const cy = await openPage(t, browser, server.url);
  await enter(cy, { room: ROOM, username: 'Cy' });
  await Promise.all([hears(cy, 'Ada'), hears(bo, 'Cy')]);
});

/** Waits until the media server has written that many voices. */
async function records(folder: string, count: number): Promise<void> {
  const written = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.mjr') && statSync(join(folder, name)).size > 0,
    );
  while (written().length < count) await pause(50);
}

t.test('everybody sees that a lecture is recorded, and speaks in it only after being told', async (t) => {
  const janus = await Janus.make();
  t.teardown(() => janus.remove());
  const recordings = mkdtempSync(join(tmpdir(), 'lectern-recordings-'));
  t.teardown(() => rmSync(recordings, { recursive: true, force: true }));
  const hall = await openHall(t, 2, {
    janus: [janus.url],
    janusSecret: janus.secret,
    janusAdminKey: janus.adminKey,
    recordings,
  });
  const browser = await launchChromium(t);
  const [teacherToken, token, lateToken] = hall.tokens;
  const teacher = await come(t, browser, hall, { name: 'Ms Kim', token: teacherToken });
  const student = await known(t, browser, { name: 'Ada', token });
  const asksForSmaller = new Promise<void>((resolve) => {
    student.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (/"cameras":.*"(small|medium)"/.test(String(payload))) resolve();
      }),
    );
  });
  await student.goto(hall.url);
  await entered(student);
  await turnMicrophoneOn(teacher);
  await turnMicrophoneOn(student);

  await teacher.getByRole('button', { name: 'Start class' }).click();
  await teacher.getByRole('button', { name: 'Record the lecture' }).click();
  await teacher.getByRole('button', { name: 'Start recording' }).click();
  const badge = (page: Page) => page.locator('[data-recording]');
  await Promise.all([badge(teacher).waitFor(), badge(student).waitFor()]);
  const notice = (page: Page) => page.getByText('This lecture is being recorded.').last();
  await notice(student).waitFor();
  // The student's microphone is off until the student turns it on again.
  await student.getByRole('button', { name: 'Unmute mic' }).click();
  await teacher.getByRole('button', { name: 'Mute mic' }).waitFor();
  const late = await come(t, browser, hall, { name: 'Bo', token: lateToken });
  await Promise.all([badge(late).waitFor(), notice(late).waitFor()]);

  await teacher.getByRole('button', { name: 'Turn on camera' }).click();
  await asksForSmaller;
  await records(recordings, 3);
  await teacher.getByRole('button', { name: 'Stop the recording' }).click();
  await Promise.all([teacher, student, late].map((page) => badge(page).waitFor({ state: 'detached' })));
  await student.getByText('The recording is ready').last().waitFor();
  await student.goto(`${hall.server.url}/classes/${hall.classUuid}`);
  await student.getByLabel('Options for “Prime numbers”').click();
  await student.getByRole('button', { name: 'Recordings' }).click();
  const camera = student.getByRole('link', { name: 'Download Ms Kim: camera' });
  const pictures = await fetch((await camera.getAttribute('href')) ?? '');
  t.same(
    Buffer.from(await pictures.arrayBuffer()).subarray(0, 4),
    Buffer.from('1A45DFA3', 'hex'),
    'Matroska',
  );
  for (const name of ['Ms Kim', 'Ada']) {
    const voice = student.getByRole('link', { name: `Download ${name}: voice` });
    const link = await voice.getAttribute('href');
    t.match(await (await fetch(link ?? '')).text(), /^OggS/);
  }
});
