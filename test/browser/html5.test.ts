import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';

const bundle = await build({
  entryPoints: [fileURLToPath(new URL('./html5-page.js', import.meta.url))],
  bundle: true,
  write: false,
  format: 'iife',
});
const script = bundle.outputFiles[0]?.text ?? '';

const server = await startServer(t);
const browser = await launchChromium(t);

const SAMPLE = '/media/sample.mp4';

interface StageOptions {
  /** Another browser than the usual one. */
  strict?: Browser;
  expected?: RegExp;
  /** Code that runs in the page as soon as the stage exists. */
  begin?: string;
}

async function openStage(t: Test, { strict = browser, expected, begin = '' }: StageOptions = {}) {
  const page = await newPage(t, strict, { expected });
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  // Code that a test evaluates in a page counts as a user gesture; the page's own code does not.
  await page.addInitScript(`addEventListener('DOMContentLoaded', () => {\n${script}\n${begin}\n})`);
  await page.goto(`${server.url}/healthz`);
  return page;
}

t.test('a video element is played, stopped, sought and sped up', async (t) => {
  const page = await openStage(t);
  t.strictSame(await page.evaluate(() => [stage.player.status, stage.player.duration]), [
    'loading',
    Number.POSITIVE_INFINITY,
  ]);
  await page.evaluate((url) => stage.load(url), SAMPLE);
  t.ok(Math.abs((await page.evaluate(() => stage.player.duration)) - 60) < 0.1);
  const sought = await page.evaluate(async () => {
    stage.player.seek(12.5);
    const during = stage.player.status;
    await stage.reaches('paused');
    return [during, stage.player.position];
  });
  t.strictSame(sought, ['seeking', 12.5]);
  const played = await page.evaluate(async () => {
    stage.player.play();
    await stage.reaches('playing');
    while (stage.player.position <= 12.5) {
      await new Promise((resolve) => stage.video.addEventListener('timeupdate', resolve, { once: true }));
    }
    stage.player.pause();
    return stage.player.status;
  });
  t.equal(played, 'paused');
  const rates = await page.evaluate(() =>
    [1.07, 100, 0].map((rate) => {
      stage.player.setRate(rate);
      return stage.video.playbackRate;
    }),
  );
  t.strictSame(rates, [1.07, 16, 0.0625]);
});

t.test('it reports the end, and seeks back from there', async (t) => {
  const page = await openStage(t);
  await page.evaluate((url) => stage.load(url), SAMPLE);
  const statuses = await page.evaluate(async () => {
    stage.player.seek(stage.player.duration - 0.3);
    stage.player.play();
    await stage.reaches('ended');
    stage.player.seek(5);
    stage.player.play();
    await stage.reaches('playing');
    return stage.statuses;
  });
  t.ok(statuses.includes('ended'));
  t.equal(statuses.at(-1), 'playing');
});

t.test('a missing file has failed', async (t) => {
  const page = await openStage(t, { expected: /404/ });
  await page.evaluate(async () => {
    stage.video.src = '/media/none.mp4';
    await stage.reaches('failed');
  });
  await page.evaluate((url) => stage.load(url), SAMPLE);
  t.equal(await page.evaluate(() => stage.player.status), 'paused', 'and another one can be loaded instead');
});

t.test('a browser that requires a click first', async (t) => {
  const page = await openStage(t, {
    strict: await launchChromium(t, { args: ['--autoplay-policy=user-gesture-required'] }),
    begin: `
      stage.load('${SAMPLE}').then(() => stage.player.play());
      document.body.addEventListener('click', () => stage.player.play());`,
  });
  await page.evaluate(() => stage.reaches('blocked'));
  await page.mouse.click(5, 5);
  await page.evaluate(() => stage.reaches('playing'));
  const statuses = await page.evaluate(() => stage.statuses);
  t.strictSame(
    // On a busy machine the video can stall and go on later.
    statuses.slice(0, statuses.indexOf('playing') + 1).filter((status) => status !== 'stalled'),
    ['paused', 'blocked', 'playing'],
  );
});

t.test('a stop during the start is not a refusal', async (t) => {
  const page = await openStage(t);
  await page.evaluate((url) => stage.load(url), SAMPLE);
  const statuses = await page.evaluate(async () => {
    stage.player.play();
    stage.player.pause();
    await stage.reaches('paused');
    stage.player.seek(3);
    await stage.reaches('paused');
    return stage.statuses;
  });
  t.notOk(statuses.includes('blocked'));
});

t.test('after close() it reports nothing more', async (t) => {
  const page = await openStage(t);
  await page.evaluate((url) => stage.load(url), SAMPLE);
  const statuses = await page.evaluate(async () => {
    stage.player.close();
    stage.statuses.length = 0;
    stage.video.currentTime = 5;
    await new Promise((resolve) => stage.video.addEventListener('seeked', resolve, { once: true }));
    return stage.statuses;
  });
  t.strictSame(statuses, []);
});
