import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { come, member, openHall, openTab } from './lecture-steps.js';
import { accessible, enter, openDoor, read, scrollsSideways, write } from './page-steps.js';

const browser = await launchChromium(t);
const phone = { viewport: { width: 390, height: 844 } };

const tagsIn = (page: Page, list: string): Promise<string[]> =>
  page.locator(`${list} .person-name`, { hasText: 'Ann Lee' }).locator('.name-tag').allTextContents();

t.test('people of the same name are told apart by tags that nobody can type', async (t) => {
  const { url } = await startServer(t);
  const [ann, twin] = [await newPage(t, browser), await newPage(t, browser)];
  const bo = await newPage(t, browser, { ...phone, colorScheme: 'dark' });
  await enter(ann, url, { name: 'Ann Lee', room: 'blue' });
  await enter(bo, url, { name: 'Bo', room: 'blue' });
  await bo.locator('.person', { hasText: 'Ann Lee' }).waitFor();
  t.same(await tagsIn(bo, '.person'), []);

  await openDoor(twin, url, 'blue');
  await twin.getByLabel('Your name').fill('Аnn Lee');
  await twin.getByRole('button', { name: 'Join', exact: true }).click();
  await twin.getByText('Use the letters of one alphabet in each word.').waitFor();
  // What nobody could see is removed. This name is stored as that of Ann.
  await enter(twin, url, { name: '\u202eAnn\u00a0Lee\u200b', room: 'blue' });
  await bo.locator('.person .name-tag').nth(1).waitFor();
  const tags = await tagsIn(bo, '.person');
  t.equal(new Set(tags).size, 2, 'each has another tag');
  t.notOk(await scrollsSideways(bo));
  await accessible(t, bo, 'the list of people');

  await write(twin, 'not Ann');
  await read(ann, 'not Ann');
  const own = await twin.locator('.person', { hasText: 'you' }).locator('.name-tag').textContent();
  t.same(await tagsIn(ann, '.chat-message'), [own], 'the chat shows whose message it is');
});

t.test('the teacher has a mark that no name can imitate', async (t) => {
  const hall = await openHall(t, 2);
  const [teacher, ...students] = hall.tokens;
  const ms = await come(t, browser, hall, { name: 'Ms Kim', token: teacher });
  const fake = await come(t, browser, hall, { name: 'Ms Kim Teacher', token: students[0] });
  const jun = await come(t, browser, hall, { name: 'Jun', token: students[1] }, phone);
  for (const page of [ms, fake]) await write(page, `by ${page === ms ? 'Ms Kim' : 'a student'}`);
  await read(jun, 'by a student');
  await read(jun, 'by Ms Kim');
  await openTab(jun, 'People');
  await member(jun, 'Ms Kim Teacher').waitFor();
  for (const place of ['.chat-message', '.participant']) {
    const marked = jun.locator(`${place} .person-name`, { has: jun.locator('.teacher-mark') });
    t.same(await marked.locator('.name').allTextContents(), ['Ms Kim'], place);
    t.match(await marked.locator('.teacher-mark').textContent(), /Teacher/, 'also for screen readers');
  }
  t.notOk(await scrollsSideways(jun));
  await accessible(t, jun, 'the people of a lecture');
});
