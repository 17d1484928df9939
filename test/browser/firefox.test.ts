import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { launchFirefox } from '../helpers/firefox.js';
import { startServer } from '../helpers/server.js';
import * as lecture from './lecture-steps.js';
import { connected, enter, heard, person, read, write } from './page-steps.js';
import { pressable } from './pressable.js';

const firefox = await launchFirefox(t);
const chromium = await launchChromium(t);

const WIDE = { width: 1280, height: 800 };

t.test('in a room, Firefox and Chromium hear, see and read each other', async (t) => {
  const { url } = await startServer(t);
  const ada = await newPage(t, firefox);
  await ada.goto(`${url}/room/blue`);
  await ada.getByLabel('Your name').fill('Ada');
  await ada.getByRole('button', { name: 'Test your microphone' }).click();
  await ada.getByText('Your microphone works.').waitFor();
  await ada.getByRole('button', { name: 'Turn on camera' }).click();
  await ada.getByLabel('Your camera').waitFor();
  await pressable(t, ada, 'the door of a room');
  await ada.setViewportSize(WIDE);
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await connected(ada).waitFor();

  const bo = await newPage(t, chromium);
  await enter(bo, url, { name: 'Bo', room: 'blue' });
  await bo.getByRole('button', { name: 'Turn on camera' }).click();
  await Promise.all([heard(ada, 'Bo'), heard(bo, 'Ada')]);
  for (const [page, other] of [
    [ada, 'Bo'],
    [bo, 'Ada'],
  ] as const) {
    await page.waitForFunction((name) => {
      const video = document.querySelector<HTMLVideoElement>(`video[aria-label^="${name}"]`);
      return video && video.videoWidth > 0;
    }, other);
  }
  await ada.getByRole('button', { name: 'Mute mic' }).click();
  await person(bo, 'Ada').getByText('Muted').waitFor();
  await write(ada, 'Hello from Firefox');
  await read(bo, 'Hello from Firefox');
  await write(bo, 'Hello from Chromium');
  await read(ada, 'Hello from Chromium');
  await pressable(t, ada, 'a room');
});

t.test('a lecture in Firefox and in Chromium shows the same', async (t) => {
  const hall = await lecture.openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await lecture.come(t, firefox, hall, { name: 'Ada', token: teaches });
  const bo = await lecture.come(t, firefox, hall, { name: 'Bo', token: one });
  const cy = await lecture.come(t, chromium, hall, { name: 'Cy', token: two });
  await ada.getByRole('button', { name: 'Start class' }).click();
  await lecture.seek(ada, 5);
  for (const page of [bo, cy]) {
    await page.getByText('Live', { exact: true }).waitFor();
    await lecture.showsAt(page, 5);
  }
  await ada.getByRole('button', { name: 'Play', exact: true }).click();
  for (const page of [ada, bo, cy]) await lecture.plays(page, true);
  for (const page of [bo, cy]) await page.getByText('In sync').waitFor();
  await ada.getByRole('button', { name: 'Pause', exact: true }).click();
  for (const page of [bo, cy]) {
    await lecture.plays(page, false);
    await page.getByText('Paused by the teacher').waitFor();
  }
  const shown = await lecture.position(ada);
  await Promise.all([lecture.showsAt(bo, shown), lecture.showsAt(cy, shown)]);

  await lecture.pin(bo, 'Why?');
  await lecture.openTab(bo, 'Questions');
  await pressable(t, bo, 'a student’s lecture');
  await pressable(t, ada, 'a teacher’s lecture');
  await ada.getByRole('button', { name: 'Leave' }).click();
  await ada.getByRole('button', { name: 'End and leave' }).click();
  await ada.getByRole('heading', { name: 'Algebra' }).waitFor();
  await pressable(t, ada, 'a class');
});
