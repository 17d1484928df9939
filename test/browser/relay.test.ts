import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { startCoturn } from '../helpers/coturn.js';
import { startServer } from '../helpers/server.js';
import { enter, hears, openPage, sees } from './visitors.js';

const secret = 'north';
const browser = await launchChromium(t);

t.test('two people with relayed connections only hear each other through a TURN server', async (t) => {
  const coturn = await startCoturn(t, { secret });
  const { url } = await startServer(t, {
    stunUrls: [coturn.stunUrl],
    turnUrls: [coturn.turnUrl],
    turnSecret: secret,
  });
  const [ada, bo] = [await openPage(t, browser, url), await openPage(t, browser, url)];
  await enter(ada, { room: 'blue', username: 'Ada', relayOnly: true });
  await enter(bo, { room: 'blue', username: 'Bo', relayOnly: true });
  await Promise.all([hears(ada, 'Bo'), hears(bo, 'Ada')]);
  await ada.waitForFunction(() => visitor.of('Bo')?.quality?.relayed === true);
  t.pass('each hears the other, and sees that the connection is relayed');
});

t.test(
  'with a secret that the TURN server rejects, there is no relay and the page receives the reason',
  async (t) => {
    const coturn = await startCoturn(t, { secret });
    const { url } = await startServer(t, { turnUrls: [coturn.turnUrl], turnSecret: 'south' });
    const [ada, bo] = [await openPage(t, browser, url), await openPage(t, browser, url)];
    await enter(ada, { room: 'blue', username: 'Ada', relayOnly: true });
    await enter(bo, { room: 'blue', username: 'Bo', relayOnly: true });
    const trouble = await ada.waitForFunction(() => visitor.of('Bo')?.trouble, undefined, { timeout: 0 });
    t.match(await trouble.jsonValue(), /network-blocked|ice-failed|no-answer/);
    await sees(ada, 'Bo', { audio: false });
  },
);
