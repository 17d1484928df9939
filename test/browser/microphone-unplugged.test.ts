import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { enter, heard } from './page-steps.js';

declare global {
  interface Window {
    /** Streams that the page has opened. */
    opened: MediaStream[];
    /** IDs of the devices that are unplugged. */
    unplugged: Set<string>;
    /** Lets the pending request for a microphone end. */
    fail?: () => void;
  }
}

/**
 * Chromium's fake devices cannot be unplugged. The page gets the real ones as long as they are plugged in, and the
 * events and errors of browsers otherwise.
 */
function withPlugs(): void {
  window.opened = [];
  window.unplugged = new Set();
  const { mediaDevices } = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () =>
    (await list()).filter(({ deviceId }) => !window.unplugged.has(deviceId));
  mediaDevices.getUserMedia = async (asked) => {
    const audio = (asked?.audio ?? {}) as MediaTrackConstraints;
    const { exact } = (audio.deviceId ?? {}) as { exact?: string };
    if (exact && window.unplugged.has(exact)) throw new DOMException('', 'OverconstrainedError');
    const others = (await mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
    const [first] = others;
    if (!first) throw new DOMException('', 'NotFoundError');
    const stream = await open({ audio: { ...audio, deviceId: { exact: exact ?? first.deviceId } } });
    window.opened.push(stream);
    return stream;
  };
}

const unplug = (page: Page, ids: string[]): Promise<void> =>
  page.evaluate((ids) => {
    for (const id of ids) window.unplugged.add(id);
    const [track] = window.opened.at(-1)?.getAudioTracks() ?? [];
    if (track && ids.includes(track.getSettings().deviceId ?? '')) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }, ids);

const plugIn = (page: Page, id: string): Promise<void> =>
  page.evaluate((id) => {
    window.unplugged.delete(id);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }, id);

/** The device of the newest stream, once it is live. */
const inUse = async (page: Page, count: number): Promise<string> => {
  await page.waitForFunction((count) => window.opened.length === count, count);
  return page.evaluate(() => window.opened.at(-1)?.getAudioTracks()[0]?.getSettings().deviceId ?? '');
};

const browser = await launchChromium(t);

/** A page that uses the first microphone, and the IDs of all devices. */
async function speaks(t: Test): Promise<{ page: Page; first: string; all: string[] }> {
  const { url } = await startServer(t);
  const page = await newPage(t, browser);
  await page.addInitScript(withPlugs);
  await enter(page, url, { name: 'Ann', room: 'blue' });
  const first = await inUse(page, 1);
  const all = await page.evaluate(async () =>
    (await navigator.mediaDevices.enumerateDevices()).map(({ deviceId }) => deviceId),
  );
  return { page, first, all };
}

t.test('an unplugged microphone gives way to another one, and comes back', async (t) => {
  const { url } = await startServer(t);
  const page = await newPage(t, browser);
  const other = await newPage(t, browser);
  await page.addInitScript(withPlugs);
  await enter(page, url, { name: 'Ann', room: 'blue' });
  await enter(other, url, { name: 'Bo', room: 'blue' });
  await heard(other, 'Ann');
  const first = await inUse(page, 1);

  await unplug(page, [first]);
  const second = await inUse(page, 2);
  t.not(second, first);
  await page
    .getByText(/The microphone in use is now: ./)
    .first()
    .waitFor();
  await heard(other, 'Ann');

  await plugIn(page, first);
  t.equal(await inUse(page, 3), first, 'the chosen one is used again');
  await heard(other, 'Ann');
});

t.test('without another microphone the page says so, and takes the next that is plugged in', async (t) => {
  const { page, first, all } = await speaks(t);

  await unplug(page, all);
  await page.getByText('No microphone found.').first().waitFor();
  await plugIn(page, first);
  t.equal(await inUse(page, 2), first);
  await page.getByText('No microphone found.').waitFor({ state: 'detached' });
});

t.test('a microphone that is plugged in while another one is being opened is taken', async (t) => {
  const { page, first, all } = await speaks(t);
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (asked) => {
      const failure = await open(asked).catch((error: unknown) => error);
      await new Promise<void>((resolve) => {
        window.fail = resolve;
      });
      if (failure instanceof MediaStream) return failure;
      throw failure;
    };
  });
  await unplug(page, all);
  await page.waitForFunction(() => window.fail);
  await plugIn(page, first);
  await page.evaluate(() => {
    const { fail } = window;
    Reflect.deleteProperty(window, 'fail');
    fail?.();
  });
  // Each attempt waits for the page to let it fail or open.
  await page.evaluate(() => setInterval(() => window.fail?.(), 20));
  t.equal(await inUse(page, 2), first);
});
