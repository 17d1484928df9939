import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { come, keepNotices, openHall } from './lecture-steps.js';

const browser = await launchChromium(t);

async function say(page: Page, text: string): Promise<void> {
  await page.getByPlaceholder('Message everyone').fill(text);
  await page.keyboard.press('Enter');
}

t.test('a message is deleted with an undo, and the teacher clears the chat', async (t) => {
  const hall = await openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
  const bo = await come(t, browser, hall, { name: 'Bo', token: one });
  const cy = await come(t, browser, hall, { name: 'Cy', token: two });
  for (const text of ['First', 'Second', 'Third']) {
    await say(bo, text);
    for (const page of [ada, cy]) await page.getByText(text, { exact: true }).waitFor();
  }
  t.equal(await cy.getByRole('button', { name: /^Delete message/ }).count(), 0, 'not those of others');
  await keepNotices(bo);
  await bo.getByRole('button', { name: 'Delete message: First' }).click();
  await bo.getByText('First', { exact: true }).waitFor({ state: 'detached' });
  await bo.getByRole('button', { name: 'Undo' }).click();
  await bo.getByText('First', { exact: true }).waitFor();
  t.ok(await cy.getByText('First', { exact: true }).isVisible());

  await ada.getByRole('button', { name: 'Delete message: Second' }).click();
  await ada.getByText('Message deleted.').first().waitFor();
  // Without the notice, the message is deleted at once.
  await ada.getByRole('region', { name: 'Notifications' }).getByLabel('Dismiss').click();
  for (const page of [bo, cy]) await page.getByText('Second', { exact: true }).waitFor({ state: 'detached' });

  await ada.getByRole('button', { name: 'Clear chat' }).click();
  await ada
    .getByRole('dialog', { name: 'Clear the chat?' })
    .getByRole('button', { name: 'Clear chat' })
    .click();
  for (const page of [ada, bo, cy]) await page.getByText('No messages yet').waitFor();
});
