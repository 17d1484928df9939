import { once } from 'node:events';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { launchChromium } from '../helpers/chromium.js';
import { Janus } from '../helpers/janus.js';
import { enterNetworkNamespace } from '../helpers/network-namespace.js';
import { startServer, type TestServer } from '../helpers/server.js';
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
  const { server } = await start(t, THRESHOLD);
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

  await ada.evaluate(() => visitor.manager?.setMuted(true));
  await sees(bo, 'Ada', { muted: true, audio: false });
  await ada.evaluate(() => visitor.manager?.setMuted(false));
  await sees(bo, 'Ada', { muted: false, audio: true });
  await ada.evaluate(() => visitor.setCamera(true));
  t.ok((await bo.evaluate(() => visitor.pictureWidth('Ada', 'camera'))) > 0);

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
