import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { come, entered, known, member, openHall, openTab } from './lecture-steps.js';
import { accessible, connected, enter, heard, passDoor, person, scrollsSideways } from './page-steps.js';
import * as programme from './programme-steps.js';

declare global {
  interface Window {
    /** Requests for devices that the page has made. Each is handled when it is called. */
    requests: (() => void)[];
  }
}

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

t.test('a user who joins while the microphone is being opened is asked for it once', async (t) => {
  const ada = await newPage(t, browser);
  await ada.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    window.requests = [];
    mediaDevices.getUserMedia = (wanted) =>
      new Promise((resolve, reject) => {
        window.requests.push(() => void open(wanted).then(resolve, reject));
      });
  });
  await ada.goto(`${url}/room/soon`);
  await ada.getByLabel('Your name').fill('Ada');
  await ada.waitForFunction(() => window.requests.length === 1);
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await ada.evaluate(() => {
    for (const request of window.requests) request();
  });
  await connected(ada).waitFor();
  await ada.getByRole('button', { name: 'Mute mic' }).waitFor();
  t.equal(await ada.evaluate(() => window.requests.length), 1);
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

/** Passes the door of a page muted, unmutes, and reloads it muted and unmuted. Another person's page shows which. */
async function muteAndReload(ada: Page, back: () => Promise<unknown>, isMuted: Locator): Promise<void> {
  const door = ada.getByRole('dialog', { name: /^Before others hear/ });
  await ada.getByRole('button', { name: 'Turn on mic' }).click();
  await door.getByText('Your microphone works.').waitFor();
  await isMuted.or(isMuted.page().getByText('Listening only')).first().waitFor();
  await door.getByRole('button', { name: 'Cancel' }).click();
  await ada.keyboard.press('m');
  await door.getByLabel('Start muted').check();
  await passDoor(ada);
  await isMuted.waitFor();
  await ada.getByRole('button', { name: 'Unmute mic' }).click();
  await isMuted.waitFor({ state: 'detached' });

  await ada.reload();
  await back();
  await ada.getByRole('button', { name: 'Mute mic', exact: true }).click();
  await isMuted.waitFor();
  await ada.reload();
  await back();
  await ada.getByRole('button', { name: 'Turn on mic' }).click();
  await ada.getByRole('button', { name: 'Mute mic', exact: true }).waitFor();
}

t.test('a lecture has the door before the microphone is live', async (t) => {
  const hall = await openHall(t, 1);
  const permissions = ['microphone'];
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] }, { permissions });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await openTab(bo, 'People');
  const row = member(bo, 'Ada');
  await muteAndReload(ada, () => entered(ada), row.getByText('Muted'));
  await programme.heard(bo, 'Ada');
  await ada.getByRole('button', { name: 'Leave' }).click();
  await ada.goBack();
  await entered(ada);
  await ada.getByRole('button', { name: 'Turn on mic' }).click();
  const door = ada.getByRole('dialog', { name: /^Before others hear/ });
  t.ok(
    await door.getByLabel('Start muted').isChecked(),
    'after leaving, it is shown again with the last choice',
  );
});

t.test('a chat room of a programme has the same door', async (t) => {
  const address = `${url}/programmes/door`;
  const ada = await known(t, browser, { name: 'Ada', token: undefined }, { permissions: ['microphone'] });
  await ada.goto(address);
  await programme.makeRoom(ada, 'Goals', 10);
  const bo = await programme.come(t, browser, ada.url(), 'Bo');
  const isMuted = programme.participant(bo, 'Ada').getByText('Muted');
  await muteAndReload(ada, () => programme.isIn(ada, 'Goals'), isMuted);
  await programme.heard(bo, 'Ada');
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
