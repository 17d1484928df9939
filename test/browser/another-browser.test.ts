import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';

const browser = await launchChromium(t);

t.test('a guest continues in another browser, which can be signed out', async (t) => {
  const { url } = await startServer(t);
  const laptop = await newPage(t, browser);
  await laptop.goto(`${url}/classes`);
  await laptop.getByLabel('Your name').fill('Ada');
  await laptop.keyboard.press('Enter');
  await laptop.getByText('Your name: Ada').waitFor();
  await laptop.getByRole('button', { name: 'Use another device' }).click();
  await laptop.getByRole('button', { name: 'Create link' }).click();
  const link = await laptop.getByLabel('Link for your other device').inputValue();
  await laptop.getByText('This browser').waitFor();

  const phone = await newPage(t, browser, { viewport: { width: 390, height: 844 } });
  await phone.goto(link);
  const question = phone.getByRole('dialog', { name: 'Use this device, too?' });
  await question.waitFor();
  t.notMatch(phone.url(), /#/, 'the secret is not in the address bar');
  await question.getByRole('button', { name: 'Continue here' }).click();
  await phone.getByText('Your name: Ada').waitFor();
  const idOf = (page: typeof phone) =>
    page.evaluate(() => {
      const [, payload = ''] = (localStorage.getItem('lectern.identity') ?? '').split('.');
      return (JSON.parse(atob(payload)) as { sub: string }).sub;
    });
  t.equal(await idOf(phone), await idOf(laptop), 'the same user');

  const third = await newPage(t, browser);
  await third.goto(link);
  await third.getByRole('button', { name: 'Continue here' }).click();
  await third.getByText('This link was used or has expired').first().waitFor();

  await phone.getByRole('button', { name: 'Use another device' }).click();
  await phone.getByRole('button', { name: /^Sign out / }).click();
  await laptop.getByText('Your access to this server has been revoked.').waitFor();
  await phone.getByRole('button', { name: /^Sign out / }).waitFor({ state: 'detached' });
  await laptop.keyboard.press('Escape');
  const before = await idOf(phone);
  const startAgain = laptop.getByRole('button', { name: 'Continue as a new guest' });
  await startAgain.click();
  // Until the page is reloaded, it shows the name of before.
  await startAgain.waitFor({ state: 'detached' });
  await laptop.getByText('Your name: Ada').waitFor();
  await laptop.getByRole('button', { name: 'Use another device' }).click();
  await laptop.getByRole('button', { name: 'Create link' }).click();
  await laptop.getByLabel('Link for your other device').waitFor();
  t.not(await idOf(laptop), before, 'another user');
});
