import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import {
  answer,
  come,
  keepNotices,
  lane,
  openHall,
  openTab,
  pin,
  position,
  seek,
  showsAt,
  thread,
} from './lecture-steps.js';

const browser = await launchChromium(t);

t.test('everybody sees a question at its moment, and it is answered there', async (t) => {
  const hall = await openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
  const bo = await come(t, browser, hall, { name: 'Bo', token: one });
  const cy = await come(t, browser, hall, { name: 'Cy', token: two });
  await openTab(cy, 'Questions');
  await cy.getByText('No questions yet').waitFor();
  await seek(ada, 15);
  await showsAt(bo, 15);
  await pin(bo, 'Why is 1 no prime?');
  await lane(cy).getByLabel('Question at 0:15').waitFor();
  await cy
    .getByRole('button', { name: /Question · 0:15/ })
    .getByText('Why is 1 no prime?')
    .waitFor();

  await seek(ada, 45);
  await showsAt(bo, 45);
  await pin(bo, 'Who wants to prove it?', 'Discussion');
  await lane(ada).getByLabel('Discussion at 0:45').waitFor();
  const signs = await lane(ada)
    .locator('.marker-sign')
    .evaluateAll((all) => all.map(({ innerHTML }) => innerHTML));
  t.equal(new Set(signs).size, 2, 'the two kinds have different shapes');

  await lane(ada).getByLabel('Question at 0:15').click();
  await thread(ada).getByText('Why is 1 no prime?').waitFor();
  await showsAt(cy, 15);
  t.pass('the teacher’s press moves everybody there');
  await answer(ada, 'Because it would be one in every product.');
  await cy
    .getByRole('button', { name: /Question · 0:15/ })
    .getByText('new')
    .waitFor();

  const voteOf = (page: Page, votes: string) =>
    page.getByRole('button', { name: `Vote for this question, ${votes} so far` });
  await voteOf(cy, '0 votes').focus();
  await cy.keyboard.press('Enter');
  await cy.waitForFunction(() => document.activeElement?.matches('.vote-up[aria-pressed="true"]'));
  await voteOf(ada, '1 vote').click();
  await voteOf(cy, '2 votes').waitFor();
  await lane(bo).getByLabel('Question at 0:15').click();
  await voteOf(bo, '2 votes').waitFor();
  await ada.getByRole('button', { name: 'Mark as answered' }).click();
  await bo.getByText('Your question was marked as answered.').first().waitFor();
  await lane(cy).getByLabel('Question at 0:15, answered').waitFor();
  await cy
    .getByRole('button', { name: /Question · 0:15/ })
    .getByText('Answered')
    .waitFor();
  await bo.getByRole('button', { name: 'Mark as unanswered' }).click();
  await lane(cy).getByLabel('Question at 0:15', { exact: true }).waitFor();
  await voteOf(cy, '2 votes').click();
  await voteOf(ada, '1 vote').waitFor();

  await lane(cy).getByLabel('Discussion at 0:45').click();
  await thread(cy).getByText('Who wants to prove it?').waitFor();
  await showsAt(cy, 15);
  await cy.getByRole('button', { name: 'Go to 0:45 on your own' }).click();
  await showsAt(cy, 45);
  t.ok((await position(bo)) < 16, 'a student’s press does not affect the others');
  await cy.getByRole('button', { name: 'Rejoin' }).click();
  await showsAt(cy, 15);
});

t.test('the author and the teacher can delete a question, and undo that for a moment', async (t) => {
  const hall = await openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
  const bo = await come(t, browser, hall, { name: 'Bo', token: one });
  const cy = await come(t, browser, hall, { name: 'Cy', token: two });
  await pin(bo, 'A mistake');
  await lane(cy).getByLabel('Question at 0:00').click();
  await thread(cy).getByText('A mistake').waitFor();
  t.equal(await cy.getByRole('button', { name: 'Delete' }).count(), 0, 'the others are not allowed to');
  await keepNotices(bo);
  await bo.getByRole('button', { name: 'Delete' }).click();
  await bo.getByText('Question deleted.').first().waitFor();
  t.equal(await lane(bo).getByRole('button').count(), 0, 'it disappears immediately');
  await bo.getByRole('button', { name: 'Undo' }).click();
  await lane(bo).getByLabel('Question at 0:00').waitFor();

  await lane(ada).getByLabel('Question at 0:00').click();
  await ada.getByRole('button', { name: 'Delete' }).click();
  await ada.getByRole('region', { name: 'Notifications' }).getByLabel('Dismiss').click();
  await cy.getByText('This question was deleted.').first().waitFor();
  await lane(cy).getByLabel('Question at 0:00').waitFor({ state: 'detached' });
  await lane(bo).getByLabel('Question at 0:00').waitFor({ state: 'detached' });
  await bo.reload();
  await openTab(bo, 'Questions');
  await bo.getByText('No questions yet').waitFor();
});

t.test('markers close to each other are shown as one with a list, and a long thread has pages', async (t) => {
  const hall = await openHall(t, 1, { chatBurst: 200 });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await pin(ada, 'first');
  await pin(ada, 'second');
  for (let number = 1; number <= 60; number++) {
    await ada.getByLabel('Your reply').fill(`answer ${number}`);
    await ada.getByLabel('Your reply').press('Enter');
  }
  await thread(ada).getByText('answer 60', { exact: true }).waitFor();
  await bo.reload();
  await lane(bo).getByLabel('2 entries around 0:00').click();
  await bo
    .getByRole('button', { name: /Question · 0:00/ })
    .nth(1)
    .getByText('50+')
    .waitFor();
  await bo
    .getByRole('button', { name: /Question · 0:00/ })
    .nth(1)
    .click();
  await thread(bo).getByText('answer 60', { exact: true }).waitFor();
  t.equal(await thread(bo).getByText('second', { exact: true }).count(), 0);
  await bo.getByRole('button', { name: 'Show older messages' }).click();
  await thread(bo).getByText('second', { exact: true }).waitFor({ state: 'attached' });
  await bo.getByRole('button', { name: 'All questions' }).click();
  await bo
    .getByRole('button', { name: /Question · 0:00/ })
    .nth(1)
    .getByText('second')
    .waitFor();
});

t.test('asking, moving along the timeline and answering work by keyboard only', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await ada.keyboard.press('a');
  await ada.keyboard.type('What is 0?');
  await ada.keyboard.press('Enter');
  await thread(ada).getByText('What is 0?').waitFor();
  for (let press = 0; press < 6; press++) await ada.keyboard.press('ArrowRight');
  await showsAt(bo, 30);
  await ada.keyboard.press('a');
  await ada.keyboard.type('What is 30?');
  await ada.keyboard.press('Enter');
  await thread(ada).getByText('What is 30?').waitFor();
  await ada.getByRole('button', { name: 'Vote for this question, 0 votes so far' }).press('Enter');

  await lane(bo).getByLabel('Question at 0:30').waitFor();
  await openTab(bo, 'Questions');
  await bo.getByRole('button', { name: 'Vote for this question, 1 vote so far' }).waitFor();
  const listed = bo.getByRole('button', { name: /Question · 0:/ });
  t.match(await listed.allInnerTexts(), [/What is 0\?/, /What is 30\?/], 'in the order of time');
  await bo.getByRole('radio', { name: 'Time' }).focus();
  await bo.keyboard.press('ArrowRight');
  await bo.waitForFunction(() => document.querySelector('.question')?.textContent?.includes('0:30'));
  t.match(await listed.allInnerTexts(), [/What is 30\?/, /What is 0\?/], 'in the order of votes');
  await lane(bo).getByRole('button').first().focus();
  await bo.keyboard.press('ArrowRight');
  await bo.keyboard.press('Enter');
  await thread(bo).getByText('What is 30?').waitFor();
  const focused = () => bo.evaluate(() => document.activeElement?.textContent ?? '');
  t.match(await focused(), /Question · 0:30/, 'the focus is in the thread');
  await bo.getByLabel('Your reply').focus();
  await bo.keyboard.type('2 · 3 · 5');
  await bo.keyboard.press('Enter');
  await thread(ada).getByText('2 · 3 · 5').waitFor();
  await bo.keyboard.press('Shift+Tab');
  await bo.getByRole('button', { name: 'All questions' }).press('Enter');
  await bo.waitForFunction(() => document.activeElement?.classList.contains('question'));
  t.match(await focused(), /What is 30\?/, 'and back on the opened marker');
});
