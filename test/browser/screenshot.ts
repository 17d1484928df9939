import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { chat, come, openHall, pin, write as say, seek, showsAt } from './lecture-steps.js';
import { heard, read, write } from './page-steps.js';

// People meet in a room and in a lecture, in real browsers with made-up microphones and a made-up camera. Takes the
// pictures of the pages that the README shows:
//
//     npm run screenshot

const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../../docs/screenshots/${name}.png`, import.meta.url));

const room = 'calm-river-42';
t.setTimeout(240_000);

const size = { width: 1440, height: 900 };

/** What the camera of the teacher shows. */
const scene = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">
  <rect width="640" height="480" fill="#fdf2e0"/>
  <rect x="20" y="60" width="420" height="260" fill="#8a5a34"/>
  <rect x="32" y="72" width="396" height="236" fill="#1f5446"/>
  <g fill="none" stroke="#f4f7f6" stroke-width="3">
    <path d="M60 250V130M60 200H350"/>
    <path d="M52 142l8-14 8 14M338 192l14 8-14 8"/>
  </g>
  <path d="M60 200c20-60 45-60 65 0s45 60 65 0 45-60 65 0 45 60 65 0" fill="none" stroke="#e3c567" stroke-width="4"/>
  <g fill="#f4f7f6" font-family="serif">
    <text x="56" y="116" font-size="30">Week 7: Waves</text>
    <text x="120" y="288" font-size="26" font-style="italic">y = A sin(ωt + φ)</text>
  </g>
  <path d="M390 480c0-110 40-150 110-150s110 40 110 150z" fill="#34497f"/>
  <path d="M470 330l30 40 30-40z" fill="#fff"/>
  <rect x="478" y="280" width="44" height="60" rx="20" fill="#a8653f"/>
  <ellipse cx="500" cy="232" rx="62" ry="74" fill="#c07a50"/>
  <path d="M432 232c-6-70 28-104 68-104s74 34 68 104c-8-46-28-62-68-62s-60 16-68 62z" fill="#201712"/>
  <g fill="#201712"><circle cx="476" cy="232" r="6"/><circle cx="524" cy="232" r="6"/></g>
  <path d="M478 268q22 18 44 0" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round"/>
</svg>`;

/** A file that Chromium plays as what a camera sees: one JPEG after the other, here the only one. */
async function filmOf(t: Test, svg: string): Promise<string> {
  const browser = await launchChromium(t);
  const page = await newPage(t, browser, { viewport: { width: 640, height: 480 } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  const film = join(t.testdir(), 'camera.mjpeg');
  writeFileSync(film, await page.screenshot({ type: 'jpeg', quality: 95 }));
  return film;
}

/** Opens the room's link, and joins under a name. */
async function joinAs(t: Test, browser: Browser, url: string, name: string): Promise<Page> {
  const page = await newPage(t, browser, { viewport: size });
  await page.goto(`${url}/room/${room}`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('heading', { name: room }).waitFor();
  return page;
}

t.test('three people talk in a room', async (t) => {
  const { url } = await startServer(t);
  const film = await filmOf(t, scene);
  const browser = await launchChromium(t);
  const filmed = await launchChromium(t, { args: [`--use-file-for-fake-video-capture=${film}`] });
  const ada = await joinAs(t, browser, url, 'Ada Okafor');
  const jun = await joinAs(t, filmed, url, 'Jun Park');
  const mina = await joinAs(t, browser, url, 'Mina Seo');
  await jun.getByRole('button', { name: 'Turn on camera' }).click();
  await mina.getByRole('button', { name: 'Mute mic', exact: true }).click();
  for (const [page, text] of [
    [jun, 'Good morning! Can everyone hear me?'],
    [ada, 'Loud and clear.'],
    [mina, 'I’m in the library, so I’ll stay muted and type.'],
    [jun, 'Then let’s begin. Where did we stop last week?'],
    [ada, 'At frequency and phase.'],
  ] as const) {
    await write(page, text);
    await read(ada, text);
  }
  await ada.getByLabel('Jun Park’s camera').waitFor();
  await ada.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  await ada.locator('.bars[data-score]').nth(1).waitFor();
  await ada.getByRole('heading', { name: room }).click();
  await heard(ada, 'Jun Park');
  await ada.screenshot({ path: fileOf('room') });
});

t.test('a teacher and two students are in a lecture', async (t) => {
  const hall = await openHall(t, 2);
  const browser = await launchChromium(t);
  const enter = (name: string, token: string | undefined, viewport = size) =>
    come(t, browser, hall, { name, token }, { viewport });
  const ada = await enter('Ada Okafor', hall.tokens[0]);
  const jun = await enter('Jun Park', hall.tokens[1]);
  const mina = await enter('Mina Seo', hall.tokens[2], { width: 390, height: 844 });
  await ada.getByRole('button', { name: 'Start class' }).click();
  await ada.getByRole('button', { name: 'End class' }).waitFor();
  await seek(ada, 21);
  for (const page of [jun, mina]) await showsAt(page, 21);
  for (const [page, text] of [
    [ada, 'Welcome! Write your questions at the moment in the video that they are about.'],
    [jun, 'Is 1 a prime number?'],
    [ada, 'Good question. What would go wrong if it was?'],
  ] as const) {
    await say(page, text);
    for (const each of [ada, jun, mina]) await chat(each).getByText(text, { exact: true }).waitFor();
  }
  await pin(jun, 'Why are there infinitely many?');
  await mina.getByRole('button', { name: 'Raise hand' }).click();
  await mina.getByRole('button', { name: 'Lower hand' }).waitFor();
  await ada.getByLabel('Question at 0:21').waitFor();
  await mina.getByLabel('Question at 0:21').waitFor();
  await ada.screenshot({ path: fileOf('lecture') });
  await mina.screenshot({ path: fileOf('lecture-phone') });
});
