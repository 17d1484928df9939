import type { Page } from 'playwright-core';
import t from 'tap';
import { LOST, launchChromium } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { renew, startProxy, state } from './renewal.js';
import { enter, hears, openPair } from './visitors.js';

/** Values that would change if the voices were connected again. */
const identityOf = (page: Page) =>
  page.evaluate(() => ({
    id: visitor.manager?.self.id,
    others: visitor.others.map(({ id }) => id),
    connections: visitor.connections.length,
  }));

t.test('voices continue while signaling is down, and are not connected again afterwards', async (t) => {
  const { url } = await startServer(t, { reconnectionTimeout: 300 });
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
      'which were not interrupted',
    );
  }
});

t.test('when the network between two people changes, their connection is renewed', async (t) => {
  const { pages } = await renew(t);
  for (const page of pages) {
    const { others } = await identityOf(page);
    t.equal(others.length, 1, 'the others are still the same clients');
  }
});
