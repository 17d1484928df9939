import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { come, createClass, createLecture, hold, lecture, member } from './classes-steps.js';
import { type Look, looks } from './looks.js';

/**
 * Visits the class pages in their states and checks each: no axe violations, nothing too wide or too small for fingers.
 */
export async function lookAtAll(t: Test, browser: Browser, { colorScheme, width }: Look): Promise<void> {
  const { url } = await startServer(t);
  const viewport = { width, height: 700 };
  const ada = await newPage(t, browser, { colorScheme, viewport, hasTouch: width < 600 });
  const jun = await newPage(t, browser, { colorScheme, viewport, hasTouch: width < 600 });
  await ada.goto(`${url}/classes`);
  await ada.getByRole('button', { name: 'Continue' }).click();
  await ada.getByText('Enter the name').waitFor();
  await looks(t, ada, 'the question for the name');
  await come(ada, `${url}/classes`, 'Ada');
  await ada.getByText('You’re not in any classes yet').waitFor();
  await looks(t, ada, 'the empty lobby');
  const link = await createClass(ada, `Algebra${'e'.repeat(60)}`, 'x'.repeat(300));
  await ada.getByText('No lectures yet').waitFor();
  await looks(t, ada, 'the empty class');
  await come(jun, link, `Jun${'n'.repeat(60)}`);
  await jun.getByText('You’ve been invited to a class').waitFor();
  await jun.getByText('Teacher: Ada', { exact: true }).waitFor();
  await jun.getByRole('heading', { name: 'Algebra', level: 1 }).waitFor();
  await looks(t, jun, 'the question whether to enroll');
  await jun.getByRole('button', { name: 'Enroll as' }).click();
  await member(ada, 'Jun').waitFor();

  await ada.getByRole('button', { name: 'Create a lecture' }).click();
  await ada.getByLabel('Videos', { exact: true }).fill(`/media/sample.mp4\n${'y'.repeat(200)}`);
  await ada.getByText('1:00', { exact: true }).waitFor();
  await ada.getByRole('button', { name: 'Create lecture' }).click();
  await ada.getByText('One of the videos below').waitFor();
  await looks(t, ada, 'the form of a lecture');
  await ada.keyboard.press('Escape');
  await createLecture(ada, { name: `Numbers${'s'.repeat(100)}` });
  await createLecture(ada, { name: 'Sets', day: '2050-03-04' });
  const held = await hold(t, ada, 'Numbers');
  await held.setLive(true);
  await lecture(jun, 'Numbers').getByText('Live').waitFor();
  await looks(t, jun, 'the class with a live lecture');

  await ada.getByRole('link', { name: 'Your classes' }).click();
  await ada.getByLabel('Class link or ID').fill('nothing');
  await ada.getByLabel('Class link or ID').press('Enter');
  await ada.getByText('This isn’t a class link.').waitFor();
  await looks(t, ada, 'the lobby with a fault');
  await ada.getByRole('heading', { name: 'Your classes' }).click();
  await ada.keyboard.press('?');
  await ada.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await looks(t, ada, 'the shortcuts');
  await ada.goto(`${url}/classes/nowhere`);
  await ada.getByText('Class not found').waitFor();
  await looks(t, ada, 'a class that is not there');
}
