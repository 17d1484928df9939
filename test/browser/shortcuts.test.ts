import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { entered, known, openHall } from './lecture-steps.js';
import { accessible, connected } from './page-steps.js';

const browser = await launchChromium(t);

t.test('the ? key lists the keys on every page', async (t) => {
  const hall = await openHall(t, 0);
  const { url } = hall.server;
  const permissions = ['microphone'];
  const ada = await known(t, browser, { name: 'Ada', token: hall.tokens[0] }, { permissions });
  const list = ada.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const lists = async (what: string, key?: string) => {
    await ada.locator('h1').first().click();
    await ada.keyboard.press('?');
    await list.getByText('Show this list').waitFor();
    if (key !== undefined) await list.getByText(key, { exact: true }).waitFor();
    await accessible(t, ada, `the keys of ${what}`);
    await ada.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
  };
  await ada.goto(url);
  await lists('the start page');
  await ada.goto(`${url}/room/blue`);
  await lists('the door of a room');
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await connected(ada).waitFor();
  await lists('a room', 'M');
  await ada.getByRole('button', { name: 'Leave' }).click();
  await ada.getByRole('heading', { name: 'You left blue' }).waitFor();
  await lists('a room that was left');
  for (const path of ['/classes', `/classes/${hall.classUuid}`, '/programmes', '/programmes/final']) {
    await ada.goto(url + path);
    await lists(path);
  }
  await ada.goto(hall.url);
  await entered(ada);
  await lists('a lecture', 'K');
});
