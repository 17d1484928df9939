import { readFileSync } from 'node:fs';
import type { Page, Route } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';

// Tests which resources of other origins the server's pages can load, with the server's headers in a real browser. The
// other origins are stubs: a script that loads a second one as YouTube's API does, and a frame that reports its
// environment.

const browser = await launchChromium(t);

const widget = 'https://www.youtube.com/s/player/0a1b2c3d/www-widgetapi.vflset/www-widgetapi.js';
const embed = 'https://www.youtube-nocookie.com/embed/jNQXAC9IVRw';
const gadget = 'https://www.youtube.com/oembed?callback=attack';
const elsewhere = 'https://videos.example/sample.mp4';

const sample = readFileSync(new URL('../../../public/media/sample.mp4', import.meta.url));

const scripts: Record<string, string> = {
  'https://www.youtube.com/iframe_api': `
    const script = document.createElement('script');
    script.src = '${widget}';
    document.head.append(script);`,
  [widget]: `
    const frame = document.createElement('iframe');
    frame.allow = 'autoplay; fullscreen; encrypted-media; picture-in-picture';
    frame.src = '${embed}';
    document.body.append(frame);`,
  [gadget]: 'document.title = "attacked"',
};

/** The environment of the frame of YouTube's player. */
interface Found {
  referrer: string;
  allowed: string[];
}

const frame = `<!doctype html><script>
  parent.postMessage({ referrer: document.referrer, allowed: document.featurePolicy.allowedFeatures() }, '*');
</script>`;

/** A page of the server whose requests to other origins are answered here; `asked` lists their addresses. */
async function visit(t: Test, url: string): Promise<{ page: Page; asked: string[] }> {
  const page = await newPage(t, browser, { expected: /a request left|Content Security Policy/ });
  const asked: string[] = [];
  const answer = (route: Route, contentType: string, body: string | Buffer) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType, body });
  };
  await page.route(/youtube(-nocookie)?\.com/, (route) => {
    const script = scripts[route.request().url()];
    return script ? answer(route, 'text/javascript', script) : answer(route, 'text/html', frame);
  });
  await page.route(elsewhere, (route) => answer(route, 'video/mp4', sample));
  await page.goto(url);
  return { page, asked };
}

/** Loads a script into the page. Returns whether it loaded, or the directive that blocked it. */
const load = (page: Page, address: string): Promise<string> =>
  page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
        const script = document.createElement('script');
        script.src = address;
        script.onload = () => resolve('loaded');
        document.head.append(script);
      }),
    address,
  );

t.test("YouTube's player loads, has the permissions it needs, and learns where it is embedded", async (t) => {
  const { url } = await startServer(t);
  const { page, asked } = await visit(t, `${url}/room/blue`);
  const found = page.evaluate(
    () => new Promise<Found>((resolve) => addEventListener('message', ({ data }) => resolve(data))),
  );
  t.equal(await load(page, 'https://www.youtube.com/iframe_api'), 'loaded');
  const { referrer, allowed } = await found;
  t.equal(referrer, `${url}/`, 'the origin, but not the room');
  for (const feature of ['autoplay', 'fullscreen', 'encrypted-media', 'picture-in-picture']) {
    t.ok(allowed.includes(feature), feature);
  }
  t.notOk(allowed.includes('microphone'));
  t.same(asked, ['https://www.youtube.com/iframe_api', widget, embed]);
});

t.test("other scripts of YouTube's origin do not run", async (t) => {
  const { url } = await startServer(t);
  const { page, asked } = await visit(t, url);
  t.equal(await load(page, gadget), 'script-src-elem');
  t.same(asked, []);
});

t.test('if YouTube is switched off, it receives no requests', async (t) => {
  const { url } = await startServer(t, { youtube: false });
  const { page, asked } = await visit(t, url);
  t.equal(await load(page, 'https://www.youtube.com/iframe_api'), 'script-src-elem');
  t.same(asked, []);
});

t.test('a video file of another origin plays', async (t) => {
  const { url } = await startServer(t);
  const { page, asked } = await visit(t, url);
  const duration = await page.evaluate(
    (address) =>
      new Promise<number>((resolve, reject) => {
        const video = document.createElement('video');
        video.onloadedmetadata = () => resolve(video.duration);
        video.onerror = () => reject(new Error(video.error?.message));
        video.src = address;
      }),
    elsewhere,
  );
  t.ok(duration > 1);
  t.ok(asked.includes(elsewhere));
});
