import type { Page } from 'playwright-core';
import t from 'tap';
import { LOST, launchChromium } from '../helpers/chromium.js';
import { freePort } from '../helpers/free-port.js';
import { startServer } from '../helpers/server.js';
import { come, entered, known, member, moves, openHall, openTab, seek, showsAt } from './lecture-steps.js';
import { accessible, passDoor, reconnect, tryNow, turnMicrophoneOn } from './page-steps.js';

const browser = await launchChromium(t);

const chat = (page: Page) => page.getByRole('log', { name: 'Lecture chat' });

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your message to everyone').fill(text);
  await page.getByLabel('Your message to everyone').press('Enter');
}

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Ask here' }).click();
  await page.getByLabel('Your question or opening message').fill(text);
  await page.getByRole('button', { name: 'Pin' }).click();
  await page.getByRole('log', { name: 'Replies' }).getByText(text).waitFor();
  await openTab(page, 'Chat');
}

/** The expected content of a lecture. */
async function kept(page: Page): Promise<void> {
  await chat(page).getByText('Good morning').waitFor();
  await page.getByLabel('Question at 0:33').click();
  await page.getByRole('log', { name: 'Replies' }).getByText('Why?').waitFor();
  await openTab(page, 'People');
}

const box = (page: Page, selector: string): Promise<DOMRect> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.getBoundingClientRect().toJSON());

t.test('reloading a page restores everything', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await seek(ada, 33);
  await write(ada, 'Good morning');
  await ask(ada, 'Why?');
  await openTab(ada, 'People');
  await ada.getByText('Only me').click();
  await bo.getByRole('button', { name: 'Raise hand' }).click();
  for (const page of [bo, ada]) {
    await page.reload();
    await entered(page);
    await showsAt(page, 33);
    await kept(page);
  }
  await bo.getByText('Only the teacher can speak. Raise your hand to ask.').waitFor();
  t.ok(await ada.getByRole('radio', { name: 'Only me' }).isChecked());
  await member(ada, 'Bo').waitFor();
});

t.test('without videos, the teacher and the students who may speak are the stage', async (t) => {
  const hall = await openHall(t, 1, { playlist: '' });
  const permissions = ['microphone', 'camera'];
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] }, { permissions });
  const dark = { permissions, colorScheme: 'dark' } as const;
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] }, dark);
  await bo.getByText('The teacher isn’t showing anything yet').waitFor();
  t.equal(await ada.getByRole('slider', { name: 'Position in the video' }).count(), 0);
  t.equal(await ada.getByRole('button', { name: 'Play', exact: true }).count(), 0);
  for (const page of [ada, bo]) await accessible(t, page, 'the empty stage');

  await ada.getByRole('region', { name: 'Stage' }).getByRole('button', { name: 'Turn on camera' }).click();
  await ada.getByRole('dialog').getByLabel('Your camera').waitFor();
  await accessible(t, ada, 'the door');
  t.equal(await bo.getByLabel('Ada’s camera').count(), 0, 'nobody is seen before the door');
  await passDoor(ada);
  await moves(bo, 'Ada’s camera');
  const [tile, stage] = await Promise.all([box(bo, '.stage-tile'), box(bo, '.stage')]);
  t.ok(Math.abs(tile.left + tile.right - stage.left - stage.right) <= 4, 'a lone tile is in the middle');
  await bo.waitForFunction(() => {
    const tile = document.querySelector<HTMLElement>('.stage-tile');
    return Number(tile?.style.getPropertyValue('--ring')) > 0.2;
  });

  await bo.getByRole('button', { name: 'Turn on camera' }).click();
  await bo.getByRole('dialog').getByLabel('Your camera').waitFor();
  await passDoor(bo);
  await moves(ada, 'Bo’s camera');
  await ada.getByRole('button', { name: 'Share screen' }).click();
  await moves(bo, 'Ada’s screen');
  const [screen, small] = await Promise.all([box(bo, '.screen-share'), box(bo, '.stage-tile')]);
  t.ok(screen.width > 2 * small.width, 'the screen is large');
  for (const page of [ada, bo]) await accessible(t, page, 'the stage');

  await openTab(ada, 'People');
  await ada.getByText('Only me').click();
  await ada.getByLabel('Bo’s camera').waitFor({ state: 'detached' });
  await bo.getByRole('button', { name: 'Turn off camera' }).waitFor({ state: 'detached' });
  t.equal(
    await bo.getByRole('button', { name: 'Turn on camera' }).count(),
    0,
    'a silent student has no camera',
  );

  await ada.reload();
  await entered(ada);
  await ada.getByRole('button', { name: 'Turn off camera' }).waitFor();
  await bo.getByLabel('Ada’s screen').waitFor({ state: 'detached' });
  await moves(bo, 'Ada’s camera');
  await ada.getByRole('button', { name: 'Turn off camera' }).click();
  await bo.getByLabel('Ada’s camera').waitFor({ state: 'detached' });
  await bo.getByRole('list', { name: 'People on the stage' }).getByText('Ada').waitFor();
  await ada.getByRole('button', { name: 'Mute mic', exact: true }).click();
  await bo.getByText('The teacher isn’t showing anything yet').waitFor();
});

t.test('the teacher’s camera is beside the video', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await ada.getByRole('button', { name: 'Turn on camera' }).click();
  await ada.getByRole('dialog').getByLabel('Your camera').waitFor();
  await passDoor(ada);
  await moves(bo, 'Ada’s camera');
  t.equal(await bo.getByRole('button', { name: 'Turn on camera' }).count(), 0);
  await accessible(t, bo, 'the camera beside the video');
});

t.test('a lecture survives a restart of the server', async (t) => {
  const port = await freePort();
  const hall = await openHall(t, 1, { port });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] }, { expected: LOST });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] }, { expected: LOST });
  await seek(ada, 33);
  await write(ada, 'Good morning');
  await ask(ada, 'Why?');
  const { data } = hall.server.server.options;
  await hall.server.server.close({ spread: 3_600 });
  await bo.getByText('The server is restarting.').waitFor();
  await write(bo, 'Is anybody there?');
  await chat(bo).getByText('Sending…').waitFor();
  await accessible(t, bo, 'what is on its way');
  await ada.getByRole('button', { name: 'Play', exact: true }).click();
  await ada.getByText('You’re not connected. Try again when the connection is back.').first().waitFor();
  await tryNow(ada).waitFor();
  await startServer(t, { port, data });
  for (const page of [bo, ada]) await reconnect(page);
  await bo.getByText('The server is restarting.').waitFor({ state: 'detached' });
  await chat(ada).getByText('Is anybody there?').waitFor();
  t.equal(await chat(ada).getByText('Good morning').count(), 1, 'nothing is shown twice');
  await kept(ada);
  await member(ada, 'Bo').waitFor();
  await seek(ada, 20);
  await showsAt(bo, 20);
});

t.test('messages sent while a client was disconnected are shown when it is back', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] }, { expected: LOST });
  await write(ada, 'before');
  await chat(bo).getByText('before').waitFor();
  await bo.getByRole('button', { name: 'Leave' }).click();
  await write(ada, 'meanwhile');
  await seek(ada, 33);
  await ask(ada, 'Why?');
  await bo.goBack();
  await entered(bo);
  await chat(bo).getByText('meanwhile').waitFor();
  await bo.getByLabel('Question at 0:33').waitFor();
  await showsAt(bo, 33);
});

t.test(
  'a lecture that does not exist or is not open to this person is reported, with the next step',
  async (t) => {
    const hall = await openHall(t, 0);
    const stranger = await known(t, browser, { name: 'Eve', token: undefined });
    await stranger.goto(hall.url);
    await stranger.getByText('You’ve been invited to a lecture of a class').waitFor();
    await stranger.getByRole('heading', { name: 'Algebra', level: 1 }).waitFor();
    await stranger.getByText(/^Teacher: /).waitFor();
    await stranger.getByRole('button', { name: 'Enroll as Eve' }).click();
    await entered(stranger);
    t.equal(stranger.url(), hall.url, 'the link leads into the lecture');

    await stranger.goto(`${hall.url}0000`);
    await stranger.getByRole('heading', { name: 'Lecture not found' }).waitFor();
    await stranger.getByRole('link', { name: 'Back to class', exact: true }).click();
    await stranger.getByRole('heading', { name: 'Algebra' }).waitFor();
  },
);

t.test('a student who is no longer enrolled is informed when the server is back', async (t) => {
  const port = await freePort();
  const hall = await openHall(t, 0, { port });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] }, { expected: LOST });
  await hall.server.server.close({ spread: 0 });
  await startServer(t, { port });
  await ada.getByRole('heading', { name: 'Lecture not found' }).waitFor();
});

t.test('leaving releases the microphone', async (t) => {
  const hall = await openHall(t, 0);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  await ada.evaluate(() => {
    const { getUserMedia } = MediaDevices.prototype;
    MediaDevices.prototype.getUserMedia = async function (constraints) {
      const stream = await getUserMedia.call(this, constraints);
      Reflect.set(globalThis, 'opened', stream.getTracks());
      return stream;
    };
  });
  await turnMicrophoneOn(ada);
  await ada.getByRole('button', { name: 'Mute mic', exact: true }).click();
  await ada.getByRole('button', { name: 'Unmute mic' }).waitFor();
  await ada.getByRole('button', { name: 'Leave' }).click();
  await ada.waitForFunction(() => {
    const tracks = Reflect.get(globalThis, 'opened') as MediaStreamTrack[];
    return tracks.length > 0 && tracks.every(({ readyState }) => readyState === 'ended');
  });
});
