import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { libreTranslateKey, startLibreTranslate } from '../helpers/libretranslate.js';
import { come, openHall, openTab, recorded } from './lecture-steps.js';
import { passDoor } from './page-steps.js';

const browser = await launchChromium(t);

const box = (page: Page) => page.getByLabel('Your message to everyone');
const log = (page: Page) => page.getByRole('log', { name: 'Lecture chat' });

/** Waits until the chat shows its end, to which the page scrolls one frame after it has shown the messages. */
const isAtEnd = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const box = document.querySelector('[role=log]');
    return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 5;
  });

async function write(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
  await log(page).getByText(text).first().waitFor();
}

t.test('messages are shown in Korean, English or both, and failed translations are marked', async (t) => {
  const api = await startLibreTranslate(t);
  const hall = await openHall(t, 1, {
    translation: 'libretranslate',
    translationUrl: api.url,
    translationKey: libreTranslateKey,
  });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const jun = await come(t, browser, hall, { name: '준', token: hall.tokens[1] }, { locale: 'ko-KR' });
  await ada.getByText('Translated by LibreTranslate').waitFor();
  await jun.getByText('번역: LibreTranslate').waitFor();
  await jun.getByLabel('모두에게 보낼 메시지').fill('안녕하세요');
  await jun.getByLabel('모두에게 보낼 메시지').press('Enter');
  await log(ada).getByText('ko>en 안녕하세요').waitFor();
  await jun.getByRole('log', { name: '강의 채팅' }).getByText('안녕하세요', { exact: true }).waitFor();
  await write(ada, 'Good morning');
  await jun.getByRole('log', { name: '강의 채팅' }).getByText('en>ko Good morning').waitFor();

  await ada.getByText('한국어', { exact: true }).last().click();
  await log(ada).getByText('안녕하세요', { exact: true }).waitFor();
  await log(ada).getByText('en>ko Good morning').waitFor();
  await ada.getByText('Both', { exact: true }).click();
  await log(ada).getByText('ko>en 안녕하세요').waitFor();
  await log(ada).getByText('안녕하세요', { exact: true }).waitFor();
  await ada.reload();
  await log(ada).getByText('ko>en 안녕하세요').waitFor();
  t.ok(await ada.getByRole('radio', { name: 'Both' }).isChecked(), 'the choice is kept');

  api.behave('/translate', () => ({ status: 500, body: { error: 'broken' } }));
  await ada.getByText('English', { exact: true }).click();
  await jun.getByLabel('모두에게 보낼 메시지').fill('고장');
  await jun.getByLabel('모두에게 보낼 메시지').press('Enter');
  await log(ada).getByText('고장').waitFor();
  await log(ada).getByText('not translated').waitFor();
});

t.test('a user who has used up the daily amount of storage is told to come back in hours', async (t) => {
  const hall = await openHall(t, 1, { guestStorageRate: 65_536 });
  const bea = await come(t, browser, hall, { name: 'Bea', token: hall.tokens[1] });
  // Each message counts 48 KiB: three bytes per character, for the text in two languages and for the stored reply.
  const long = '가'.repeat(4000);
  await box(bea).fill(`first ${long}`);
  await box(bea).press('Enter');
  await log(bea).getByText('first').waitFor();
  await box(bea).fill(`second ${long}`);
  await box(bea).press('Enter');
  await bea.getByText('a limit that resets within a day. Try again in a few hours.').waitFor();
  t.match(await box(bea).inputValue(), /^second /, 'the text is kept');
});

t.test('older messages are inserted above without moving the visible ones', async (t) => {
  const hall = await openHall(t, 1, { chatBurst: 200 });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  for (let number = 1; number <= 70; number++) {
    await box(ada).fill(`message ${number}`);
    await box(ada).press('Enter');
  }
  await log(ada).getByText('message 70', { exact: true }).waitFor();
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await log(bo).getByText('message 70', { exact: true }).waitFor();
  t.equal(await log(bo).getByText('message 20', { exact: true }).count(), 0);
  await isAtEnd(bo);
  await log(bo).evaluate((box) => box.scrollTo(0, 0));
  const first = log(bo).getByText('message 21', { exact: true });
  const before = (await first.boundingBox())?.y ?? 0;
  await bo.getByRole('button', { name: 'Show older messages' }).click();
  await log(bo).getByText('message 1', { exact: true }).waitFor({ state: 'attached' });
  const after = (await first.boundingBox())?.y ?? 0;
  t.ok(Math.abs(after - before) < 60, `it was at ${before} and is at ${after}`);
  t.equal(
    await bo.getByRole('button', { name: 'Show older messages' }).count(),
    0,
    'there are no older messages',
  );
  await bo.getByLabel('React to the lecture').press('Enter');
  // It is shown for a moment.
  const applause = ada.locator('.reaction', { hasText: '👏' }).waitFor({ state: 'attached' });
  await bo.getByRole('button', { name: 'Applause' }).press('Enter');
  await applause;
  await bo.keyboard.press('Escape');
  await bo.getByRole('button', { name: 'Applause' }).waitFor({ state: 'hidden' });
  await write(ada, 'news');
  await bo.getByRole('button', { name: 'New messages below' }).click();
  await isAtEnd(bo);
});

t.test('new messages are counted while another tab is open, and markup is shown as text', async (t) => {
  const name = '<img src=x onerror=alert(1)>';
  const hall = await openHall(t, 1, { lectureName: '<b>Sets</b>' });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const eve = await come(t, browser, hall, { name, token: hall.tokens[1] });
  for (const page of [ada, eve]) page.on('dialog', (dialog) => t.fail(`a script ran: ${dialog.message()}`));
  await ada.getByRole('heading', { name: '<b>Sets</b>' }).waitFor();
  await openTab(ada, 'People');
  await ada.getByText(name).waitFor();
  await write(eve, '<script>alert(1)</script> https://example.org/?a=<b>');
  await ada.getByRole('tab', { name: 'Chat 1 new message' }).click();
  await log(ada).getByText('<script>alert(1)</script>').waitFor();
  t.equal(await log(ada).getByRole('link').getAttribute('href'), 'https://example.org/?a=');
  await ada.getByRole('tab', { name: 'Chat', exact: true }).waitFor();
  t.equal(await ada.locator('#page :is(img, b, script)').count(), 0, 'no element was created from it');
});

t.test('a voice message is heard immediately and can be played again', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await bo.evaluate(noteSounds);
  const talk = ada.getByRole('button', { name: 'Record a voice message' });

  await talk.click();
  await passDoor(ada);
  await talk.hover();
  await ada.mouse.down();
  await ada.getByText(/Recording \d:\d\d/).waitFor();
  await recorded(ada);
  // Looks at each frame, since a short message is soon over.
  const playing = bo.waitForFunction(() =>
    document.querySelector('[aria-label^="Stop: Voice message from Ada"]'),
  );
  await ada.mouse.up();
  await log(ada).getByLabel('Play: Your voice message', { exact: false }).waitFor();
  await playing;
  await bo.waitForFunction(() => Reflect.get(globalThis, 'heardEnergy') > 0.001);
  await bo.getByLabel(/^Play: Voice message from Ada, 0:\d\d/).waitFor();
  t.pass('by mouse');

  await bo.evaluate(() => Reflect.set(globalThis, 'heardEnergy', 0));
  await bo.getByLabel('Play: Voice message from Ada').click();
  await bo.waitForFunction(() => Reflect.get(globalThis, 'heardEnergy') > 0.001);
  t.pass('and again');

  await bo.reload();
  const kept = bo.getByLabel(/^Play: Voice message from Ada, 0:(?!00)\d\d/);
  await kept.waitFor();
  await bo.evaluate(noteSounds);
  await kept.click();
  await bo.waitForFunction(() => Reflect.get(globalThis, 'heardEnergy') > 0.001);
  t.pass('and after a reload');

  await ada.getByRole('heading', { level: 1 }).click();
  await ada.keyboard.down('t');
  await recorded(ada);
  await ada.keyboard.up('t');
  await bo
    .getByLabel(/: Voice message from Ada/)
    .nth(1)
    .waitFor();
  await talk.focus();
  await ada.keyboard.down(' ');
  await recorded(ada);
  await ada.keyboard.press('Escape');
  await ada.keyboard.up(' ');
  await ada.getByText(/Recording \d:\d\d/).waitFor({ state: 'detached' });
  await ada.keyboard.press('Enter');
  await recorded(ada);
  await ada.keyboard.press('Enter');
  await bo
    .getByLabel(/: Voice message from Ada/)
    .nth(2)
    .waitFor();
  t.equal(
    await bo.getByLabel(/: Voice message from Ada/).count(),
    3,
    'by keyboard, and a discarded one is not heard',
  );

  await ada.mouse.move(0, 0);
  await talk.click();
  await ada.getByText('Too short. Keep holding while you speak.').first().waitFor();
});

t.test('a voice message of more than a minute is ended, and the speaker is informed', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await ada.evaluate(() => {
    const now = performance.now.bind(performance);
    let ahead = 0;
    performance.now = () => now() + ahead;
    Reflect.set(globalThis, 'goOn', (ms: number) => {
      ahead += ms;
    });
  });
  await ada.getByRole('button', { name: 'Record a voice message' }).click();
  await passDoor(ada);
  await ada.getByRole('button', { name: 'Record a voice message' }).hover();
  await ada.mouse.down();
  await recorded(ada);
  await ada.evaluate(() => Reflect.get(globalThis, 'goOn')(60_000));
  await ada
    .getByText(/reached 60 s and was sent/)
    .first()
    .waitFor();
  await bo.getByLabel(/: Voice message from Ada/).waitFor();
  const own = log(ada).getByLabel(/(Play|Stop): Your voice message/);
  await own.waitFor();
  await ada.mouse.up();
  t.equal(await own.count(), 1, 'releasing afterwards sends nothing');
});

t.test('a voice message can be recorded by touch', async (t) => {
  const hall = await openHall(t, 1);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] }, phone);
  const talk = bo.getByRole('button', { name: 'Record a voice message' });
  await talk.tap();
  await passDoor(bo);
  const at = await talk.boundingBox();
  if (!at) throw new Error('the button is missing');
  const finger = await bo.context().newCDPSession(bo);
  const touchPoints = [{ x: at.x + at.width / 2, y: at.y + at.height / 2 }];
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await recorded(bo);
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await ada.getByLabel('Play: Voice message from Bo').waitFor();
});

/** Adds up the energy of all playback from a file or a recording. */
function noteSounds(): void {
  const context = new AudioContext();
  Reflect.set(globalThis, 'heardEnergy', 0);
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    if (this.src.startsWith('blob:')) {
      const analyser = context.createAnalyser();
      context.createMediaElementSource(this).connect(analyser).connect(context.destination);
      const samples = new Float32Array(analyser.fftSize);
      setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        Reflect.set(globalThis, 'heardEnergy', Number(Reflect.get(globalThis, 'heardEnergy')) + energy);
      }, 40);
    }
    return play.call(this);
  };
}
