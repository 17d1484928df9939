import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { enter, heard } from './page-steps.js';

declare global {
  interface Window {
    /** Elements that play voices. */
    voices: Set<HTMLMediaElement>;
    /** Whether the system refuses to play sound, as phones do during a call. */
    inCall: boolean;
  }
}

/** Lets the test pause the voices, as a system does that needs the loudspeaker for a call. */
function withCalls(): void {
  window.voices = new Set();
  window.inCall = false;
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    if (this instanceof HTMLAudioElement && this.srcObject) window.voices.add(this);
    if (window.inCall) return Promise.reject(new DOMException('', 'NotAllowedError'));
    return play.call(this);
  };
}

t.test('voices that the system pauses play again, and else the page says how', async (t) => {
  const { url } = await startServer(t);
  const browser = await launchChromium(t);
  const page = await newPage(t, browser);
  const other = await newPage(t, browser);
  await page.addInitScript(withCalls);
  await enter(page, url, { name: 'Ann', room: 'blue' });
  await enter(other, url, { name: 'Bo', room: 'blue' });
  await heard(page, 'Bo');
  await page.waitForFunction(() => window.voices.size > 0);
  const banner = page.getByText('Your browser or device has paused the sound.');
  const pause = (inCall: boolean) =>
    page.evaluate((inCall) => {
      window.inCall = inCall;
      for (const voice of window.voices) voice.pause();
    }, inCall);
  const playing = () => page.waitForFunction(() => [...window.voices].every(({ paused }) => !paused));

  await pause(false);
  await playing();
  await banner.waitFor({ state: 'detached' });

  await pause(true);
  await banner.waitFor();
  await page.evaluate(() => {
    window.inCall = false;
  });
  await page.getByRole('button', { name: 'Turn on sound' }).click();
  await playing();
  await banner.waitFor({ state: 'detached' });

  await pause(true);
  await banner.waitFor();
  await page.evaluate(() => {
    window.inCall = false;
    window.dispatchEvent(new Event('focus'));
  });
  await playing();
});
