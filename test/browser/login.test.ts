import t from 'tap';
import { signToken } from '../../server/identity/tokens.js';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { accessible } from './page-steps.js';

const tokenSecret = 'a secret of the tests that is long enough';
const { url } = await startServer(t, { tokenSecret });
const browser = await launchChromium(t);

async function linkFor(sub: string, name: string, path: string): Promise<string> {
  const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  const grants = { rooms: ['*'], classes: ['*'], create: true };
  return `${url}${path}#token=${(await signToken(options, { sub, name, grants, ttl: 600 })).token}`;
}

t.test('a link with a token logs in, on every page and after a reload', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(await linkFor('kim', '김 선생님', '/classes'));
  await page.getByText('Your name: 김 선생님').waitFor();
  t.equal(page.url(), `${url}/classes`, 'the token is not left in the address');
  t.equal(await page.getByText('names aren’t verified').count(), 0);
  await page.getByRole('button', { name: 'Create a class' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Algebra');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /create/i })
    .click();
  await page.getByRole('heading', { name: 'Algebra' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Algebra' }).waitFor();
  await page.getByText('You teach').waitFor();
  await page.goto(`${url}/room/blue`);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('heading', { name: 'blue' }).waitFor();
  await page.getByText('김 선생님').first().waitFor();
});

t.test('without a token the page explains what to do', async (t) => {
  const page = await newPage(t, browser);
  await page.addInitScript(() => localStorage.setItem('lectern.name', 'Eve'));
  for (const path of ['/classes', '/room/blue']) {
    await page.goto(url + path);
    if (path.startsWith('/room')) await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page
      .getByText(/link you were given/)
      .first()
      .waitFor();
    await accessible(t, page, path);
  }
});
