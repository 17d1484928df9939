import t from 'tap';
import { LOST, launchChromium } from '../helpers/chromium.js';
import { FaultyProxy } from '../helpers/faulty-proxy.js';
import { startServer } from '../helpers/server.js';
import { enter, hears, openPage } from './visitors.js';

const browser = await launchChromium(t);

for (const kind of ['lobby', 'programme'] as const) {
  const where = kind === 'lobby' ? 'a lobby' : 'a chat room beside a programme';
  t.test(`two people in ${where} hear each other, also after a loss of their connection`, async (t) => {
    const { url } = await startServer(t, { reconnectionTimeout: 300 });
    const proxy = await FaultyProxy.start(
      () => Number(new URL(url).port),
      () => 0,
    );
    t.teardown(() => proxy.close());
    const address = `http://127.0.0.1:${proxy.port}`;
    const [ada, bo] = [await openPage(t, browser, address, LOST), await openPage(t, browser, address, LOST)];
    await enter(ada, { room: 'Goals', username: 'Ada', kind });
    await enter(bo, { room: 'Goals', username: 'Bo', kind });
    await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
    await ada.evaluate(() => visitor.manager?.sendText('hello'));
    await bo.waitForFunction(() => visitor.texts.length > 0);
    t.same(await bo.evaluate(() => visitor.texts), [{ username: 'Ada', text: 'hello', own: false }]);

    proxy.down();
    for (const page of [ada, bo]) {
      await page.waitForFunction(() => visitor.manager?.signaler.state.name === 'waiting');
      await page.evaluate(() => visitor.reset());
    }
    await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
    proxy.up();
    for (const page of [ada, bo]) {
      await page.waitForFunction(() => visitor.manager?.signaler.state.name === 'open');
      t.same(
        await page.evaluate(() => [visitor.connections.length, visitor.others.map(({ state }) => state)]),
        [1, ['connected']],
        'on the same connection as before',
      );
    }
  });
}
