import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { known } from './lecture-steps.js';
import { accessible, connected, enter, heard, person, scrollsSideways } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

/** Waits until a video of the page shows a picture. */
const showsPicture = (page: Page) =>
  page.waitForFunction(() =>
    [...document.querySelectorAll('video')].some(({ videoWidth }) => videoWidth > 0),
  );

t.test('a link leads to the door; what is chosen there is remembered, also by a reload', async (t) => {
  const jun = await newPage(t, browser);
  await enter(jun, url, { name: 'Jun', room: 'door' });
  const permissions = ['microphone', 'camera'];
  const ada = await known(t, browser, { name: 'Ada', token: undefined }, { permissions });
  await ada.goto(`${url}/room/door`);
  await ada.getByRole('button', { name: 'Join', exact: true }).waitFor();
  t.equal(await ada.getByLabel('Your name').inputValue(), 'Ada');
  await ada.getByText('Your microphone works.').waitFor();
  t.equal(await person(jun, 'Ada').count(), 0, 'Ada is not in the room yet');

  await ada.getByRole('button', { name: 'Turn on camera' }).click();
  await ada.getByLabel('Your camera').waitFor();
  await showsPicture(ada);
  await ada.getByLabel('Start muted').check();
  const speaker = ada.getByLabel('Speaker', { exact: true });
  const other = await speaker.locator('option').last().getAttribute('value');
  await speaker.selectOption(other);
  await accessible(t, ada, 'the door');
  await ada.setViewportSize({ width: 390, height: 844 });
  t.notOk(await scrollsSideways(ada));

  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await connected(ada).waitFor();
  await person(jun, 'Ada').getByText('Muted').waitFor();
  await jun.getByLabel('Ada’s camera').waitFor();
  await heard(ada, 'Jun');

  await ada.reload();
  await connected(ada).waitFor();
  await ada.getByRole('button', { name: 'Unmute mic' }).waitFor();
  await ada.getByRole('button', { name: 'Turn off camera' }).click();
  await ada.getByRole('button', { name: 'Unmute mic' }).click();
  await heard(jun, 'Ada');
  await ada.getByLabel('Microphone options').click();
  t.equal(await ada.getByLabel('Speaker', { exact: true }).inputValue(), other);

  await ada.goto(`${url}/room/door`);
  await ada.reload();
  await connected(ada).waitFor();
  await ada.getByRole('button', { name: 'Mute mic' }).waitFor();
  await ada.getByRole('button', { name: 'Leave' }).click();
  await ada.goto(`${url}/room/another`);
  await ada.getByRole('button', { name: 'Turn on camera' }).waitFor();
  t.notOk(await ada.getByLabel('Start muted').isChecked());
});

t.test('with the microphone denied, Enter leads into the room', async (t) => {
  const denying = await launchChromium(t, { args: ['--use-fake-ui-for-media-stream=deny'] });
  const ada = await newPage(t, denying);
  await ada.goto(`${url}/room/denied`);
  await ada.getByText('Your browser isn’t allowed to use the microphone.').waitFor();
  await ada.getByLabel('Your name').fill('Ada');
  await ada.getByLabel('Your name').press('Enter');
  await connected(ada).waitFor();
  const people = ada.getByRole('region', { name: 'People in the room' });
  await people.getByText('Your browser isn’t allowed to use the microphone.').waitFor();
});

t.test('leaving the door releases the devices', async (t) => {
  const permissions = ['microphone', 'camera'];
  const ada = await known(t, browser, { name: 'Ada', token: undefined }, { permissions });
  await ada.goto(`${url}/room/door`);
  await ada.getByText('Your microphone works.').waitFor();
  await ada.getByRole('button', { name: 'Turn on camera' }).click();
  await showsPicture(ada);
  const tracks = await ada.evaluateHandle(() => {
    const stream = document.querySelector('video')?.srcObject;
    return stream instanceof MediaStream ? stream.getTracks() : [];
  });
  await ada.getByRole('link', { name: 'Classes' }).click();
  await ada.waitForFunction((tracks) => tracks.every(({ readyState }) => readyState === 'ended'), tracks);
});
