import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { fakeYouTube } from './fake-youtube.js';
import { come, known, openHall, openTab, plays, position, seek, showsAt } from './lecture-steps.js';

const browser = await launchChromium(t);

t.test(
  'everybody sees what the teacher plays, stops, seeks and chooses, even if they join late',
  async (t) => {
    const hall = await openHall(t, 2);
    const [teaches, one, two] = hall.tokens;
    const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
    const bo = await come(t, browser, hall, { name: 'Bo', token: one });
    await ada.waitForFunction(() => document.title === 'Prime numbers · Lectern');
    await bo.getByText('Waiting for the teacher').waitFor();
    await bo.getByText('Not live', { exact: true }).waitFor();
    t.equal(
      await bo.getByRole('button', { name: 'Play', exact: true }).count(),
      0,
      'a viewer has no controls',
    );
    t.ok(await bo.getByRole('slider', { name: 'Position in the video' }).isDisabled());

    await ada.getByRole('button', { name: 'Start class' }).click();
    await bo.getByText('Live', { exact: true }).waitFor();
    await seek(ada, 20);
    await showsAt(bo, 20);
    await ada.getByRole('button', { name: 'Play', exact: true }).click();
    await Promise.all([plays(ada, true), plays(bo, true)]);
    await bo.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 21);
    await bo.getByText('In sync').waitFor();

    const cy = await come(t, browser, hall, { name: 'Cy', token: two });
    await plays(cy, true);
    await cy.getByText('In sync').waitFor();

    await ada.getByRole('button', { name: 'Pause', exact: true }).click();
    await Promise.all([plays(ada, false), plays(bo, false), plays(cy, false)]);
    const stopped = await position(ada);
    await Promise.all([showsAt(bo, stopped), showsAt(cy, stopped)]);
    t.pass('they are where the teacher is');
    await bo.getByText('Paused by the teacher').waitFor();

    await ada.getByLabel('Playlist, 1 / 2').click();
    await ada.getByRole('list', { name: 'Playlist' }).getByRole('button').nth(1).click();
    for (const page of [ada, bo, cy]) {
      await page.waitForFunction(() => document.querySelector('video')?.src.endsWith('?again'));
      await showsAt(page, 0);
    }
    t.ok(await ada.getByRole('button', { name: 'Next video' }).isDisabled(), 'there is no third one');

    await ada.getByRole('button', { name: 'End class' }).click();
    await ada.getByRole('dialog').getByRole('button', { name: 'End class' }).click();
    await bo.getByText('Not live', { exact: true }).waitFor();
    await bo.waitForFunction(() => document.querySelector('video')?.src.endsWith('sample.mp4'));
  },
);

t.test('a viewer can watch on their own and rejoin in sync', async (t) => {
  const hall = await openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
  const bo = await come(t, browser, hall, { name: 'Bo', token: one });
  const cy = await come(t, browser, hall, { name: 'Cy', token: two });
  await seek(ada, 10);
  await showsAt(bo, 10);
  await bo.getByRole('button', { name: 'Watch on your own' }).click();
  await seek(bo, 40);
  await showsAt(bo, 40);
  await bo.getByText(/ahead of the lecture/).waitFor();
  await bo.getByRole('button', { name: 'Play', exact: true }).click();
  await plays(bo, true);
  await bo.getByRole('button', { name: 'Pause', exact: true }).click();
  await plays(bo, false);
  await showsAt(cy, 10);
  t.pass('it does not affect the others');
  const own = await position(bo);
  await seek(ada, 55);
  await bo.getByText(/behind the lecture/).waitFor();
  await showsAt(bo, own);
  await bo.getByRole('button', { name: 'Rejoin' }).click();
  await showsAt(bo, 55);
  await bo.getByRole('button', { name: 'Watch on your own' }).waitFor();
  t.ok(await bo.getByRole('slider', { name: 'Position in the video' }).isDisabled());

  await bo.getByRole('button', { name: 'Watch on your own' }).click();
  await ada.getByRole('button', { name: 'Next video' }).click();
  await bo.getByRole('button', { name: 'Watch on your own' }).waitFor();
  t.pass('another video brings the viewer back in sync');
});

t.test('the volume of the video is local', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  const sound = () =>
    bo.evaluate(() => [document.querySelector('video')?.muted, document.querySelector('video')?.volume]);
  t.same(await sound(), [false, 1]);
  await bo.getByRole('slider', { name: 'Video volume' }).fill('0.5');
  t.same(await sound(), [false, 0.5]);
  await bo.getByRole('button', { name: 'Mute video', exact: true }).click();
  t.same(await sound(), [true, 0.5]);
  await bo.getByRole('button', { name: 'Unmute video' }).click();
  t.same(await sound(), [false, 0.5]);
  t.equal(await ada.evaluate(() => document.querySelector('video')?.volume), 1);
});

t.test('if the browser blocks autoplay, one press starts the video', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  await ada.getByRole('button', { name: 'Play', exact: true }).click();
  await plays(ada, true);
  const bo = await known(t, browser, { name: 'Bo', token: hall.tokens[1] });
  // The test driver's actions already count as user gestures, so a browser that requires one is simulated here.
  await bo.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype;
    let pressed = false;
    addEventListener('pointerdown', () => {
      pressed = true;
    });
    HTMLMediaElement.prototype.play = function () {
      if (pressed) return play.call(this);
      return Promise.reject(new DOMException('nobody pressed anything', 'NotAllowedError'));
    };
  });
  await bo.goto(hall.url);
  await bo.getByRole('button', { name: 'Start the video' }).click();
  await plays(bo, true);
  await bo.getByText('In sync').waitFor();
});

t.test('a playlist that cannot be shown explains what to do', async (t) => {
  const hall = await openHall(t, 0, { playlist: 'not a video' });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  await ada.getByText('Couldn’t read the playlist of this lecture.').waitFor();
  await ada.getByText('Replace this link: not a video').waitFor();
  const stage = ada.locator('.stage');
  await stage.getByRole('button', { name: 'Edit lecture' }).click();
  await ada.getByLabel('Videos', { exact: true }).fill('/media/sample.mp4');
  await ada.getByRole('button', { name: 'Save changes' }).click();
  await stage.locator('video').waitFor();

  const gone = await openHall(t, 0, { playlist: '/media/nothing.mp4' });
  const eve = await come(t, browser, gone, { name: 'Eve', token: gone.tokens[0] }, { expected: /404/ });
  await eve.getByText('This video can’t be played here.').waitFor();
  await eve.locator('.stage').getByRole('button', { name: 'Edit lecture' }).waitFor();
  await openTab(eve, 'Chat');
});

t.test('if YouTube cannot be reached, the page reports that and offers to try again', async (t) => {
  const hall = await openHall(t, 0, { playlist: 'https://youtu.be/dQw4w9WgXcQ' });
  const options = { expected: /youtube|ERR_FAILED/i };
  const ada = await known(t, browser, { name: 'Ada', token: hall.tokens[0] }, options);
  await ada.route('https://www.youtube.com/**', (route) => route.abort());
  await ada.goto(hall.url);
  await ada.getByText('Can’t reach YouTube.').waitFor();
  await ada.unroute('https://www.youtube.com/**');
  await ada.route('https://www.youtube.com/iframe_api', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: fakeYouTube }),
  );
  await ada.getByRole('button', { name: 'Try again' }).click();
  await ada.getByText('a video of YouTube').waitFor();
  await ada.getByRole('slider', { name: 'Position in the video' }).fill('30');
  await ada.getByRole('button', { name: 'Play', exact: true }).click();
  await ada.getByText(/^0:3\d \/ 2:00/).waitFor();
  await ada.getByRole('button', { name: 'Mute video', exact: true }).click();
  await ada.waitForFunction(() => Reflect.get(globalThis, 'fakeMuted') === true);
});

t.test('a playlist without YouTube videos does not contact YouTube', async (t) => {
  const hall = await openHall(t, 0);
  // A page fails the test if it contacts another origin.
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  await ada.getByText('0:00 / 1:00').waitFor();
});
