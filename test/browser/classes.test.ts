import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { launchChromium, newPage, openProfile } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { come, createClass, createLecture, enroll, hold, lecture, member, present } from './classes-steps.js';
import { focused, titled } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

t.test(
  'a teacher creates a class and lectures, two students enroll by its link, and all see it live',
  async (t) => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const ada = await newPage(t, browser, { permissions });
    await ada.goto(url);
    await ada.getByRole('link', { name: 'Classes' }).click();
    await ada.waitForURL(`${url}/classes`);
    await ada.getByLabel('Your name').fill('Ada');
    await ada.getByLabel('Your name').press('Enter');
    await ada.getByText('You’re not in any classes yet').waitFor();
    await ada.getByText('names aren’t verified').waitFor();
    const address = await createClass(ada, 'Algebra', 'First year');
    await titled(ada, 'Algebra · Lectern');
    await ada.getByText('You teach').waitFor();
    await ada.getByText('No lectures yet').waitFor();

    await ada.getByRole('button', { name: 'Copy class link' }).click();
    await ada.getByRole('button', { name: 'Link copied' }).waitFor();
    const link = await ada.evaluate(() => navigator.clipboard.readText());
    t.equal(link, address, 'the address is the link');

    const jun = await newPage(t, browser);
    await enroll(jun, link, 'Jun');
    await jun.getByText('Lectures appear here as soon as your teacher creates them').waitFor();
    t.equal(await jun.getByRole('button', { name: 'Create a lecture' }).count(), 0);
    await present(ada, 'Jun', true);

    const mina = await newPage(t, browser);
    await come(mina, `${url}/classes`, 'Mina');
    await mina.getByLabel('Class link or ID').fill(`  ${link}?utm=mail `);
    await mina.getByRole('button', { name: 'Enroll', exact: true }).click();
    await mina.getByRole('heading', { name: 'Algebra', level: 1 }).waitFor();
    await mina.getByText('You attend').waitFor();
    await Promise.all([present(ada, 'Mina', true), present(jun, 'Mina', true), present(mina, 'Ada', true)]);
    await member(mina, 'Ada').getByText('Teacher').waitFor();
    await ada.getByText('3 of 3 online').waitFor();

    // The form's default is the next hour, which can be tomorrow.
    const today = await ada.evaluate(() => new Date().toLocaleDateString('sv'));
    await createLecture(ada, { name: 'Numbers', day: today, time: '' });
    await focused(ada, 'Numbers');
    t.pass('the new lecture has the focus');
    await createLecture(ada, { name: 'Fractions', day: '2020-02-11', time: '' });
    await createLecture(ada, { name: 'Sets', day: '2050-03-04', time: '09:30' });
    const groups = jun.locator('.lecture-group');
    await groups.nth(2).waitFor();
    const shown = await groups.evaluateAll((all) => all.map((each) => each.querySelector('h2')?.textContent));
    t.strictSame(shown, ['Today', 'Upcoming', 'Past']);
    await groups.filter({ hasText: 'Past' }).getByText('Fractions').waitFor();
    await lecture(jun, 'Sets').getByText('9:30 AM', { exact: true }).waitFor();

    const held = await hold(t, ada, 'Fractions');
    await held.setLive(true);
    await lecture(jun, 'Fractions').getByText('Live').waitFor();
    await groups.filter({ hasText: 'Today' }).getByText('Fractions').waitFor();
    await jun.getByRole('status').getByText('“Fractions” is live now.').waitFor();
    const acts = jun.locator('.page-head .actions').getByRole('link').or(jun.locator('.page-head button'));
    t.equal(await acts.first().textContent(), 'Join now', 'the first button of a student');
    const live = await lecture(jun, 'Fractions').getByRole('link').getAttribute('href');
    t.equal(await acts.first().getAttribute('href'), live);
    t.equal(await ada.getByRole('link', { name: 'Join now' }).count(), 0);
    await held.setLive(false);
    await lecture(jun, 'Fractions').getByText('Live').waitFor({ state: 'detached' });
    t.equal(await jun.getByRole('link', { name: 'Join now' }).count(), 0);

    await mina.getByRole('link', { name: 'Rooms' }).click();
    await Promise.all([present(ada, 'Mina', false), present(jun, 'Mina', false)]);

    await lecture(jun, 'Numbers').getByRole('link').click();
    await jun.waitForURL(/\/lectures\/\d+$/);
    await jun.goBack();
    await lecture(jun, 'Numbers').waitFor();
  },
);

t.test('the teacher is still the teacher after a reload, in another tab, and after leaving', async (t) => {
  const ada = await newPage(t, browser);
  await come(ada, `${url}/classes`, 'Ada');
  const link = await createClass(ada, 'Logic');
  await ada.reload();
  await ada.getByText('You teach').waitFor();
  await ada.getByRole('button', { name: 'Create a lecture' }).waitFor();

  const tab = await ada.context().newPage();
  await tab.goto(link);
  await tab.getByText('You teach').waitFor();
  await tab.close();

  await ada.getByRole('link', { name: 'Rooms' }).click();
  await ada.getByRole('heading', { name: 'Meet, teach and learn together' }).waitFor();
  await ada.getByRole('link', { name: 'Classes' }).click();
  await ada.getByRole('link', { name: 'Logic' }).click();
  await ada.getByText('You teach').waitFor();
});

t.test('the teacher is still the teacher after a restart of the browser', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const before = await openProfile(t, folder);
  await come(before, `${url}/classes`, 'Ada');
  const link = await createClass(before, 'Geometry');
  await before.context().close();

  const after = await openProfile(t, folder);
  await after.goto(link);
  await after.getByRole('heading', { name: 'Geometry', level: 1 }).waitFor();
  await after.getByText('You teach').waitFor();
});

t.test('a person changes their name, and the class sees the new one', async (t) => {
  const ada = await newPage(t, browser);
  await come(ada, `${url}/classes`, 'Ada');
  const link = await createClass(ada, 'Names');
  const jun = await newPage(t, browser);
  await enroll(jun, link, 'Jun');
  await jun.getByRole('link', { name: 'Your classes' }).click();
  await jun.getByRole('button', { name: 'Change name' }).click();
  await jun.getByRole('textbox', { name: 'Your name' }).fill('Juni');
  await jun.getByRole('button', { name: 'Save' }).click();
  await jun.getByText('Your name: Juni').waitFor();
  await jun.getByRole('link', { name: 'Names' }).click();
  await member(ada, 'Juni').waitFor();
});
