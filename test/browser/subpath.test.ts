import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startNginx } from '../helpers/nginx.js';
import { startServer } from '../helpers/server.js';
import { createClass, createLecture } from './classes-steps.js';
import { entered } from './lecture-steps.js';
import { connected, enter, heard, person, read, write } from './page-steps.js';
import { isIn, join, makeRoom } from './programme-steps.js';

const browser = await launchChromium(t);

/** How nginx serves Lectern under a path, and what the server is told of it: the two ways in docs/security.md. */
const ways = {
  'a proxy that strips the path': { proxyPass: 'proxy_pass http://lectern/;', options: {} },
  'a proxy that keeps the path': {
    proxyPass: 'proxy_pass http://lectern;',
    options: { basePath: '/lectern' },
  },
};

for (const [way, { proxyPass, options }] of Object.entries(ways)) {
  t.test(way, async (t) => {
    const { url } = await startServer(t, { trustProxy: true, ...options });
    const nginx = await startNginx(t, url, {
      'location / {': 'location /lectern/ {',
      'proxy_pass http://lectern;': proxyPass,
    });
    const base = `${nginx.url}/lectern/`;

    /** A page that asks for nothing outside of the path. */
    const open = async (t: Test, locale = 'en-US'): Promise<Page> => {
      const page = await newPage(t, browser, { ignoreHTTPSErrors: true, locale });
      const check = (address: string): void => {
        const { protocol, pathname } = new URL(address);
        if (/^(https|wss):$/.test(protocol) && !pathname.startsWith('/lectern/'))
          t.fail(`asked for ${address}`);
      };
      page.on('request', (request) => check(request.url()));
      page.on('websocket', (socket) => check(socket.url()));
      return page;
    };

    t.test('a room, entered by typing and by its link', async (t) => {
      const ada = await open(t);
      const jun = await open(t);
      await enter(ada, base, { name: 'Ada', room: 'blue' });
      t.equal(ada.url(), `${base}room/blue`);
      await jun.goto(`${base}room/blue`);
      await jun.getByLabel('Your name').fill('Jun');
      await jun.getByRole('button', { name: 'Join', exact: true }).click();
      await connected(jun).waitFor();
      await heard(ada, 'Jun');
      await write(jun, 'Hello');
      await read(ada, 'Hello');
      await ada.reload();
      await connected(ada).waitFor();
      await person(jun, 'Ada').waitFor();
      await ada.goBack();
      await ada.getByRole('button', { name: 'Start meeting' }).waitFor();
      t.equal(ada.url(), base);
    });

    t.test('a class with a lecture, by the page’s links, by the address and after a reload', async (t) => {
      const ada = await open(t);
      await ada.goto(base);
      await ada.getByRole('link', { name: 'Classes' }).click();
      await ada.waitForURL(`${base}classes`);
      await ada.getByLabel('Your name').fill('Ada');
      await ada.getByRole('button', { name: 'Continue' }).click();
      const link = await createClass(ada, 'Algebra');
      t.match(link, `${base}classes/`);
      await createLecture(ada, { name: 'Primes', playlist: '/media/sample.mp4' });
      await ada.goto(link);
      await ada.getByRole('link', { name: 'Primes' }).click();
      await entered(ada);
      await ada.reload();
      await entered(ada);
      await ada.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0);
      t.match(ada.url(), /\/lectern\/classes\/[\w-]+\/lectures\/\d+$/);
    });

    t.test('a programme’s chat room, and the other language', async (t) => {
      const ada = await open(t, 'ko-KR');
      await ada.goto(`${base}programmes`);
      await ada.getByRole('button', { name: 'English' }).click();
      await ada.getByRole('textbox').fill(`${base}programmes/news`);
      await ada.keyboard.press('Enter');
      await ada.getByLabel('Your name').fill('Ada');
      await ada.getByRole('button', { name: 'Continue' }).click();
      await makeRoom(ada, 'Goals', 5);
      t.match(ada.url(), new RegExp(`^${base}programmes/news/rooms/`));
      const bo = await open(t);
      await bo.goto(`${base}programmes/news`);
      await bo.getByLabel('Your name').fill('Bo');
      await bo.getByRole('button', { name: 'Continue' }).click();
      await join(bo, 'Goals');
      await bo.reload();
      await isIn(bo, 'Goals');
    });
  });
}
