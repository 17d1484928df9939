import t, { type Test } from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { turnMicrophoneOn } from './page-steps.js';
import {
  box,
  card,
  come,
  heard,
  isIn,
  join,
  log,
  makeRoom,
  participant,
  points,
  spotlight,
  spotlighted,
  vote,
  write,
} from './programme-steps.js';

const browser = await launchChromium(t);

/** Three people who have one programme open. */
async function viewers(t: Test, options = {}) {
  const { url } = await startServer(t, { aggroPoints: 2, aggroTime: 600, aggroPause: 600, ...options });
  const address = `${url}/programmes/final`;
  const [ada, bo, cy] = [
    await come(t, browser, address, 'Ada'),
    await come(t, browser, address, 'Bo'),
    await come(t, browser, address, 'Cy'),
  ];
  for (const page of [ada, bo, cy]) await page.getByText('No chat rooms yet').waitFor();
  return { url, address, ada, bo, cy };
}

t.test('a programme is opened from the home page, by its ID, under a name', async (t) => {
  const { url } = await startServer(t);
  const page = await come(t, browser, url, '');
  await page.getByRole('link', { name: 'Programmes' }).click();
  await page.getByRole('heading', { name: 'Programmes', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByText('Enter the programme ID').waitFor();
  await page.getByLabel('Programme ID or link').fill('/rooms/of/nothing');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByText('This isn’t a programme ID.').waitFor();
  await page.getByLabel('Programme ID or link').fill(`${url}/programmes/cup%20final`);
  await page.getByLabel('Programme ID or link').press('Enter');
  await page.getByText('Others in the chat rooms will see this name.').waitFor();
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Programme cup final' }).waitFor();
  t.equal(new URL(page.url()).pathname, '/programmes/cup%20final');
  await page.getByText('Your name: Ada').waitFor();
  await page.getByRole('link', { name: 'Programmes' }).click();
  await page.getByRole('link', { name: 'cup final' }).click();
  await page.getByText('No chat rooms yet').waitFor();
});

t.test('rooms appear, fill and end in every list; messages arrive', async (t) => {
  const { ada, bo, cy, address } = await viewers(t);
  await makeRoom(ada, 'Goals', 2);
  await card(cy, 'Goals').getByText('1 of 2', { exact: true }).waitFor();
  await join(bo, 'Goals');
  await card(cy, 'Goals').getByText('Full').waitFor();
  await participant(ada, 'Bo').waitFor();

  await card(cy, 'Goals').getByRole('link').click();
  await cy.getByRole('heading', { name: 'Goals is full' }).waitFor();
  await write(ada, 'Nearly! See https://example.org/replay');
  await log(bo).getByText('Nearly!').waitFor();
  t.equal(await log(bo).getByRole('link').getAttribute('href'), 'https://example.org/replay');
  await write(bo, 'Next time');
  await log(ada).getByText('Next time').waitFor();
  t.equal(await log(ada).getByText('Nearly!').count(), 1, "one's own message is shown once");

  await bo.getByRole('button', { name: 'Leave' }).click();
  await card(bo, 'Goals').getByText('1 of 2', { exact: true }).waitFor();
  await participant(ada, 'Bo').waitFor({ state: 'detached' });
  await cy.getByText('There’s a free place now.').waitFor();
  await cy.getByRole('button', { name: 'Join' }).click();
  await isIn(cy, 'Goals');
  await cy.getByText('No messages since you joined').waitFor();
  const link = cy.url();
  t.match(link, `${address}/rooms/`);
  await cy.goBack();
  await cy.getByRole('heading', { name: 'Programme final' }).waitFor();
  await ada.getByRole('link', { name: 'Back to chat rooms' }).click();
  for (const page of [ada, bo, cy]) await page.getByText('No chat rooms yet').waitFor();
  await bo.goto(link);
  await bo.getByRole('heading', { name: 'This room no longer exists' }).waitFor();
  await bo.getByRole('link', { name: 'Back to chat rooms' }).click();
  await bo.getByText('No chat rooms yet').waitFor();
});

t.test('a message is spotlighted, voted up and down, and ends at 0 points', async (t) => {
  const { ada, bo, cy } = await viewers(t);
  await makeRoom(ada, 'Goals', 10);
  await join(bo, 'Goals');
  await join(cy, 'Goals');
  await ada.getByRole('button', { name: 'Spotlight' }).click();
  await ada.getByText('Write a message, then press “Spotlight”').waitFor();
  await spotlight(ada, 'Offside!');
  await spotlighted(ada).getByText('Your spotlight').waitFor();
  for (const page of [bo, cy]) {
    await spotlighted(page).getByText('Ada’s spotlight').waitFor();
    await spotlighted(page).getByText('Offside!').waitFor();
    await spotlighted(page)
      .getByText(/^\d+:\d\d left$/)
      .waitFor();
    await points(page, 2);
  }
  await spotlight(bo, 'Never');
  await bo.getByText('Another message is in the spotlight. Wait until it’s done.').waitFor();
  t.equal(await box(bo).inputValue(), 'Never', 'earlier messages are still shown');

  await vote(bo, 'up');
  await points(bo, 3);
  await points(ada, 3);
  t.equal(await bo.getByRole('button', { name: 'Vote up' }).getAttribute('aria-pressed'), 'true');
  await vote(bo, 'up');
  await vote(cy, 'up');
  await points(ada, 4);
  await points(bo, 4);
  for (const page of [bo, cy, ada]) await vote(page, 'down');
  await points(cy, 1);
  const dee = await come(t, browser, cy.url(), 'Dee');
  await points(dee, 1);
  await vote(dee, 'down');
  for (const page of [ada, bo, cy, dee]) await spotlighted(page).waitFor({ state: 'detached' });
  await log(ada).getByText('Voted down to 0 points.').waitFor();
  await log(dee).getByText('Ada spotlighted:').waitFor();

  await spotlight(ada, 'Again');
  await ada.getByText(/You spotlighted a message recently. Wait (600|5\d\d) s\./).waitFor();
  await ada
    .locator('.hold')
    .getByText(/^\d+ s$/)
    .waitFor();
  await bo.getByRole('button', { name: 'Spotlight' }).click();
  await spotlighted(ada).getByText('Never').waitFor();
});

t.test('voices are heard, and joining and leaving are shown', async (t) => {
  const { ada, bo, cy } = await viewers(t);
  await makeRoom(ada, 'Goals', 10);
  await join(bo, 'Goals');
  await turnMicrophoneOn(ada);
  await heard(bo, 'Ada');
  await turnMicrophoneOn(bo);
  await heard(ada, 'Bo');
  await ada.keyboard.press('m');
  await participant(bo, 'Ada').getByText('Muted').waitFor();
  await join(cy, 'Goals');
  await heard(cy, 'Bo');

  const other = await come(t, browser, ada.url().replace(/\/rooms\/.*/, ''), 'Dee');
  await makeRoom(other, 'All of us', 26);
  await other.getByText('Rooms for more than 25 people are text only.').waitFor();
  t.equal(await other.getByRole('button', { name: 'Turn on mic' }).count(), 0);
});
