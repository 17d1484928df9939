import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import type { Test } from 'tap';

/** Starts Debian's Chromium, or that of the environment's `CHROMIUM_PATH`. */
const executablePath = fileURLToPath(new URL('../../../test/helpers/chromium.sh', import.meta.url));

/** Maximum ms for one step. A busy machine is slow, and each file has a limit of its own. */
const PATIENCE = 120_000;

/**
 * What the console says when a test takes the server or the network away: the WebSocket fails, and so does what the page
 * is loading just then, such as code that it will need later.
 */
export const LOST = /WebSocket|net::ERR_/;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Without this, each context starts two renderers for popups of the address bar, which take 0.5 s of CPU time.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
];

/**
 * A headless Chromium with a microphone that beeps and a camera with a moving picture. `args` are added to its flags.
 */
export async function launchChromium(
  t: Test,
  { args = [], ...options }: LaunchOptions = {},
): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    timeout: PATIENCE,
    ...options,
    args: [...flags, ...args],
  });
  t.teardown(() => browser.close());
  return browser;
}

export interface PageOptions extends BrowserContextOptions {
  /** Console errors that the test expects. */
  expected?: RegExp;
}

/**
 * A page in a context of its own. The test fails if the page throws, writes an error to the console, or sends a request
 * to another origin than that of its first document.
 */
export async function newPage(t: Test, browser: Browser, options: PageOptions = {}): Promise<Page> {
  const { expected, ...contextOptions } = options;
  const context = await browser.newContext(contextOptions);
  t.teardown(() => context.close());
  const page = await context.newPage();
  watch(t, page, expected);
  return page;
}

/** A page in a browser of its own that stores its data in a folder, as people's browsers do. */
export async function openProfile(t: Test, folder: string): Promise<Page> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    timeout: PATIENCE,
    args: flags,
  });
  t.teardown(() => context.close());
  const page = context.pages()[0] ?? (await context.newPage());
  watch(t, page);
  return page;
}

function watch(t: Test, page: Page, expected?: RegExp): void {
  page.setDefaultTimeout(PATIENCE);
  let over = false;
  // The page can report that its connections end while the test closes everything.
  t.teardown(() => {
    over = true;
  });
  const complain = (what: string) => {
    if (!over && !expected?.test(what)) t.fail(what);
  };
  page.on('pageerror', (error) => complain(`the page threw ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    // After a WebSocket has failed, the client library asks its endpoint for the reason, which can fail as well.
    const asks = new URL(message.location().url || 'about:blank').pathname.endsWith('/ws');
    if (asks && expected?.test('WebSocket connection to ws failed')) return;
    if (message.type() === 'error') complain(`the console says ${message.text()}`);
  });
  let origin: string | undefined;
  const check = (address: string) => {
    const url = new URL(address);
    if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
    const host = url.origin.replace(/^ws/, 'http');
    origin ??= host;
    if (host !== origin) complain(`a request left ${origin}: ${address}`);
  };
  page.on('request', (request) => check(request.url()));
  page.on('websocket', (socket) => check(socket.url()));
}
