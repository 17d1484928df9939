import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { enter, hears, openPage } from './visitors.js';

/** The visitors' page as a bundler splits it, by file name. */
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('./voices-page.js', import.meta.url))],
  bundle: true,
  splitting: true,
  format: 'esm',
  outdir: 'split',
  write: false,
});
const scripts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));

/** Serves the scripts. @param requests their names, in the order in which the page requests them */
async function serveScripts(page: Page, requests: string[], fails: (name: string) => boolean): Promise<void> {
  await page.route('**/split/*', (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    requests.push(name);
    if (fails(name)) return route.abort();
    return route.fulfill({ contentType: 'text/javascript', body: scripts.get(name) ?? '' });
  });
}

t.test('simple-peer is loaded for the first peer, and again if that failed', async (t) => {
  const { url } = await startServer(t);
  const browser = await launchChromium(t);
  const page = await newPage(t, browser, { expected: /net::ERR_FAILED/ });
  const requests: string[] = [];
  let offline = true;
  const isTransport = (name: string) => name.startsWith('simple-peer-transport');
  await serveScripts(page, requests, (name) => offline && isTransport(name));
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.goto(`${url}/healthz`);
  await page.evaluate((path) => import(path), '/split/voices-page.js');
  await enter(page, { room: 'blue', username: 'Ada' });
  await page.evaluate(() => visitor.manager?.signaler.request('ping'));
  t.notOk(requests.some(isTransport), 'alone in the room, Ada does not need it');

  const other = await openPage(t, browser, url);
  await enter(other, { room: 'blue', username: 'Bo' });
  await page.waitForFunction(() => visitor.of('Bo')?.trouble === 'not-loaded');
  offline = false;
  await Promise.all([hears(page, 'Bo'), hears(other, 'Ada')]);
  t.equal(await page.evaluate(() => visitor.of('Bo')?.trouble), undefined);
});
