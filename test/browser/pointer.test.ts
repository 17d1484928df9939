import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { come, openHall, openTab, pin } from './lecture-steps.js';
import { enter } from './page-steps.js';
import * as programme from './programme-steps.js';

const browser = await launchChromium(t);

/** Phones upright and turned, tablets, and a narrow window, in CSS pixels. */
const windows = [
  [320, 640],
  [390, 844],
  [700, 900],
  [850, 1100],
  [844, 390],
] as const;

/** Returns the controls that a press in their middle does not reach, each with what it reaches. */
const unreachable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const describe = (element: Element | null): string =>
      element === null
        ? 'nothing'
        : `${element.localName}.${element.className} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30)}`;
    const controls = 'button, a[href], input, textarea, select, summary, label.choice, [role=slider]';
    const faults: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      if (control.matches(':disabled') || control.closest('dialog:not([open])')) continue;
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // The label of a hidden radio button is pressed in its place.
      const drawn = control.getBoundingClientRect();
      const target =
        drawn.width <= 2 || drawn.height <= 2 || getComputedStyle(control).opacity === '0'
          ? control.closest('label')
          : control;
      if (!target) continue;
      target.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = target.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      if (hit && (target.contains(hit) || hit.closest('label')?.contains(target))) continue;
      faults.push(`${describe(control)} → ${describe(hit)}`);
    }
    scrollTo(0, 0);
    return faults;
  });

async function pressable(t: Test, page: Page, what: string): Promise<void> {
  for (const [width, height] of windows) {
    await page.setViewportSize({ width, height });
    t.strictSame(await unreachable(page), [], `${what} at ${width} × ${height}`);
  }
}

t.test('every control of a room can be pressed where it is drawn', async (t) => {
  const hall = await openHall(t, 0);
  const { url } = hall.server;
  const ada = await newPage(t, browser);
  await ada.goto(url);
  await pressable(t, ada, 'the start page');
  await ada.goto(`${url}/room/blue`);
  await ada.getByLabel('Your name').waitFor();
  await pressable(t, ada, 'the door of a room');
  await enter(ada, url, { name: 'Ada', room: 'blue' });
  await pressable(t, ada, 'the people of a room');
  await ada.setViewportSize({ width: 390, height: 844 });
  await ada.getByRole('button', { name: 'Show chat' }).click();
  await ada.getByLabel('Your message').click();
  await ada.keyboard.type('By hand');
  await ada.getByRole('button', { name: 'Send' }).click();
  await ada.getByRole('log').getByText('By hand').waitFor();
  await pressable(t, ada, 'the chat of a room');
});

t.test('every control of classes and lectures can be pressed where it is drawn', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await bo.getByRole('button', { name: 'Raise hand' }).click();
  await pin(ada, 'Why?');
  for (const tab of ['Chat', 'People', 'Questions'] as const) {
    await openTab(ada, tab);
    await pressable(t, ada, `a teacher’s lecture, ${tab}`);
    await openTab(bo, tab);
    await pressable(t, bo, `a student’s lecture, ${tab}`);
  }
  for (const page of [ada, bo]) {
    const boxes = await page.evaluate(() =>
      ['.stage', '.transport', '.lecture > .controls'].map((selector) =>
        document.querySelector(selector)?.getBoundingClientRect().toJSON(),
      ),
    );
    t.ok(
      boxes.every(({ top, bottom }) => top >= 0 && bottom <= 390),
      'the controls are on the screen of a turned phone',
    );
    t.ok(boxes[0].height > 390 / 2, `the video has ${boxes[0].height} of 390 px`);
  }
  await ada.getByRole('button', { name: 'Leave' }).click();
  await ada.getByRole('heading', { name: 'Algebra' }).waitFor();
  await pressable(t, ada, 'a class');
  await ada.goto(`${hall.server.url}/classes`);
  await ada.getByRole('link', { name: 'Algebra' }).waitFor();
  await pressable(t, ada, 'the classes');
});

t.test('every control of a programme can be pressed where it is drawn', async (t) => {
  const { server } = await openHall(t, 0);
  const ada = await programme.come(t, browser, `${server.url}/programmes`, 'Ada');
  await ada.getByRole('heading', { level: 1 }).waitFor();
  await pressable(t, ada, 'the programmes');
  await ada.goto(`${server.url}/programmes/final`);
  await ada.getByRole('button', { name: 'Create a room' }).waitFor();
  await pressable(t, ada, 'the chat rooms of a programme');
  await ada.setViewportSize({ width: 1280, height: 800 });
  await programme.makeRoom(ada, 'Goals', 10);
  await programme.spotlight(ada, 'Offside!');
  await programme.spotlighted(ada).waitFor();
  await pressable(t, ada, 'a chat room');
  await ada.setViewportSize({ width: 390, height: 844 });
  await ada
    .getByRole('button', { name: /people/i })
    .first()
    .click();
  await pressable(t, ada, 'the people of a chat room');
});
