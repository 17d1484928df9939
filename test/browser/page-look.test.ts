import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startCoturn } from '../helpers/coturn.js';
import { startServer } from '../helpers/server.js';
import {
  accessible,
  connected,
  enter,
  openDiagnostics,
  openDoor,
  person,
  read,
  scrollsSideways,
  write,
} from './page-steps.js';

const browser = await launchChromium(t);

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`axe finds no violations in the ${colorScheme} theme`, async (t) => {
    const { url } = await startServer(t);
    const ada = await newPage(t, browser, { colorScheme });
    const jun = await newPage(t, browser, { colorScheme });
    await ada.goto(url);
    await ada.getByText('This server is in open mode').waitFor();
    await ada.getByRole('button', { name: 'Join', exact: true }).click();
    await ada.getByText('Paste a link, or enter').waitFor();
    await accessible(t, ada, 'the start page');
    await openDoor(ada, url, 'axe');
    await ada.getByRole('button', { name: 'Join', exact: true }).click();
    await ada.getByText('Your microphone works.').waitFor();
    await accessible(t, ada, 'the door');
    await enter(ada, url, { name: 'Ada', room: 'axe' });
    await enter(jun, url, { name: 'Jun', room: 'axe' });
    await person(ada, 'Jun').getByLabel('Connection to Jun: good').waitFor();
    await write(jun, 'See https://example.org/');
    await ada.getByRole('log').getByRole('link').waitFor();
    await ada.getByRole('button', { name: 'Mute mic', exact: true }).click();
    await jun.getByRole('button', { name: 'Turn on camera' }).click();
    await ada.getByLabel('Jun’s camera').waitFor();
    await accessible(t, ada, 'the room');
    await openDiagnostics(ada);
    await ada.getByRole('img', { name: /^Chart of the last minute: round trip [\d.]+ ms/ }).waitFor();
    await ada.getByText('No STUN or TURN servers are configured.').waitFor();
    await accessible(t, ada, 'the diagnostics');
    await ada.keyboard.press('Escape');
    await ada.getByRole('button', { name: 'Leave' }).click();
    await ada.getByRole('heading', { name: 'You left axe' }).waitFor();
    await accessible(t, ada, 'the page after leaving');
  });
}

/** px from the toasts to what is below them, also if there are no toasts. */
const belowToasts = (page: Page, below: string): Promise<number> =>
  page.evaluate((below) => {
    const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
    return (box(below)?.top ?? 0) - (box('.toasts')?.bottom ?? 0);
  }, below);

/** The smallest distance between the words of two controls, in px. */
const wordGap = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    await document.fonts.ready;
    const boxes = [...document.querySelectorAll('.controls .control > span')]
      .filter((word) => word.checkVisibility())
      .map((word) => {
        const range = document.createRange();
        range.selectNodeContents(word);
        return range.getBoundingClientRect();
      });
    return Math.min(...boxes.slice(1).map(({ left }, index) => left - (boxes[index]?.right ?? 0)));
  });

t.test('on a phone nothing is wider than the window, and unread messages are counted', async (t) => {
  const { url } = await startServer(t);
  const jun = await newPage(t, browser);
  await enter(jun, url, { name: 'Jun', room: 'phone' });
  t.ok((await belowToasts(jun, '.controls')) > 0, 'toasts are above the controls of a wide room');
  for (const width of [390, 320]) {
    const ada = await newPage(t, browser, { viewport: { width, height: 700 }, hasTouch: true });
    await ada.goto(url);
    t.notOk(await scrollsSideways(ada), `the start page fits into ${width} px`);
    await enter(ada, url, { name: 'Ada', room: 'phone' });
    await person(ada, 'Jun').waitFor();
    t.notOk(await scrollsSideways(ada), `the room fits into ${width} px`);
    t.ok((await wordGap(ada)) >= 10, 'the words of the controls are apart');
    t.ok((await belowToasts(ada, '.controls')) > 0, 'toasts are above the controls');
    await write(jun, `unbreakable${'e'.repeat(200)}${width}`);
    await ada.getByRole('button', { name: 'Show chat, 1 new message' }).click();
    await read(ada, `unbreakable${'e'.repeat(200)}${width}`);
    t.notOk(await scrollsSideways(ada), `the chat fits into ${width} px`);
    t.ok((await belowToasts(ada, '.composer')) > 0, 'toasts are above the text box');
    await ada.getByRole('button', { name: 'Show people' }).click();
    await ada.getByRole('button', { name: 'Show chat', exact: true }).waitFor();
    await connected(ada).click();
    await ada.getByRole('dialog').waitFor();
    t.notOk(await scrollsSideways(ada), `the diagnostics fit into ${width} px`);
    await ada.close();
  }
});

t.test('the diagnostics show which STUN and TURN servers answer', async (t) => {
  const secret = 'north';
  const coturn = await startCoturn(t, { secret });
  const gone = await startCoturn(t, { secret });
  await gone.stop();
  const { url } = await startServer(t, {
    stunUrls: [coturn.stunUrl, gone.stunUrl],
    turnUrls: [coturn.turnUrl, coturn.turnTcpUrl],
    turnSecret: secret,
  });
  const page = await newPage(t, browser);
  await enter(page, url, { name: 'Ada', room: 'ice' });
  await openDiagnostics(page);
  const said = (address: string) => page.getByRole('listitem').filter({ hasText: address });
  for (const address of [coturn.stunUrl, coturn.turnUrl, coturn.turnTcpUrl]) {
    await said(address).getByText('OK').waitFor();
  }
  await said(gone.stunUrl).getByText('no response').waitFor();

  const forged = await startServer(t, { turnUrls: [coturn.turnUrl], turnSecret: 'south' });
  const other = await newPage(t, browser);
  await enter(other, forged.url, { name: 'Ada', room: 'ice' });
  await openDiagnostics(other);
  await other.getByText('credentials rejected').waitFor();
});
