import { Lecture, Signaler } from 'lectern-client';
import type { Locator, Page } from 'playwright-core';
import type { Test } from 'tap';

/** Actions of people on the class pages, by the visible texts. */

/** Opens a class page for the first time, and enters a name. */
export async function come(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Creates a class in the lobby. Resolves to its link once its page is shown. */
export async function createClass(page: Page, title: string, subtitle = ''): Promise<string> {
  await page.getByRole('button', { name: 'Create a class' }).click();
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByLabel('Subtitle').fill(subtitle);
  await page.getByRole('button', { name: 'Create class' }).click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  return page.url();
}

/** Opens a class's link for the first time, and enrolls. */
export async function enroll(page: Page, link: string, name: string): Promise<void> {
  await come(page, link, name);
  await page.getByRole('button', { name: `Enroll as ${name}` }).click();
  await page.getByRole('heading', { name: 'People' }).waitFor();
}

/** Opens a menu and chooses an entry. */
export async function choose(menu: Locator, page: Page, entry: string): Promise<void> {
  await menu.click();
  await page.getByRole('button', { name: entry, exact: true }).click();
}

interface Plan {
  name: string;
  day?: string;
  /** Empty for the whole day. */
  time?: string;
  playlist?: string;
}

export async function createLecture(page: Page, { name, day, time, playlist }: Plan): Promise<void> {
  await page.getByRole('button', { name: 'Create a lecture' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create a lecture' });
  await dialog.getByLabel('Name').fill(name);
  if (day !== undefined) await dialog.getByLabel('Date').fill(day);
  if (time !== undefined) await dialog.getByLabel('Time').fill(time);
  if (playlist === undefined) await dialog.getByRole('button', { name: 'Add the sample video' }).click();
  else await dialog.getByLabel('Videos', { exact: true }).fill(playlist);
  await dialog.getByRole('button', { name: 'Create lecture' }).click();
  await dialog.waitFor({ state: 'detached' });
  await lecture(page, name).waitFor();
}

/** The card of the lecture with this name. */
export const lecture = (page: Page, name: string): Locator =>
  page.locator('.lecture-card').filter({ has: page.getByRole('link', { name }) });

/** The row of the member with this name. */
export const member = (page: Page, name: string): Locator => page.locator('.member', { hasText: name });

/** Tells whether the member is shown as present. */
export const present = (page: Page, name: string, here: boolean): Promise<void> =>
  member(page, name)
    .getByText(here ? 'online' : 'offline', { exact: true })
    .waitFor();

/** The lecture in another window of a page's user, which can make it live without its page. */
export async function hold(t: Test, page: Page, name: string): Promise<Lecture> {
  const address = await lecture(page, name).getByRole('link').getAttribute('href');
  const [, classUuid = '', lectureId] = /^\/classes\/(.+)\/lectures\/(\d+)$/.exec(address ?? '') ?? [];
  const token = await page.evaluate(() => localStorage.getItem('lectern.identity') ?? undefined);
  const url = new URL('/ws', page.url().replace(/^http/, 'ws'));
  const signaler = new Signaler(url, { identity: { load: () => token, save: () => {} } });
  t.teardown(() => signaler.close());
  await new Promise<void>((resolve) => {
    signaler.on('state', ({ name }) => name === 'open' && resolve());
    signaler.connect();
  });
  const held = new Lecture(signaler, { classUuid, lectureId: Number(lectureId) });
  await held.join();
  return held;
}
