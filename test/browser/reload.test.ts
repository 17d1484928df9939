import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { come, entered, type Hall, member, openHall, openTab, plays, seek } from './lecture-steps.js';
import { connected, enter, heard } from './page-steps.js';
import * as programme from './programme-steps.js';

const browser = await launchChromium(t);

/** A live lecture that plays, its teacher Ada and its student Bo, both with the list of people open. */
async function live(t: Test, browser: Browser): Promise<{ hall: Hall; ada: Page; bo: Page }> {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await ada.getByRole('button', { name: 'Start class' }).click();
  await ada.getByRole('button', { name: 'Play', exact: true }).click();
  await plays(bo, true);
  await bo.evaluate(() => {
    const noted: string[] = [];
    Reflect.set(globalThis, 'noted', noted);
    const note = () => {
      const badge = document.querySelector('.live-badge')?.getAttribute('data-live');
      if (badge !== 'true') noted.push(`live: ${badge}`);
      if (![...document.querySelectorAll('.participant')].some((row) => row.textContent?.includes('Ada')))
        noted.push('Ada is missing');
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  for (const page of [ada, bo]) await openTab(page, 'People');
  await bo.evaluate(() => (Reflect.get(globalThis, 'noted') as string[]).splice(0));
  return { hall, ada, bo };
}

const noted = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'noted') as string[]);

t.test('a teacher who reloads keeps the lecture live, and nobody notices', async (t) => {
  const { ada, bo } = await live(t, browser);
  await ada.getByText('Only me').click();
  await bo.getByRole('button', { name: 'Raise hand' }).click();
  await ada.getByRole('button', { name: 'Allow to speak: Bo' }).waitFor();
  await ada.reload();
  await entered(ada);
  await plays(ada, true);
  await ada.getByRole('button', { name: 'End class' }).waitFor();
  await openTab(ada, 'People');
  await ada.getByRole('button', { name: 'Allow to speak: Bo' }).click();
  await bo.getByText('You can speak now').first().waitFor();
  await plays(bo, true);
  t.strictSame(await noted(bo), [], 'the student sees no change');
  t.equal(await member(bo, 'Ada').count(), 1);
});

t.test('a student who reloads keeps the raised hand', async (t) => {
  const { ada, bo } = await live(t, browser);
  await bo.getByRole('button', { name: 'Raise hand' }).click();
  const hand = ada.getByRole('button', { name: 'Lower hand: Bo' });
  await hand.waitFor();
  await bo.reload();
  await bo.getByRole('button', { name: 'Lower hand' }).waitFor();
  t.ok(await hand.isVisible());
  t.equal(await member(ada, 'Bo').count(), 1);
});

t.test('a teacher who closes the tab and opens another one finds the lecture live', async (t) => {
  const { hall, ada, bo } = await live(t, browser);
  await ada.close();
  const again = await ada.context().newPage();
  await again.goto(hall.url);
  await entered(again);
  await plays(again, true);
  await plays(bo, true);
  t.strictSame(await noted(bo), []);
});

t.test('a teacher is asked before leaving a live lecture, a student is not', async (t) => {
  const { hall, ada, bo } = await live(t, browser);
  const question = ada.getByRole('dialog', { name: 'Leave the live lecture?' });
  await ada.getByRole('button', { name: 'Leave' }).click();
  await question.getByRole('button', { name: 'Stay' }).click();
  await ada.getByRole('link', { name: 'Back to class' }).click();
  await question.waitFor();
  await ada.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  t.equal(ada.url(), hall.url);
  t.strictSame(await noted(bo), []);

  await bo.getByRole('button', { name: 'Leave' }).click();
  await bo.getByRole('heading', { name: 'Algebra' }).waitFor();
  await bo.goBack();
  await entered(bo);

  await ada.getByRole('button', { name: 'Leave' }).click();
  await question.getByRole('button', { name: 'End and leave' }).click();
  await ada.getByRole('heading', { name: 'Algebra' }).waitFor();
  await bo.locator('.live-badge[data-live=false]').waitFor();
});

t.test('the back arrow asks as well, and then leads back', async (t) => {
  const { ada } = await live(t, browser);
  const lecture = ada.url();
  const question = ada.getByRole('dialog', { name: 'Leave the live lecture?' });
  await ada.getByRole('button', { name: 'Leave' }).click();
  await question.getByRole('button', { name: 'End and leave' }).click();
  const lectures = ada.getByRole('heading', { name: 'Algebra' });
  await lectures.waitFor();
  await ada.getByRole('link', { name: 'Prime numbers' }).click();
  await entered(ada);
  await ada.getByRole('button', { name: 'Start class' }).click();
  await ada.getByRole('button', { name: 'End class' }).waitFor();
  await seek(ada, 5);
  await ada.goBack();
  await question.getByRole('button', { name: 'Stay' }).click();
  await ada.waitForURL(lecture);
  await ada.goBack();
  await question.getByRole('button', { name: 'End and leave' }).click();
  await lectures.waitFor();
});

t.test('people in a room who reload keep their place, and hear each other again', async (t) => {
  const { url } = await startServer(t);
  const ada = await newPage(t, browser);
  const jun = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'blue' });
  await enter(jun, url, { name: 'Jun', room: 'blue' });
  await Promise.all([heard(ada, 'Jun'), heard(jun, 'Ada')]);
  for (const [page, other, own] of [
    [ada, jun, 'Ada'],
    [jun, ada, 'Jun'],
  ] as const) {
    await other.evaluate(() => {
      const counts = new Set<number>();
      Reflect.set(globalThis, 'counts', counts);
      const count = () => counts.add(document.querySelectorAll('.person').length);
      new MutationObserver(count).observe(document.body, { subtree: true, childList: true });
    });
    await page.reload();
    await connected(page).waitFor();
    await heard(page, own === 'Ada' ? 'Jun' : 'Ada');
    await heard(other, own);
    const counts = await other.evaluate(() => [...(Reflect.get(globalThis, 'counts') as Set<number>)]);
    t.strictSame(
      counts.filter((count) => count !== 2),
      [],
      `${own} never leaves, and is never there twice`,
    );
  }
});

t.test('a copy of a tab is another participant, and does not take over the session', async (t) => {
  const { url } = await startServer(t);
  const ada = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'blue' });
  const opened = ada.context().waitForEvent('page');
  await ada.evaluate(() => void open(location.href));
  const copy = await opened;
  await copy.getByRole('button', { name: 'Join', exact: true }).click();
  await connected(copy).waitFor();
  await ada.locator('.person').nth(1).waitFor();
  t.ok(await connected(ada).isVisible());
});

t.test('a reload in a chat room of a programme keeps the place and the spotlighted message', async (t) => {
  const { url } = await startServer(t, { aggroTime: 600 });
  const ada = await programme.come(t, browser, `${url}/programmes/final`, 'Ada');
  const bo = await programme.come(t, browser, `${url}/programmes/final`, 'Bo');
  await programme.makeRoom(ada, 'Goals', 10);
  await programme.join(bo, 'Goals');
  await programme.spotlight(bo, 'Offside!');
  await programme.spotlighted(ada).waitFor();
  await ada.reload();
  await programme.isIn(ada, 'Goals');
  await programme.spotlighted(ada).getByText('Offside!').waitFor();
  t.equal(await programme.participant(bo, 'Ada').count(), 1);
  t.equal(await programme.participant(ada, 'Ada').count(), 1);
});

t.test('a page that is reloaded while it still loads leaves the place to the next one', async (t) => {
  const { url } = await startServer(t);
  const ada = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'twice' });
  await ada.route('**/assets/room-*.js', () => {
    // Never answered.
  });
  await ada.reload({ waitUntil: 'domcontentloaded' });
  // The page has taken the place, and not used it yet.
  await ada.waitForFunction(() => sessionStorage.getItem('lectern.session') === null);
  await ada.unroute('**/assets/room-*.js');
  await ada.reload();
  await connected(ada).waitFor();
});
