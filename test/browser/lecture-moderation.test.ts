import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { come, entered, known, member, openHall, openTab } from './lecture-steps.js';

const browser = await launchChromium(t);

/** Opens the dialog for removing Bo. */
async function remove(ada: Page): Promise<Locator> {
  await member(ada, 'Bo').getByLabel('Actions for Bo').click();
  await member(ada, 'Bo').getByRole('button', { name: 'Remove: Bo' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Remove Bo from the lecture?' });
  await dialog.waitFor();
  return dialog;
}

t.test('a removed person is informed, and can join again once the teacher allows it', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await openTab(ada, 'People');
  await remove(ada);
  await ada.keyboard.press('Escape');
  await member(ada, 'Bo').waitFor();
  await (await remove(ada)).getByRole('button', { name: 'Remove' }).click();
  await bo.getByRole('heading', { name: 'You were removed from the lecture' }).waitFor();
  await member(ada, 'Bo').waitFor({ state: 'detached' });
  const removed = ada.getByRole('region', { name: 'Removed people (1)' });
  await removed.getByText('Removed from “Prime numbers”').waitFor();
  await bo.getByRole('button', { name: 'Try again' }).click();
  await bo.getByRole('heading', { name: 'You were removed from the lecture' }).waitFor();
  t.equal(await member(ada, 'Bo').count(), 0, 'the person is kept out');
  await removed.getByRole('button', { name: 'Let in again: Bo' }).press('Enter');
  await ada.getByText('Bo can join again.').first().waitFor();
  await removed.waitFor({ state: 'detached' });
  await bo.getByRole('button', { name: 'Try again' }).click();
  await member(ada, 'Bo').waitFor();
  await entered(bo);
});

t.test('a student waits until the teacher lets them in', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  await openTab(ada, 'People');
  await ada.getByRole('radio', { name: 'On request' }).check({ force: true });
  await ada.getByText('New people wait until you let them in.').waitFor();
  const bo = await known(t, browser, { name: 'Bo', token: hall.tokens[1] });
  await bo.goto(hall.url);
  await bo.getByRole('heading', { name: 'Waiting to join the lecture' }).waitFor();
  await ada.getByRole('button', { name: 'Decline: Bo' }).press('Enter');
  await bo.getByRole('heading', { name: 'You weren’t let in' }).waitFor();
  await ada.getByRole('heading', { name: 'Waiting (0)' }).waitFor();
  await bo.getByRole('button', { name: 'Ask again' }).click();
  await ada.getByRole('button', { name: 'Let in: Bo', exact: true }).press('Enter');
  await entered(bo);
  await member(ada, 'Bo').waitFor();
});

t.test('the teacher bans a person from the class, and lifts the ban on the class page', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await openTab(ada, 'People');
  const dialog = await remove(ada);
  await dialog.getByRole('radio', { name: 'This lecture' }).press('ArrowDown');
  t.ok(await dialog.getByRole('radio', { name: 'The whole class' }).isChecked());
  await dialog.getByRole('button', { name: 'Remove' }).press('Enter');
  await bo.getByRole('heading', { name: 'You were banned from this class' }).waitFor();
  const classPage = hall.url.replace(/\/lectures\/\d+$/, '');
  await bo.goto(classPage);
  await bo.getByRole('heading', { name: 'You were banned from this class' }).waitFor();
  await ada.goto(classPage);
  const removed = ada.getByRole('region', { name: 'Removed people (1)' });
  await removed.getByText('Banned from the class').waitFor();
  await removed.getByRole('button', { name: 'Lift ban: Bo' }).click();
  await removed.waitFor({ state: 'detached' });
  await ada.getByRole('button', { name: 'Activity log' }).press('Enter');
  const log = ada.getByRole('dialog', { name: 'Activity log' });
  await log.getByText('Ada lifted the ban of Bo.').waitFor();
  t.match(await log.getByRole('listitem').allTextContents(), [/lifted the ban/, /banned Bo from the class/]);
  await ada.keyboard.press('Escape');
  await log.waitFor({ state: 'detached' });
  await bo.reload();
  await bo.getByRole('link', { name: 'Prime numbers' }).waitFor();
});
