import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { newPage } from '../helpers/chromium.js';
import type { EnterOptions } from './voices-page.js';

/** Energy above which a participant was heard: silence gives 0, a beep of the fake device some hundredths. */
const HEARD = 0.005;

const bundle = await build({
  entryPoints: [fileURLToPath(new URL('./voices-page.js', import.meta.url))],
  bundle: true,
  write: false,
  format: 'iife',
});
const script = bundle.outputFiles[0]?.text ?? '';

/** A page on the server's origin, under its Content-Security-Policy, with a Visitor. */
export async function openPage(t: Test, browser: Browser, url: string, expected?: RegExp): Promise<Page> {
  const page = await newPage(t, browser, { expected });
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(`${url}/healthz`);
  await page.evaluate(script);
  return page;
}

export function enter(page: Page, options: EnterOptions): Promise<void> {
  return page.evaluate((options) => visitor.enter(options), options);
}

/**
 * Two pages that have connected and are not in the room yet: the first will make the offers. They join in the opposite
 * order, as an offer to a client that has not joined is lost.
 */
export async function openPair(
  t: Test,
  browser: Browser,
  url: string,
  room: string,
  expected?: RegExp,
): Promise<[offers: Page, answers: Page]> {
  const one = await openPage(t, browser, url, expected);
  const other = await openPage(t, browser, url, expected);
  const [id, otherId] = [await connect(one, room), await connect(other, room)];
  return id < otherId ? [one, other] : [other, one];
}

function connect(page: Page, room: string): Promise<string> {
  return page.evaluate((room) => visitor.connect(room), room);
}

export async function hears(page: Page, username: string): Promise<void> {
  await page.waitForFunction(([name, bound]) => visitor.energy(name) > bound, [username, HEARD] as const);
}

export async function sees(
  page: Page,
  username: string,
  what: Partial<Record<'muted' | 'listening' | 'audio' | 'camera' | 'screen', boolean>> & { state?: string },
): Promise<void> {
  await page.waitForFunction(
    ([name, wanted]) => {
      const seen = visitor.of(name);
      return seen && Object.entries(wanted).every(([key, value]) => seen[key as keyof typeof seen] === value);
    },
    [username, what] as const,
  );
}
