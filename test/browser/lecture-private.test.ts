import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { chat, come, openHall, openTab } from './lecture-steps.js';
import { accessible } from './page-steps.js';

const browser = await launchChromium(t);

const writeTo = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Send to' }).getByText(name, { exact: true }).click();

t.test('a student writes to the teachers alone, and a teacher answers', async (t) => {
  const hall = await openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
  const bo = await come(
    t,
    browser,
    hall,
    { name: 'Bo', token: one },
    { viewport: { width: 390, height: 844 } },
  );
  const cy = await come(t, browser, hall, { name: 'Cy', token: two });

  const toAll = bo.getByLabel('Your message to everyone');
  await toAll.fill('Good morning');
  await writeTo(bo, 'Teachers');
  await bo.getByText('Only teachers and you can read this.').waitFor();
  const toTeachers = bo.getByLabel('Your private message to the teachers');
  t.equal(await toTeachers.inputValue(), '', 'each has a text of its own');
  await toTeachers.fill('I feel unwell');
  await toTeachers.press('Enter');
  for (const page of [ada, bo]) {
    await chat(page).getByText('I feel unwell', { exact: true }).waitFor();
    await chat(page).getByText('Private, to teachers').first().waitFor();
  }
  await accessible(t, bo, 'a private message');

  await ada.getByRole('button', { name: 'Reply privately to Bo' }).click();
  await ada.getByLabel('Your private message to Bo').fill('Take a break');
  await ada.getByLabel('Your private message to Bo').press('Enter');
  await chat(bo).getByText('Take a break', { exact: true }).waitFor();
  await chat(bo).getByText('Private, to you and teachers').waitFor();

  // Bo's row stays as it is. The row of a person who reloads the page can be drawn again.
  await openTab(ada, 'People');
  await ada.getByLabel('Actions for Bo').click();
  await ada.getByRole('button', { name: 'Write privately: Bo' }).click();
  await ada.getByLabel('Your private message to Bo').fill('Are you better?');
  await ada.getByLabel('Your private message to Bo').press('Enter');
  await chat(bo).getByText('Are you better?', { exact: true }).waitFor();

  await writeTo(bo, 'Everyone');
  t.equal(await toAll.inputValue(), 'Good morning');
  await toAll.press('Enter');
  await chat(cy).getByText('Good morning', { exact: true }).waitFor();
  t.equal(await chat(cy).getByText('Private').count(), 0);
  await cy.reload();
  await chat(cy).getByText('Good morning', { exact: true }).waitFor();
  t.equal(await chat(cy).getByText('Private').count(), 0, 'nor later');
});
