import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { startCoturn } from '../helpers/coturn.js';
import { FaultyProxy } from '../helpers/faulty-proxy.js';
import { startServer } from '../helpers/server.js';
import { enter, hears, openPair } from './visitors.js';

t.setTimeout(300_000);

/** What the browser writes when it cannot reach the server. */
const LOST = /WebSocket connection to .* failed/;

async function startProxy(t: Test, url: string): Promise<FaultyProxy> {
  const proxy = await FaultyProxy.start(
    () => Number(new URL(url).port),
    () => 0,
  );
  t.teardown(() => proxy.close());
  return proxy;
}

async function state(page: Page, name: string): Promise<void> {
  await page.waitForFunction((name) => visitor.manager?.signaler.state.name === name, name);
}

/** What would be another if the voices had been set up anew. */
const identityOf = (page: Page) =>
  page.evaluate(() => ({
    id: visitor.manager?.self.id,
    others: visitor.others.map(({ id }) => id),
    connections: visitor.connections.length,
  }));

t.test('voices go on while signaling is away, and are not set up anew when it is back', async (t) => {
  const { url } = await startServer(t);
  const proxy = await startProxy(t, url);
  const browser = await launchChromium(t);
  const room = 'blue';
  const pages = await openPair(t, browser, `http://127.0.0.1:${proxy.port}`, room, LOST);
  const [bo, ada] = pages;
  await enter(ada, { room, username: 'Ada' });
  await enter(bo, { room, username: 'Bo' });
  await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
  const before = await Promise.all(pages.map(identityOf));

  proxy.down();
  await Promise.all(pages.map((page) => state(page, 'waiting')));
  await Promise.all(pages.map((page) => page.evaluate(() => visitor.reset())));
  await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
  t.pass('they hear each other without a server');

  proxy.up();
  await Promise.all(pages.map((page) => state(page, 'open')));
  t.same(
    await Promise.all(pages.map((page) => page.evaluate(() => visitor.manager?.signaler.state))).then(
      (states) => states.map((each) => each?.name === 'open' && each.resumed),
    ),
    [true, true],
  );
  await ada.evaluate(() => visitor.manager?.sendText('still here'));
  await bo.waitForFunction(() => visitor.texts.some(({ text }) => text === 'still here'));
  t.same(await Promise.all(pages.map(identityOf)), before, 'the same clients on the same connections');
  for (const page of pages) {
    const states = await page.evaluate(() => visitor.states);
    t.ok(
      states.every((each) => each.endsWith(' connected')),
      'which have not been interrupted',
    );
  }
});

t.test('when the network between two is another, their connection is renewed', async (t) => {
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
  proxy.up();
  await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
  for (const page of pages) {
    const { others } = await identityOf(page);
    t.equal(others.length, 1, 'nobody was taken for somebody new');
  }
});
