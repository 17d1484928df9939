import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import type { Test } from 'tap';

/** Actions of people on the page, by the visible texts. */

interface Entrance {
  name: string;
  room: string;
}

/** Opens the start page, and from there the door of a new room. */
export async function openDoor(page: Page, url: string, room: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Room name (optional)').fill(room);
  await page.getByRole('button', { name: 'Start meeting' }).click();
  await page.getByLabel('Your name').waitFor();
}

/** Opens the start page and joins by typing. */
export async function enter(page: Page, url: string, { name, room }: Entrance): Promise<void> {
  await openDoor(page, url, room);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('heading', { name: room }).waitFor();
  await connected(page).waitFor();
}

/** Waits until the tab has this title, which the page sets one frame after it has shown its heading. */
export async function titled(page: Page, title: string): Promise<void> {
  await page.waitForFunction((title) => document.title === title, title);
}

/** Waits until the element with this text has the focus, which the page sets one frame after it has shown it. */
export async function focused(page: Page, text: string): Promise<void> {
  await page.waitForFunction((text) => document.activeElement?.textContent === text, text);
}

/** The button of a page that has lost its connection. */
export const tryNow = (page: Page): Locator => page.getByRole('button', { name: 'Try now' });

/** Presses `tryNow` until the connection is open. The page's own attempt can come first. */
export async function reconnect(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const buttons = [...document.querySelectorAll('button')];
      const button = buttons.find(({ textContent }) => textContent === 'Try now');
      button?.click();
      return !button;
    },
    undefined,
    { polling: 100 },
  );
}

/** The button that shows the open connection. */
export const connected = (page: Page): Locator => page.getByRole('button', { name: /^Connected/ });

/** Opens a room's diagnostics from the menu among its controls. */
export async function openDiagnostics(page: Page): Promise<void> {
  await page.locator('summary').filter({ hasText: 'More' }).click();
  await page.getByRole('button', { name: 'Diagnostics', exact: true }).click();
}

/** The card of the person with this name. */
export const person = (page: Page, name: string): Locator => page.locator('.person', { hasText: name });

/** Waits until the page shows that this person's voice arrives. */
export async function heard(page: Page, name: string): Promise<void> {
  // Located again each time: a person who reconnects gets another card.
  await page.waitForFunction((name) => {
    const cards = [...document.querySelectorAll<HTMLElement>('.person')];
    const card = cards.find((each) => each.querySelector('.name')?.textContent === name);
    return Number(card?.style.getPropertyValue('--ring')) > 0.2;
  }, name);
}

/** Passes the door that is shown before the user is heard for the first time. */
export async function passDoor(page: Page): Promise<void> {
  const door = page.getByRole('dialog', { name: /^Before others hear/ });
  await door.getByRole('button', { name: 'Continue' }).click();
  await door.waitFor({ state: 'detached' });
}

/** Turns the microphone on for the first time in a lecture or chat room. */
export async function turnMicrophoneOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Turn on mic' }).click();
  await passDoor(page);
}

export async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.getByLabel('Your message').press('Enter');
}

/** Waits until this text is in the chat. */
export const read = (page: Page, text: string): Promise<void> =>
  page.getByRole('log').getByText(text, { exact: true }).waitFor();

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Lets axe-core check the current page, once its colors no longer change. */
export async function accessible(t: Test, page: Page, what: string): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ effect }) => effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
  );
  // axe-core is half a megabyte, so each document gets it only once.
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  t.strictSame(faults, [], `${what} is accessible`);
}

/** Tells whether the page can be scrolled sideways. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
