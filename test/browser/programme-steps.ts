import type { Browser, Locator, Page } from 'playwright-core';
import type { Test } from 'tap';
import { newPage, type PageOptions } from '../helpers/chromium.js';
import { known } from './lecture-steps.js';

/** Actions of people on a programme's pages, by the visible texts. */

/** Opens an address as a user that the browser already knows. */
export async function come(
  t: Test,
  browser: Browser,
  address: string,
  name: string,
  options?: PageOptions,
): Promise<Page> {
  const page =
    name === ''
      ? await newPage(t, browser, options)
      : await known(t, browser, { name, token: undefined }, options);
  await page.goto(address);
  return page;
}

/** Creates a chat room and joins it. */
export async function makeRoom(page: Page, title: string, places: number): Promise<void> {
  await page.getByRole('button', { name: 'Create a room' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create a room' });
  await dialog.getByLabel('Room name').fill(title);
  await dialog.getByLabel('Maximum number of people').fill(String(places));
  await dialog.getByRole('button', { name: 'Create room' }).click();
  await isIn(page, title);
}

/** The card of a chat room in the list. */
export const card = (page: Page, title: string): Locator => page.locator('.room-card', { hasText: title });

export async function join(page: Page, title: string): Promise<void> {
  await card(page, title).getByRole('link').click();
  await isIn(page, title);
}

export async function isIn(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  await box(page).waitFor();
}

export const box = (page: Page): Locator => page.getByLabel('Your message to the room');

export const log = (page: Page): Locator => page.getByRole('log', { name: 'Room messages' });

export async function write(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

export async function spotlight(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  // Also matches while the button explains why it is disabled.
  await page.getByRole('button', { name: 'Spotlight' }).click({ force: true });
}

/** The spotlighted message. */
export const spotlighted = (page: Page): Locator => page.locator('.spotlight');

export const vote = (page: Page, direction: 'up' | 'down'): Promise<void> =>
  page.getByRole('button', { name: `Vote ${direction}` }).click();

/** Waits until the spotlighted message has that many points. */
export const points = (page: Page, count: number): Promise<void> =>
  spotlighted(page).getByText(String(count), { exact: true }).waitFor();

/** A person's row in the list of people in the room. */
export const participant = (page: Page, name: string): Locator =>
  page.locator('.participant', { hasText: name });

/** Waits until the page shows that this person's voice arrives. */
export async function heard(page: Page, name: string): Promise<void> {
  await page.waitForFunction((name) => {
    const rows = [...document.querySelectorAll<HTMLElement>('.participant')];
    const row = rows.find((each) => each.querySelector('.name')?.textContent === name);
    return Number(row?.style.getPropertyValue('--ring')) > 0.2;
  }, name);
}
