import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { choose, come, createClass, createLecture, enroll, lecture, member } from './classes-steps.js';
import { openHall, pin, position, seek, showsAt, come as visit } from './lecture-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

/** The menu of a lecture on the class page. */
const menuOf = (page: Page, name: string): Locator => lecture(page, name).locator('summary');

t.test('a teacher corrects a class and a lecture, and the others see it', async (t) => {
  const ada = await newPage(t, browser);
  await come(ada, `${url}/classes`, 'Ada');
  const link = await createClass(ada, 'Algebra', 'First year');
  await createLecture(ada, {
    name: 'Nubmers',
    day: '2050-03-04',
    time: '09:30',
    playlist: '/media/sample.mp4?a',
  });
  const jun = await newPage(t, browser);
  await enroll(jun, link, 'Jun');
  await lecture(jun, 'Nubmers').waitFor();
  t.equal(await jun.getByLabel('Manage class').count(), 0, 'students have no such menus');
  t.equal(await jun.getByLabel('Manage “Nubmers”').count(), 0);

  await choose(ada.getByLabel('Manage class'), ada, 'Edit class');
  t.equal(await ada.getByLabel('Subtitle').inputValue(), 'First year');
  await ada.getByLabel('Title', { exact: true }).fill('Algebra II');
  await ada.getByRole('button', { name: 'Save changes' }).click();
  for (const page of [ada, jun]) await page.getByRole('heading', { name: 'Algebra II', level: 1 }).waitFor();

  await choose(menuOf(ada, 'Nubmers'), ada, 'Edit lecture');
  const dialog = ada.getByRole('dialog', { name: 'Edit lecture' });
  t.equal(await dialog.getByLabel('Date').inputValue(), '2050-03-04');
  t.equal(await dialog.getByLabel('Time').inputValue(), '09:30');
  t.equal(await dialog.getByLabel('Videos', { exact: true }).inputValue(), '/media/sample.mp4?a');
  await dialog.getByLabel('Name').fill('Numbers');
  await dialog.getByLabel('Time').fill('');
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await dialog.waitFor({ state: 'detached' });
  await lecture(jun, 'Numbers').waitFor();
  t.equal(await lecture(jun, 'Numbers').getByText('9:30').count(), 0);
  t.ok(
    await menuOf(ada, 'Numbers').evaluate((menu) => menu === document.activeElement),
    'the focus is on the menu again',
  );

  const [record] = await Promise.all([
    ada.waitForEvent('download'),
    (async () => {
      await choose(menuOf(ada, 'Numbers'), ada, 'Download chat and questions');
      await ada.getByText('Document (Markdown)').click();
      await ada.getByRole('button', { name: 'Download', exact: true }).click();
    })(),
  ]);
  t.equal(record.suggestedFilename(), 'Chat and questions Numbers.md');
  t.match(readFileSync(await record.path(), 'utf8'), /^# Numbers\n/);
  await choose(menuOf(ada, 'Numbers'), ada, 'Attendance');
  await ada.getByText('No one has attended yet.').waitFor();
});

t.test('a student adds a lecture to a calendar, and subscribes to that of the class', async (t) => {
  const ada = await newPage(t, browser);
  await come(ada, `${url}/classes`, 'Ada');
  const link = await createClass(ada, 'Geometry');
  await createLecture(ada, { name: 'Circles', day: '2050-03-04', time: '' });
  const jun = await newPage(t, browser);
  await enroll(jun, link, 'Jun');
  const [file] = await Promise.all([
    jun.waitForEvent('download'),
    choose(menuOf(jun, 'Circles'), jun, 'Add to calendar'),
  ]);
  t.equal(file.suggestedFilename(), 'Circles.ics');
  t.match(readFileSync(await file.path(), 'utf8'), 'SUMMARY:Geometry: Circles');
  await choose(jun.getByLabel('Class options'), jun, 'Subscribe to calendar');
  await jun.getByRole('button', { name: 'Create link' }).click();
  const feed = await jun.getByLabel('Your calendar link').inputValue();
  t.match(await (await fetch(feed)).text(), 'SUMMARY:Geometry: Circles');
  await jun.getByRole('button', { name: 'Withdraw link' }).click();
  await jun.getByRole('button', { name: 'Create link' }).waitFor();
  t.equal((await fetch(feed)).status, 404);
});

t.test('a teacher changes roles and removes a student, who is on the page', async (t) => {
  const ada = await newPage(t, browser);
  await come(ada, `${url}/classes`, 'Ada');
  const link = await createClass(ada, 'Logic');
  const jun = await newPage(t, browser);
  await enroll(jun, link, 'Jun');
  const kim = await newPage(t, browser);
  await enroll(kim, link, 'Kim');
  t.equal(await jun.locator('.member summary').count(), 0, 'students have no such menus');
  await choose(member(ada, 'Jun').locator('summary'), ada, 'Make teacher');
  await ada
    .getByRole('dialog', { name: /^Make Jun/ })
    .getByRole('button', { name: 'Make teacher' })
    .click();
  await jun.getByText('You teach').waitFor();
  await jun.getByRole('button', { name: 'Create a lecture' }).first().waitFor();

  await choose(jun.getByLabel('Manage class'), jun, 'Leave class');
  await jun.getByRole('dialog', { name: 'Leave “Logic”?' }).getByRole('button', { name: 'Leave' }).click();
  await jun.getByText('You’re not in any classes yet').waitFor();
  await member(ada, 'Jun').waitFor({ state: 'detached' });

  await choose(member(ada, 'Kim').locator('summary'), ada, 'Remove from class');
  await ada.getByRole('dialog').getByRole('button', { name: 'Remove from class' }).click();
  await kim.getByRole('heading', { name: 'You were banned from this class' }).waitFor();
  await member(ada, 'Kim').waitFor({ state: 'detached' });
  await ada.getByText('Removed people (1)').waitFor();
  t.equal(await ada.getByLabel('Manage class').count(), 1);
});

t.test('a teacher deletes a lecture and the class, after a question', async (t) => {
  const ada = await newPage(t, browser);
  await come(ada, `${url}/classes`, 'Ada');
  const link = await createClass(ada, 'Sets');
  for (const name of ['Numbers', 'Fractions']) await createLecture(ada, { name });
  const jun = await newPage(t, browser);
  await enroll(jun, link, 'Jun');
  await choose(menuOf(ada, 'Numbers'), ada, 'Delete lecture');
  await ada.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await choose(menuOf(ada, 'Fractions'), ada, 'Delete lecture');
  await ada
    .getByRole('dialog', { name: 'Delete “Fractions”?' })
    .getByRole('button', { name: 'Delete' })
    .click();
  for (const page of [ada, jun]) await lecture(page, 'Fractions').waitFor({ state: 'detached' });
  t.ok(await lecture(jun, 'Numbers').isVisible(), 'the other one is kept');

  await lecture(jun, 'Numbers').getByRole('link').click();
  await jun.waitForURL(/\/lectures\/\d+$/);
  await choose(ada.getByLabel('Manage class'), ada, 'Delete class');
  await ada.getByRole('dialog', { name: 'Delete “Sets”?' }).getByRole('button', { name: 'Delete' }).click();
  await ada.getByText('You’re not in any classes yet').waitFor();
  await jun.getByRole('heading', { name: 'Lecture not found' }).waitFor();
});

t.test('everyone follows a change of a lecture that is under way', async (t) => {
  const hall = await openHall(t, 1);
  const [teaches, attends] = hall.tokens;
  const ada = await visit(t, browser, hall, { name: 'Ada', token: teaches });
  const bo = await visit(t, browser, hall, { name: 'Bo', token: attends });
  await seek(ada, 15);
  await showsAt(bo, 15);
  await pin(bo, 'Why is 1 no prime?');
  t.equal(await bo.getByRole('button', { name: 'Edit lecture' }).count(), 0);
  await ada.getByRole('button', { name: 'Edit lecture' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Edit lecture' });
  await dialog.getByLabel('Name').fill('Primes');
  await dialog.getByLabel('Videos', { exact: true }).fill('/media/sample.mp4?again\n/media/sample.mp4');
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  for (const page of [ada, bo]) {
    await page.getByRole('heading', { name: 'Primes', level: 1 }).waitFor();
    await page.getByText('2 / 2').waitFor();
  }
  await bo.getByRole('status').getByText('The teacher changed the lecture.').waitFor();
  await showsAt(bo, 15);
  t.ok((await position(bo)) < 16, 'the video goes on at its new place');
  await ada.getByLabel('Question at 0:15').waitFor();
});
