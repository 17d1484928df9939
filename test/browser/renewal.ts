import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { LOST, launchChromium } from '../helpers/chromium.js';
import { startCoturn } from '../helpers/coturn.js';
import { FaultyProxy } from '../helpers/faulty-proxy.js';
import { startServer } from '../helpers/server.js';
import { enter, hears, openPair } from './visitors.js';

/** The network between the pages and the server, which can be removed. */
export async function startProxy(t: Test, url: string): Promise<FaultyProxy> {
  const proxy = await FaultyProxy.start(
    () => Number(new URL(url).port),
    () => 0,
  );
  t.teardown(() => proxy.close());
  return proxy;
}

/** Resolves when the page's connection to the server is in this state. */
export async function state(page: Page, name: string): Promise<void> {
  await page.waitForFunction((name) => visitor.manager?.signaler.state.name === name, name);
}

/** Result of a changed network. */
interface Renewal {
  pages: readonly [Page, Page];
  /** ms from the new network until both are connected to the server again. */
  signaling: number;
  /** ms from then on until both hear each other. */
  voices: number;
}

/**
 * Two visitors hear each other through a relay. The relay and the server become unreachable, and return with a relay
 * that has lost its state.
 */
export async function renew(t: Test): Promise<Renewal> {
  const secret = 'north';
  const first = await startCoturn(t, { secret });
  const { url } = await startServer(t, { turnUrls: [first.turnUrl], turnSecret: secret });
  const proxy = await startProxy(t, url);
  const browser = await launchChromium(t);
  const room = 'blue';
  const pages = await openPair(t, browser, `http://127.0.0.1:${proxy.port}`, room, LOST);
  const [bo, ada] = pages;
  await enter(ada, { room, username: 'Ada', relayOnly: true });
  await enter(bo, { room, username: 'Bo', relayOnly: true });
  await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);

  proxy.down();
  await first.stop();
  await Promise.all(pages.map((page) => state(page, 'waiting')));
  await startCoturn(t, { secret, port: first.port });
  await Promise.all(pages.map((page) => page.evaluate(() => visitor.reset())));
  const began = performance.now();
  proxy.up();
  await Promise.all(pages.map((page) => state(page, 'open')));
  const signaling = performance.now() - began;
  await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
  return { pages, signaling, voices: performance.now() - began - signaling };
}
