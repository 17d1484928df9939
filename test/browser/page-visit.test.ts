import type { Page, Route } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { START_PAGE_COMPLETE, visitPage } from '../helpers/page-visit.js';
import { startServer } from '../helpers/server.js';
import { connected, enter, openDoor } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

const isFile = ({ url }: { url: string }): boolean => !new URL(url).pathname.startsWith('/api/');

t.test('a first visit is small, and a repeat visit only requests the HTML file', async (t) => {
  const page = await newPage(t, browser);
  const first = await visitPage(page, url, START_PAGE_COMPLETE);
  t.ok(first.requests.length <= 8, `${first.requests.length} requests`);
  const bytes = first.requests.reduce((sum, request) => sum + request.bytes, 0);
  t.ok(bytes > 0 && bytes <= 60_000, `${bytes} bytes`);
  t.ok(first.requests.every(({ status }) => status === 200));

  const again = await page.context().newPage();
  const repeat = await visitPage(again, url, START_PAGE_COMPLETE);
  t.same(
    repeat.requests.filter(isFile).map(({ url }) => url),
    [`${url}/`],
  );
  t.ok(repeat.cached >= 4, 'the others are served from the cache');
  await again.getByLabel('Link or room name').fill('blue');
});

t.test('a page loads its own language, and the other one when it is chosen', async (t) => {
  const page = await newPage(t, browser, { locale: 'ko-KR' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(url);
  await page.getByRole('button', { name: 'English' }).waitFor();
  t.equal(await page.locator('html').getAttribute('lang'), 'ko');
  const texts = (): string[] => asked.flatMap((path) => /^\/assets\/(en|ko)-/.exec(path)?.[1] ?? []);
  t.same(new Set(texts()), new Set(['ko']));
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Start meeting' }).waitFor();
  t.same(new Set(texts()), new Set(['ko', 'en']));
  t.equal(await page.locator('html').getAttribute('lang'), 'en');
});

/** Delays the matching requests for the page's scripts until the returned function is called. */
async function holdScripts(page: Page, pattern: RegExp): Promise<() => Promise<void>> {
  let held: Route[] | undefined = [];
  await page.route(pattern, (route) => (held ? void held.push(route) : route.continue()));
  return async () => {
    const routes = held ?? [];
    held = undefined;
    await Promise.all(routes.map((route) => route.continue()));
  };
}

t.test('while the code loads, the header is shown in the chosen theme and language', async (t) => {
  const page = await newPage(t, browser, { colorScheme: 'light' });
  await page.addInitScript(() => {
    localStorage.setItem('lectern.theme', 'dark');
    localStorage.setItem('lectern.language', 'ko');
  });
  const release = await holdScripts(page, /\/assets\/page-/);
  await page.goto(`${url}/classes`, { waitUntil: 'commit' });
  await page.getByText('Lectern', { exact: true }).waitFor();
  await page.locator('main[aria-busy=true] .skeleton').waitFor();
  t.same(
    await page.evaluate(() => {
      const { lang, dataset } = document.documentElement;
      return { lang, theme: dataset.theme, scheme: getComputedStyle(document.documentElement).colorScheme };
    }),
    { lang: 'ko', theme: 'dark', scheme: 'dark' },
  );
  await release();
  await page.getByRole('heading', { level: 1 }).waitFor();
  t.equal(await page.locator('.skeleton').count(), 0);
});

t.test('a route that is loading shows that, with links to the others', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(url);
  const release = await holdScripts(page, /\/assets\/programmes-/);
  await page.getByRole('link', { name: 'Programmes' }).click();
  await page.locator('main[aria-busy=true]').waitFor();
  t.equal(await page.getByRole('link', { name: 'Programmes' }).getAttribute('aria-current'), 'page');
  await release();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Start meeting' }).waitFor();
});

/** Makes the matching requests fail until the returned function is called. */
async function failing(page: Page, pattern: RegExp): Promise<() => Promise<void>> {
  await page.route(pattern, (route) => route.abort());
  return () => page.unroute(pattern);
}

const failedToLoad = {
  expected: /Failed to load resource|dynamically imported|could not be loaded|preload/i,
};

t.test('code that cannot be loaded is reported, and loads at the next attempt', async (t) => {
  const page = await newPage(t, browser, failedToLoad);
  const restore = await failing(page, /\/assets\/programmes-/);
  await page.goto(url);
  await page.getByRole('link', { name: 'Programmes' }).click();
  await page.getByRole('heading', { name: 'Couldn’t load this page' }).waitFor();
  await restore();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Couldn’t load this page' }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  t.equal(page.url(), `${url}/programmes`);
});

for (const part of ['page', 'en']) {
  t.test(`a page without its ${part} file reports that it cannot be shown`, async (t) => {
    const page = await newPage(t, browser, failedToLoad);
    await failing(page, new RegExp(`/assets/${part}-`));
    await page.goto(url);
    await page.getByRole('heading', { name: 'Couldn’t load this page' }).waitFor();
    t.equal(await page.locator('[aria-busy=true]').count(), 0);
  });
}

t.test('a room whose code cannot be loaded keeps the text typed before joining', async (t: Test) => {
  const page = await newPage(t, browser, failedToLoad);
  const restore = await failing(page, /\/assets\/room-[^/]*\.js/);
  await openDoor(page, url, 'blue');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: /without a mic/ }).click();
  await page.getByRole('alert').filter({ hasText: 'not connected' }).waitFor();
  t.equal(await page.getByLabel('Your name').inputValue(), 'Ada');
  await restore();
  await enter(page, url, { name: 'Ada', room: 'blue' });
  await connected(page).waitFor();
});
