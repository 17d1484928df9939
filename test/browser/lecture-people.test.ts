import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { come, entered, type Hall, known, member, openHall, openTab, speaking } from './lecture-steps.js';
import { turnMicrophoneOn } from './page-steps.js';

const browser = await launchChromium(t);

/** Energy above which a voice was heard: silence gives 0, a beep of the fake device some hundredths. */
const HEARD = 0.005;

/** Adds up the energy of each playing voice since the last reset. */
function listen(): void {
  const context = new AudioContext();
  const voices = new Map<MediaStream, number>();
  Reflect.set(globalThis, 'voices', voices);
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    const stream = this.srcObject;
    if (stream instanceof MediaStream && stream.getAudioTracks().length > 0 && !voices.has(stream)) {
      voices.set(stream, 0);
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        voices.set(stream, (voices.get(stream) ?? 0) + (this.muted || this.paused ? 0 : energy));
      }, 40);
    }
    return play.call(this);
  };
}

/** A page whose microphone cannot be muted by the page's own code. */
function disobey(): void {
  Object.defineProperty(MediaStreamTrack.prototype, 'enabled', { get: () => true, set: () => {} });
}

const begin = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const voices = Reflect.get(globalThis, 'voices') as Map<MediaStream, number>;
    for (const stream of voices.keys()) voices.set(stream, 0);
  });

const loud = (page: Page): Promise<number> =>
  page.evaluate((bound) => {
    const voices = Reflect.get(globalThis, 'voices') as Map<MediaStream, number>;
    return [...voices.values()].filter((energy) => energy > bound).length;
  }, HEARD);

/** Waits until that many voices have been heard since the reset. */
async function hears(page: Page, count: number): Promise<void> {
  await begin(page);
  await page.waitForFunction(
    ([bound, count]) => {
      const voices = Reflect.get(globalThis, 'voices') as Map<MediaStream, number>;
      return [...voices.values()].filter((energy) => energy > bound).length === count;
    },
    [HEARD, count] as const,
  );
}

async function listener(
  t: Test,
  browser: Browser,
  hall: Hall,
  who: { name: string; token: string | undefined },
  disobeys = false,
): Promise<Page> {
  const page = await known(t, browser, who);
  await page.addInitScript(listen);
  if (disobeys) await page.addInitScript(disobey);
  await page.goto(hall.url);
  await entered(page);
  return page;
}

t.test(
  'if only the teacher can speak, everybody else is silent for all, unless allowed to speak',
  async (t) => {
    const hall = await openHall(t, 2);
    const [teaches, one, two] = hall.tokens;
    const ada = await listener(t, browser, hall, { name: 'Ada', token: teaches });
    const bo = await listener(t, browser, hall, { name: 'Bo', token: one }, true);
    const cy = await listener(t, browser, hall, { name: 'Cy', token: two });
    for (const page of [ada, bo, cy]) await turnMicrophoneOn(page);
    for (const page of [ada, bo, cy]) await openTab(page, 'People');
    await Promise.all([hears(ada, 2), hears(cy, 2), hears(bo, 2)]);
    t.pass('everybody hears everybody');

    await ada.getByText('Only me').click();
    await member(ada, 'Bo').getByText('can’t speak').first().waitFor();
    await cy.getByText('Only the teacher can speak. Raise your hand to ask.').waitFor();
    await bo.getByText('Only the teacher can speak now. Your mic was turned off.').first().waitFor();
    // Sound that was under way has arrived.
    await hears(cy, 1);
    await begin(ada);
    await hears(cy, 1);
    t.equal(await loud(ada), 0, 'not even a person whose page ignores the rule');
    await bo.getByRole('button', { name: 'Unmute mic' }).click();
    await bo.getByText('Only the teacher can speak right now. Raise your hand to ask.').first().waitFor();

    await bo.getByRole('button', { name: 'Raise hand' }).click();
    await ada.getByRole('button', { name: 'Allow to speak: Bo' }).first().click();
    await bo.getByText('You can speak now. Turn on your mic.').first().waitFor();
    await bo.getByText('The teacher has allowed you to speak.').waitFor();
    await bo.getByRole('button', { name: 'Raise hand' }).waitFor();
    await bo.getByRole('button', { name: 'Unmute mic' }).click();
    await Promise.all([hears(ada, 1), hears(cy, 2)]);
    t.pass('an allowed student is heard by all');

    await member(ada, 'Bo').getByLabel('Actions for Bo').click();
    await member(ada, 'Bo').getByRole('button', { name: 'Stop allowing to speak: Bo' }).click();
    await hears(cy, 1);
    await begin(ada);
    await hears(cy, 1);
    t.equal(await loud(ada), 0, 'and no longer after that is revoked');
    await speaking(ada).getByText('Everyone', { exact: true }).click();
    await cy.getByText('Everyone can speak.').waitFor();
    await hears(ada, 1);
  },
);

t.test("a person who uses the teacher's name is not heard in their place", async (t) => {
  const hall = await openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await listener(t, browser, hall, { name: 'Ada', token: teaches });
  const eve = await listener(t, browser, hall, { name: 'Ada', token: one }, true);
  const cy = await listener(t, browser, hall, { name: 'Cy', token: two });
  for (const page of [ada, eve]) await turnMicrophoneOn(page);
  await hears(cy, 2);
  await openTab(ada, 'People');
  await ada.getByText('Only me').click();
  // The rule reaches each page on its own.
  await ada.locator('.participant').getByText('can’t speak').first().waitFor();
  await cy.getByRole('tab', { name: 'People' }).click();
  await cy.getByText('Only the teacher can speak. Raise your hand to ask.').waitFor();
  await hears(cy, 1);
  await begin(ada);
  await hears(cy, 1);
  t.equal(await loud(ada), 0);
});

t.test('everybody sees raised hands in the order in which they were raised', async (t) => {
  const hall = await openHall(t, 3);
  const [teaches, one, two, three] = hall.tokens;
  const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
  const bo = await come(t, browser, hall, { name: 'Bo', token: one });
  const cy = await come(t, browser, hall, { name: 'Cy', token: two });
  const di = await come(t, browser, hall, { name: 'Di', token: three });
  const order = async (page: Page, names: string[]): Promise<void> => {
    await page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('.hands .name')].map((each) => each.textContent).join() === wanted,
      names.join(),
    );
  };
  await cy.getByRole('button', { name: 'Raise hand' }).click();
  await ada.getByRole('tab', { name: 'People 1 raised hand' }).click();
  await order(ada, ['Cy']);
  await openTab(di, 'People');
  await di.getByRole('heading', { level: 1 }).click();
  await di.keyboard.press('h');
  await order(ada, ['Cy', 'Di']);
  await bo.getByRole('button', { name: 'Raise hand' }).click();
  await Promise.all([order(ada, ['Cy', 'Di', 'Bo']), order(di, ['Cy', 'Di', 'Bo'])]);
  await member(ada, 'Bo').getByText('Hand raised, number 3').waitFor();
  await ada.getByRole('button', { name: 'Lower hand: Di' }).first().click();
  await order(ada, ['Cy', 'Bo']);
  await di.getByRole('button', { name: 'Raise hand' }).waitFor();
  await cy.getByRole('button', { name: 'Lower hand' }).click();
  await order(ada, ['Bo']);
  await ada.getByRole('button', { name: 'Lower all hands' }).click();
  await order(ada, []);
  await bo.getByRole('button', { name: 'Raise hand' }).waitFor();
});

t.test('the teacher sees the attendance and exports it as CSV', async (t) => {
  const hall = await openHall(t, 2);
  const [teaches, one, two] = hall.tokens;
  const ada = await come(t, browser, hall, { name: 'Ada', token: teaches });
  const eve = await come(t, browser, hall, { name: '=1+1', token: one });
  const bo = await come(t, browser, hall, { name: '보, 이', token: two });
  await eve.getByRole('button', { name: 'Leave' }).click();
  await openTab(bo, 'People');
  t.equal(await bo.getByRole('button', { name: 'Attendance' }).count(), 0);
  await openTab(ada, 'People');
  await member(ada, '=1+1').waitFor({ state: 'detached' });
  await ada.getByRole('button', { name: 'Attendance' }).click();
  const row = (name: string) => ada.getByRole('row', { name });
  await row('Ada').getByText('still here').waitFor();
  await row('=1+1').waitFor();
  t.equal(
    await row('=1+1').getByText('still here').count(),
    0,
    'a person who has left is not shown as present',
  );
  const [download] = await Promise.all([
    ada.waitForEvent('download'),
    ada.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  t.equal(download.suggestedFilename(), 'Attendance Prime numbers.csv');
  const csv = readFileSync(await download.path(), 'utf8');
  const lines = csv.split('\r\n');
  t.equal(lines[0], '\ufeff"Name","User ID","Joined","Left","Minutes","Total minutes"');
  const iso = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
  t.match(
    csv,
    new RegExp(`\r\n"Ada",[^,]+,"${iso}","","\\d+\\.\\d","\\d+\\.\\d"\r\n`),
    'a present person has no end',
  );
  t.match(
    csv,
    new RegExp(`\r\n"'=1\\+1",[^,]+,"${iso}","${iso}","\\d+\\.\\d","\\d+\\.\\d"\r\n`),
    'a name is not a formula',
  );
  t.match(csv, /\r\n"보, 이",/);
});
