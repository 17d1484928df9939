import { type Browser, firefox } from 'playwright-core';
import type { Test } from 'tap';
import { startPulseAudio } from './pulseaudio.js';

/** Debian's Firefox, or that of the environment's `FIREFOX_PATH`. */
const executablePath = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

/** Maximum ms for the start. A busy machine is slow, and each file has a limit of its own. */
const PATIENCE = 120_000;

/**
 * A headless Firefox as Mozilla releases it, with a microphone that hums and a camera with a moving picture. Unlike
 * Playwright's own Firefox it is driven through WebDriver BiDi.
 */
export async function launchFirefox(t: Test): Promise<Browser> {
  // Without a device to play to, Firefox does not run an AudioContext, which measures the voices.
  const PULSE_SERVER = await startPulseAudio(t);
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath,
    timeout: PATIENCE,
    env: { ...process.env, PULSE_SERVER },
    firefoxUserPrefs: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
  });
  t.teardown(() => browser.close());
  return browser;
}
