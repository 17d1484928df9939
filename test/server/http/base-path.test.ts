import t from 'tap';
import { connect, upgradeStatus } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const basePath = '/school/lectern';

t.test('pages, files and endpoints are below the base path, and above it as before', async (t) => {
  const { url } = await startServer(t, { basePath });
  const html = await (await fetch(`${url}${basePath}/room/blue`)).text();
  t.match(html, '<base href="../">');
  const [, script = ''] = /src="(assets\/page-[^"]+)"/.exec(html) ?? [];
  const paths = ['/', '/room/blue', '/api/rooms', '/healthz', '/media/sample.mp4', `/${script}`];
  for (const base of [basePath, '']) {
    for (const path of paths) {
      const answer = await fetch(`${url}${base}${path}`);
      await answer.body?.cancel();
      t.equal(answer.status, 200, `${base}${path}`);
    }
  }
  for (const path of ['/school/', '/school/lecternette/', `${basePath}/nothing`]) {
    t.equal((await fetch(url + path)).status, 404, path);
  }
});

t.test('the base path itself leads to the start page', async (t) => {
  const { url } = await startServer(t, { basePath });
  const answer = await fetch(url + basePath, { redirect: 'manual' });
  t.equal(answer.status, 301);
  t.equal(answer.headers.get('location'), 'lectern/', 'relative, for a proxy that strips a part of the path');
  const page = await fetch(url + basePath);
  t.equal(page.url, `${url}${basePath}/`);
  t.match(page.headers.get('content-type'), /text\/html/);
});

t.test('WebSockets open below the base path', async (t) => {
  const { wsUrl } = await startServer(t, { basePath });
  const below = await connect(t, wsUrl(`${basePath}/room/blue/ws`));
  const above = await connect(t, wsUrl('/room/blue/ws'));
  await below.welcome();
  const { id } = await above.welcome();
  await below.request('greeting', 'hello', { receiver: id });
  t.match(await above.next('greeting'), { data: 'hello' });
  await (await connect(t, wsUrl(`${basePath}/ws`))).welcome();
  t.equal(await upgradeStatus(t, wsUrl('/school/ws')), 404);
});

t.test('a base path begins with a slash and does not end with one', async (t) => {
  for (const wrong of ['lectern', '/lectern/', '/', '//lectern', '/a b', '/a?b']) {
    await t.rejects(async () => startServer(t, { basePath: wrong }), { message: /basePath/ }, wrong);
  }
});
