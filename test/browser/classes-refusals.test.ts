import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { LOST, launchChromium, newPage } from '../helpers/chromium.js';
import { freePort } from '../helpers/free-port.js';
import { startServer } from '../helpers/server.js';
import { come, createClass, createLecture, enroll, lecture, member, present } from './classes-steps.js';
import { reconnect, titled, tryNow } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

t.test(
  "an invalid link or one of an unknown class is reported next to the field; one's own class opens",
  async (t) => {
    const ada = await newPage(t, browser);
    await come(ada, `${url}/classes`, 'Ada');
    const link = await createClass(ada, 'Algebra');
    await ada.getByRole('link', { name: 'Your classes' }).click();
    const field = ada.getByLabel('Class link or ID');
    const enrol = ada.getByRole('button', { name: 'Enroll', exact: true });

    await enrol.click();
    await ada.getByText('Paste the link from your teacher.').waitFor();
    t.ok(await field.evaluate((input) => input === document.activeElement), 'the fault has the focus');
    await field.fill('https://elsewhere.example/room/blue');
    await enrol.click();
    await ada.getByText('This isn’t a class link.').waitFor();
    await field.fill('6b1c9c1e-7f51-4a3e-9d2a-0c9d8b6f4e11');
    await enrol.click();
    await ada.getByRole('alert').getByText('Class not found.').waitFor();

    await field.fill(link.split('/').at(-1)?.toUpperCase() ?? '');
    await enrol.click();
    await ada.getByRole('heading', { name: 'Algebra', level: 1 }).waitFor();
    await ada
      .getByRole('region', { name: 'Notifications' })
      .getByText('You’re already in this class')
      .waitFor();
  },
);

t.test('an address without a class is reported, with a way back', async (t) => {
  const page = await newPage(t, browser);
  await come(page, `${url}/classes/6b1c9c1e-7f51-4a3e-9d2a-0c9d8b6f4e11`, 'Ada');
  await page.getByText('Class not found').waitFor();
  await page.goto(`${url}/classes/${'x'.repeat(80)}`);
  await page.getByText('Class not found').waitFor();
  await page.getByRole('link', { name: 'Back to your classes' }).click();
  await page.getByRole('heading', { name: 'Your classes' }).waitFor();
  await titled(page, 'Your classes · Lectern');
});

t.test('every entry of a playlist is checked while typing', async (t) => {
  // Videos of other servers are loaded from there.
  const expected = /Failed to load resource|elsewhere\.example/;
  const ada = await newPage(t, browser, { expected });
  await come(ada, `${url}/classes`, 'Ada');
  await createClass(ada, 'Films');
  await ada.getByRole('button', { name: 'Create a lecture' }).click();
  const dialog = ada.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create lecture' }).click();
  await dialog.getByText('Enter a name for the lecture.').waitFor();
  await dialog.getByText('Optional: YouTube videos').waitFor();

  const videos = dialog.getByLabel('Videos', { exact: true });
  await videos.fill('hello');
  await dialog.getByRole('status').getByText('hello: Not a YouTube link').waitFor();
  await videos.fill(
    [
      '/media/sample.mp4, dQw4w9WgXcQ',
      'https://www.youtube.com/playlist?list=PLabcdefghijkl',
      'https://www.youtube.com/@somebody',
      'https://elsewhere.example/film.mp4',
      '/media/sample.mp4?parts=1,2',
      '/media/nothing.mp4',
      '/icons/lectern.svg?.mp4',
      'ftp://elsewhere.example/film.mp4',
      'hello',
    ].join('\n'),
  );
  const said = (entry: string, words: string) =>
    dialog.getByRole('listitem').filter({ hasText: entry }).getByText(words).first().waitFor();
  await said('/media/sample.mp4', '1:00');
  await said('dQw4w9WgXcQ', 'YouTube video');
  await said('list=PLabcdefghijkl', 'YouTube playlist');
  await said('@somebody', 'not to a video or playlist');
  await said('elsewhere.example/film.mp4', 'On another server');
  await said('sample.mp4?parts=1,2', '1:00');
  await said('nothing.mp4', 'File not found on this server.');
  await said('ftp:', 'must start with https://');
  await said('hello', 'Not a YouTube link or a video file');

  await dialog.getByLabel('Name').fill('Clips');
  await dialog.getByRole('button', { name: 'Create lecture' }).click();
  await dialog.getByText('One of the videos below isn’t valid.').waitFor();
  await videos.fill('/media/nothing.mp4');
  await dialog.getByText('One of the videos below isn’t valid.').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Create lecture' }).click();
  await dialog.getByText('One of the videos below isn’t valid.').waitFor();
  await videos.fill('dQw4w9WgXcQ');
  await dialog.getByRole('button', { name: 'Add the sample video' }).click();
  t.equal(await videos.inputValue(), 'dQw4w9WgXcQ\n/media/sample.mp4');
  await dialog.getByRole('button', { name: 'Create lecture' }).click();
  await lecture(ada, 'Clips').waitFor();
});

t.test('a refusal is shown, and the typed text stays', async (t) => {
  const { url } = await startServer(t, { otherRate: 0.02, otherBurst: 6 });
  const ada = await newPage(t, browser);
  await come(ada, `${url}/classes`, 'Ada');
  await ada.getByText('You’re not in any classes yet').waitFor();
  await ada.getByLabel('Class link or ID').fill('6b1c9c1e-7f51-4a3e-9d2a-0c9d8b6f4e11');
  while (!(await ada.getByText('Too many requests.').isVisible())) {
    await ada.getByRole('button', { name: 'Enroll', exact: true }).click();
    await ada.getByRole('alert').waitFor();
  }
  await ada.getByRole('button', { name: 'Create a class' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Create a class' });
  await dialog.getByLabel('Title', { exact: true }).fill('Algebra');
  await dialog.getByLabel('Title', { exact: true }).press('Enter');
  await dialog.getByRole('alert').getByText('Too many requests.').waitFor();
  t.equal(await dialog.getByLabel('Title', { exact: true }).inputValue(), 'Algebra');
});

t.test('a restart of the server shows a banner, and everything recovers automatically', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'lectern-restart-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const port = await freePort();
  const { server, url: address } = await startServer(t, { data, port });
  const ada = await newPage(t, browser, { expected: LOST });
  const jun = await newPage(t, browser, { expected: LOST });
  await come(ada, `${address}/classes`, 'Ada');
  const link = await createClass(ada, 'Restart');
  await createLecture(ada, { name: 'Before' });
  await enroll(jun, link, 'Jun');
  // The server announced a delay so long that only the button reconnects the pages in time.
  await server.close({ spread: 3_600 });
  await ada.getByText('The server is restarting.').waitFor();
  t.ok(await lecture(ada, 'Before').isVisible(), 'earlier data stays');
  await ada.getByRole('button', { name: 'Create a lecture' }).click();
  await ada.getByRole('dialog').getByText('You’re not connected.').waitFor();
  await ada.getByLabel('Name').fill('After');
  await ada.getByRole('button', { name: 'Add the sample video' }).click();

  await tryNow(jun).waitFor();
  await startServer(t, { data, port });
  await reconnect(jun);
  await jun.getByText('The server is restarting.').waitFor({ state: 'detached' });
  await ada.evaluate(() => window.dispatchEvent(new Event('online')));
  await Promise.all([present(jun, 'Ada', true), present(jun, 'Jun', true)]);
  await ada.getByText('You’re not connected.').waitFor({ state: 'detached' });
  await ada.getByRole('dialog').getByRole('button', { name: 'Create lecture' }).click();
  await lecture(jun, 'After').waitFor();
  await ada.getByText('The server is restarting.').waitFor({ state: 'detached' });
});

t.test('titles and names with markup are shown as text', async (t) => {
  const markup = '<img src=x onerror=alert(1)>';
  const ada = await newPage(t, browser);
  const jun = await newPage(t, browser);
  for (const page of [ada, jun]) page.on('dialog', (dialog) => t.fail(`a script ran: ${dialog.message()}`));
  await come(ada, `${url}/classes`, `<b>Ada</b> ${markup}`);
  const link = await createClass(ada, `Class ${markup}`, `Sub ${markup}`);
  await createLecture(ada, { name: `Lecture ${markup}` });
  await enroll(jun, link, 'Jun');
  await jun.getByRole('heading', { name: `Class ${markup}`, level: 1 }).waitFor();
  await jun.getByText(`Sub ${markup}`, { exact: true }).waitFor();
  await lecture(jun, `Lecture ${markup}`).waitFor();
  await member(jun, `<b>Ada</b> ${markup}`).waitFor();
  await present(jun, 'Ada', true);
  await jun.getByRole('link', { name: 'Your classes' }).click();
  await jun.getByRole('link', { name: `Class ${markup}` }).waitFor();
  for (const page of [ada, jun]) t.equal(await page.locator('#page :is(img, b, script)').count(), 0);
});
