import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';

const file = (path: string): string => fileURLToPath(new URL(`../../../client/${path}`, import.meta.url));
const browser = await launchChromium(t);
const [page = ''] = readFileSync(file('README.md'), 'utf8').match(/^<!doctype html>$.*?(?=^```$)/ms) ?? [];

/** Shows the page of the client's README under the server's address, and lists the files that it requests. */
async function openPages(t: Test, count: number) {
  const { url } = await startServer(t);
  const asked: string[] = [];
  const pages = [];
  for (let i = 0; i < count; i++) {
    const opened = await newPage(t, browser, { bypassCSP: true });
    await opened.route('**/lectern-client/*', (route) => {
      const name = new URL(route.request().url()).pathname.slice('/lectern-client/'.length);
      asked.push(name);
      const path = file(`dist/browser/${name}`);
      return existsSync(path)
        ? route.fulfill({ contentType: 'text/javascript', path })
        : route.fulfill({ status: 404 });
    });
    // Any page of the server, since only the origin matters.
    await opened.goto(`${url}/healthz?server=${encodeURIComponent(url)}`);
    await opened.setContent(page);
    pages.push(opened);
  }
  return { pages, asked };
}

t.test('the page of the README joins a room', async (t) => {
  const { pages, asked } = await openPages(t, 1);
  await pages[0]?.waitForFunction(() => document.body.textContent === 'People in the room: 1');
  t.ok(asked.includes('lectern-client.js'));
  t.notOk(asked.some((name) => name.startsWith('simple-peer')));
});

t.test('simple-peer is loaded for the first peer', async (t) => {
  const { pages, asked } = await openPages(t, 2);
  const connected = pages.map((page) =>
    page.evaluate(async () => {
      const name = 'lectern-client';
      const { Manager, roomUrl, Signaler } = (await import(name)) as typeof import('lectern-client');
      const manager = new Manager(new Signaler(roomUrl(location.origin, 'voices')));
      const done = new Promise<void>((resolve) => {
        manager.on('participant', ({ state }) => {
          if (state === 'connected') resolve();
        });
      });
      manager.start();
      await done;
    }),
  );
  await Promise.all(connected);
  t.ok(asked.some((name) => name.startsWith('simple-peer')));
});
