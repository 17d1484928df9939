/**
 * Measures the opening of the page in Chromium, and prints it as a Markdown table: requests and bytes of a first and of
 * a repeat visit, and the time on a slow phone until typing is possible. Needs Chromium and a build. The second line
 * measures a running server, for example an older version.
 *     npm run figures:page
 *     node dist/bench/page-visits.js http://127.0.0.1:8080
 */
import { type Browser, chromium, type Page } from 'playwright-core';
import { type NetworkRequest, START_PAGE_COMPLETE, visitPage } from '../test/helpers/page-visit.js';
import { startShippedServer } from './shipped-server.js';

const ROUNDS = 9;

const NAME = '#name';

/** Calls back with a page in a new context, with an empty cache and storage. */
async function withNewPage<Result>(browser: Browser, use: (page: Page) => Promise<Result>): Promise<Result> {
  const context = await browser.newContext({ locale: 'en-US' });
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

const sum = (requests: NetworkRequest[]): string => {
  const bytes = requests.reduce((sum, each) => sum + each.bytes, 0);
  return `${requests.length} requests, ${(bytes / 1000).toFixed(1)} KB`;
};

/** @param field selects the field into which the user types */
async function typingTimes(browser: Browser, address: string, field: string): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { typing } = await withNewPage(browser, (page) =>
      visitPage(page, address, 'h1', { field, slow: true }),
    );
    if (typing !== undefined) times.push(Math.round(typing));
  }
  times.sort((a, b) => a - b);
  return `${times[ROUNDS >> 1]} ms (${times[0]}–${times.at(-1)})`;
}

const [given] = process.argv.slice(2);
const server = given === undefined ? await startShippedServer() : undefined;
const url = (given ?? server?.url ?? '').replace(/\/$/, '');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});

const pages: Record<string, { path: string; shown: string; field?: string }> = {
  'the start page': { path: '/', shown: START_PAGE_COMPLETE, field: '#new-room' },
  'a room’s link': { path: '/room/blue', shown: NAME, field: NAME },
  'the classes': { path: '/classes', shown: NAME },
  'a lecture’s link': { path: '/classes/2f1c0b9e-5a3d-4c8e-9d6f-0a1b2c3d4e5f/lectures/1', shown: NAME },
  'the programmes': { path: '/programmes', shown: '#programme' },
  'the administration page': { path: '/admin', shown: '#key' },
};

console.log('| page | first visit | repeat visit | typing works on a slow phone |');
console.log('| --- | --- | --- | --- |');
for (const [what, { path, shown, field }] of Object.entries(pages)) {
  const [first, repeat] = await withNewPage(browser, async (page) => [
    await visitPage(page, url + path, shown),
    await visitPage(await page.context().newPage(), url + path, shown),
  ]);
  const typing = field === undefined ? '–' : await typingTimes(browser, url + path, field);
  console.log(`| ${what} | ${sum(first.requests)} | ${sum(repeat.requests)} | ${typing} |`);
  if (path === '/')
    for (const { url, bytes, status } of [...first.requests, ...repeat.requests])
      console.error(status, bytes, url);
}

await browser.close();
server?.stop();
