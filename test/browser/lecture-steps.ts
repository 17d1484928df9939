import type { Browser, Locator, Page } from 'playwright-core';
import type { Test } from 'tap';
import type { Options } from '../../server/index.js';
import { newPage, type PageOptions } from '../helpers/chromium.js';
import { Target } from '../helpers/conformance.js';
import { startServer, type TestServer } from '../helpers/server.js';
import { ask, createClass } from '../helpers/test-class.js';

/** A lecture on a server of its own, and its possible participants. */
export interface Hall {
  server: TestServer;
  classUuid: string;
  lectureId: number;
  /** The address of its page. */
  url: string;
  /** The identities of the class members: the teacher's, then the students'. */
  tokens: [teacher: string, ...students: string[]];
}

interface HallOptions extends Partial<Options> {
  playlist?: string;
  lectureName?: string;
}

/** Creates a class with that many students and a lecture in it; the lecture has no participants yet. */
export async function openHall(t: Test, students: number, given: HallOptions = {}): Promise<Hall> {
  const {
    playlist = '/media/sample.mp4, /media/sample.mp4?again',
    lectureName = 'Prime numbers',
    ...options
  } = given;
  const server = await startServer(t, options);
  const { teacher, students: enrolled, classUuid } = await createClass(t, new Target(server.url), students);
  const lecture = { classUuid, lectureDate: '2026-11-21', lectureName, playlist };
  const { id: lectureId } = (await ask(teacher, 'CreateLecture', lecture)).lecture;
  for (const { client } of [teacher, ...enrolled]) client.close();
  return {
    server,
    classUuid,
    lectureId,
    url: `${server.url}/classes/${classUuid}/lectures/${lectureId}`,
    tokens: [teacher.token, ...enrolled.map(({ token }) => token)],
  };
}

/** Joins the lecture as the user with this identity. */
export async function come(
  t: Test,
  browser: Browser,
  hall: Hall,
  who: { name: string; token: string | undefined },
  options?: PageOptions,
): Promise<Page> {
  const page = await known(t, browser, who, options);
  await page.goto(hall.url);
  await entered(page);
  return page;
}

/** A page of a user that the browser already knows. */
export async function known(
  t: Test,
  browser: Browser,
  { name, token }: { name: string; token: string | undefined },
  options?: PageOptions,
): Promise<Page> {
  const page = await newPage(t, browser, options);
  await page.addInitScript(
    ([name, token]) => {
      // Firefox runs this in the empty document before as well, which has no storage.
      if (!location.host) return;
      localStorage.setItem('lectern.name', name);
      if (token) localStorage.setItem('lectern.identity', token);
    },
    [name, token ?? ''] as const,
  );
  return page;
}

export const entered = (page: Page): Promise<void> => page.getByRole('tablist').waitFor();

/** Time in ms for which a page shows a notice (web/components/toasts.ts). */
const NOTICE_MS = 6000;

/** Lets a page show its notices until their buttons are pressed, however long a busy machine needs for that. */
export async function keepNotices(page: Page): Promise<void> {
  await page.evaluate((shown) => {
    const { setTimeout } = window;
    Object.defineProperty(window, 'setTimeout', {
      value: (run: () => void, ms?: number, ...given: []) =>
        ms === shown ? 0 : setTimeout(run, ms, ...given),
    });
  }, NOTICE_MS);
}

/** A tab beside the video. */
export async function openTab(page: Page, name: 'Chat' | 'People' | 'Questions'): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
}

/** A person's row in the list of people. */
export const member = (page: Page, name: string): Locator => page.locator('.participant', { hasText: name });

/** The teacher's choice of who can speak. */
export const speaking = (page: Page): Locator => page.getByRole('group', { name: 'Who can speak' });

/** The position of the video that the page shows, in seconds. */
export const position = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('video')?.currentTime ?? Number.NaN);

/** Waits until the page's video is within a second of `seconds`, running or not. */
export async function showsAt(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction((seconds) => {
    const now = document.querySelector('video')?.currentTime ?? Number.NaN;
    return Math.abs(now - seconds) < 1;
  }, seconds);
}

export async function plays(page: Page, playing: boolean): Promise<void> {
  await page.waitForFunction((playing) => document.querySelector('video')?.paused === !playing, playing);
}

/** Waits until the page has shown several pictures of a camera or screen. */
export const moves = (page: Page, label: string): Promise<unknown> =>
  page.waitForFunction(
    (label) =>
      [...document.querySelectorAll('video')].some(
        (video) =>
          video.ariaLabel === label &&
          video.videoWidth > 0 &&
          video.getVideoPlaybackQuality().totalVideoFrames > 2,
      ),
    label,
  );

/** Drags the timeline there. */
export async function seek(page: Page, seconds: number): Promise<void> {
  await page.getByRole('slider', { name: 'Position in the video' }).fill(String(seconds));
}

/** Waits until at least a second of a voice message is recorded. A busy page does not show every second. */
export async function recorded(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    /\d:(?!00)\d\d/.test(document.querySelector('.talk-notice')?.textContent ?? ''),
  );
}

/** The messages in the chat. */
export const chat = (page: Page): Locator => page.getByRole('log', { name: 'Lecture chat' });

/** Writes into the chat, which is shown. */
export async function write(page: Page, text: string): Promise<void> {
  const box = page.getByLabel('Your message to everyone');
  await box.fill(text);
  await box.press('Enter');
}

/** The markers along the timeline. */
export const lane = (page: Page): Locator =>
  page.getByRole('toolbar', { name: 'Questions and discussions on the timeline' });

/** The messages at the open marker. */
export const thread = (page: Page): Locator => page.getByRole('log', { name: 'Replies' });

/** Pins a marker to the current position of the page's video. */
export async function pin(
  page: Page,
  text: string,
  kind: 'Question' | 'Discussion' = 'Question',
): Promise<void> {
  await page.getByRole('button', { name: 'Ask here' }).click();
  await page.getByText(kind, { exact: true }).first().click();
  await page.getByLabel('Your question or opening message').fill(text);
  await page.getByRole('button', { name: 'Pin' }).click();
  await thread(page).getByText(text).waitFor();
}

/** Replies at the open marker. */
export async function answer(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your reply').fill(text);
  await page.getByLabel('Your reply').press('Enter');
  await thread(page).getByText(text).waitFor();
}
