import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import type { Correction } from '#client/playback/player-sync.js';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { type Delay, type DelayProxy, startDelayProxy } from '../helpers/delay-proxy.js';
import { startServer } from '../helpers/server.js';
import { distances, quantile, type Running } from './distances.js';
import type { Look } from './playback-page.js';

const bundle = await build({
  entryPoints: [fileURLToPath(new URL('./playback-page.js', import.meta.url))],
  bundle: true,
  write: false,
  format: 'iife',
});
const script = bundle.outputFiles[0]?.text ?? '';

/** Duration of one frame of the sample video in seconds. */
const FRAME = 1 / 30;
/** Seconds after an action until everybody should be in sync. */
const GRACE = 3;
/** ms between two comparisons. */
const EVERY = 50;
/** ms for which a viewer has to be in sync. */
const SPAN = 500;
/** ms after which a viewer is considered out of sync permanently. */
const PATIENCE = 120_000;

/** The viewers: the delay of each one's line, and the hours by which its clock is wrong. */
export interface Seat {
  name: string;
  delay: Delay;
  skew: number;
}

const seats: readonly [Seat, ...Seat[]] = [
  { name: 'teacher', delay: { least: 20, most: 40 }, skew: -2 },
  { name: 'viewer 1', delay: { least: 20, most: 30 }, skew: 3 },
  { name: 'viewer 2', delay: { least: 40, most: 70 }, skew: -7.5 },
  { name: 'viewer 3', delay: { least: 80, most: 120 }, skew: 11 },
  { name: 'viewer 4', delay: { least: 120, most: 150 }, skew: 0.25 },
  { name: 'viewer 5', delay: { least: 20, most: 150 }, skew: -48 },
];

/** A seat with its page. */
export interface Watching extends Seat {
  page: Page;
  proxy: DelayProxy;
  /** ms to add to the page's true clock to get the test's. */
  offset: number;
}

/** Samples of a page, in ms of the test's clock. */
interface Notes {
  shown: Look[];
  told: Look[];
  corrections: (Correction & { at: number })[];
}

export interface Measured {
  action: string;
  who: string;
  /** Seconds from the teacher's position to this viewer's, positive if ahead: by frames, by the element. */
  shown: number[];
  told: number[];
  /** After the grace period: the number of corrections, and of those in the opposite direction to the one before. */
  corrections: number;
  turns: number;
}

/** Maximum seconds from the teacher's position. */
export interface Bounds {
  median: number;
  most: number;
}

const within = (off: number[][], { median, most }: Bounds): boolean =>
  off.every((all) => quantile(all, 0.5) <= median && quantile(all, 0.95) <= most);

/** Sets every clock of the page hours off. */
function skewClocks(hours: number): void {
  const skew = hours * 3_600_000;
  const { performance, Date: TrueDate } = globalThis;
  const now = performance.now.bind(performance);
  const { timeOrigin } = performance;
  globalThis.trueNow = now;
  Object.defineProperty(performance, 'now', { value: () => now() + Math.abs(skew) });
  Object.defineProperty(performance, 'timeOrigin', { value: timeOrigin + skew });
  globalThis.Date = class extends TrueDate {
    constructor(...given: []) {
      super(...(given.length === 0 ? ([TrueDate.now() + skew] as unknown as []) : given));
    }
    static override now(): number {
      return TrueDate.now() + skew;
    }
  } as DateConstructor;
}

/** The clock offset of the fastest of many exchanges. */
async function clockOffset(page: Page): Promise<number> {
  let best = { delay: Number.POSITIVE_INFINITY, offset: 0 };
  for (let i = 0; i < 30; i++) {
    const before = performance.now();
    const there = await page.evaluate(() => trueNow());
    const delay = performance.now() - before;
    if (delay < best.delay) best = { delay, offset: before + delay / 2 - there };
  }
  return best.offset;
}

async function sit(t: Test, browser: Browser, url: string, seat: Seat): Promise<Watching> {
  const proxy = await startDelayProxy(t, url, seat.delay);
  const page = await newPage(t, browser, { viewport: { width: 200, height: 150 } });
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  await page.addInitScript(skewClocks, seat.skew);
  await page.goto(`${proxy.url}/healthz`);
  await page.evaluate(script);
  await page.evaluate(() => watcher.open());
  return { ...seat, page, proxy, offset: await clockOffset(page) };
}

/** The samples of a page between two times on the test's clock. */
async function notes({ page, offset }: Watching, from: number, to: number): Promise<Notes> {
  const range = [from - offset - 1000, to - offset] as const;
  const found = await page.evaluate(([from, to]) => {
    const during = <T extends { at: number }>(all: T[]): T[] =>
      all.filter(({ at }) => at >= from && at <= to);
    const before = watcher.shown.findLast(({ at }) => at < from);
    return {
      shown: [...(before ? [before] : []), ...during(watcher.shown)],
      told: during(watcher.told),
      corrections: during(watcher.corrections),
    };
  }, range);
  const moved = <T extends { at: number }>(all: T[]): T[] =>
    all.map((each) => ({ ...each, at: each.at + offset }));
  return { shown: moved(found.shown), told: moved(found.told), corrections: moved(found.corrections) };
}

/** A teacher and viewers in a lecture, measured after each action of the teacher. */
export class Scene {
  readonly measured: Measured[] = [];
  readonly watching: Watching[] = [];
  #running: Running = { playing: false, rate: 1 };
  #named = { classUuid: '', lectureId: 0 };

  private constructor(
    readonly t: Test,
    readonly browser: Browser,
    readonly url: string,
  ) {}

  /** @param viewers number of viewers from the beginning, besides the teacher */
  static async open(t: Test, viewers: number): Promise<Scene> {
    const server = await startServer(t);
    const scene = new Scene(t, await launchChromium(t), server.url);
    const [teacherSeat] = seats;
    const teacher = await sit(t, scene.browser, server.url, teacherSeat);
    scene.#named = await teacher.page.evaluate(
      (playlist) => watcher.teach(playlist),
      ['/media/sample.mp4', '/media/sample.mp4?again'],
    );
    await teacher.page.evaluate((named) => watcher.join(named), scene.#named);
    scene.watching.push(teacher);
    for (let i = 0; i < viewers; i++) await scene.sitDown();
    return scene;
  }

  get teacher(): Watching {
    const [teacher] = this.watching;
    if (!teacher) throw new Error('expected a teacher');
    return teacher;
  }

  /** Adds a viewer. */
  async sitDown(): Promise<Watching> {
    const seat = seats[this.watching.length];
    if (!seat) throw new Error('all seats are taken');
    const viewer = await sit(this.t, this.browser, this.url, seat);
    await viewer.page.evaluate(async (named) => {
      await watcher.enroll(named.classUuid);
      await watcher.join(named);
    }, this.#named);
    this.watching.push(viewer);
    return viewer;
  }

  play(): Promise<void> {
    this.#running = { ...this.#running, playing: true };
    return this.teacher.page.evaluate(() => watcher.lecture?.play());
  }

  pause(): Promise<void> {
    this.#running = { ...this.#running, playing: false };
    return this.teacher.page.evaluate(() => watcher.lecture?.pause());
  }

  seek(position: number): Promise<void> {
    return this.teacher.page.evaluate((position) => watcher.lecture?.seek(position), position);
  }

  /** Plays at another speed from the lecture's current position. */
  setRate(rate: number): Promise<void> {
    this.#running = { ...this.#running, rate };
    return this.teacher.page.evaluate(
      (rate) => watcher.lecture?.seek(watcher.sync.position ?? 0, rate),
      rate,
    );
  }

  select(index: number): Promise<void> {
    return this.teacher.page.evaluate((index) => watcher.lecture?.selectVideo(index), index);
  }

  /**
   * Performs an action, and waits until it has reached everybody and the affected viewers are where the teacher is.
   * @param reached tells in a page whether the action has reached it
   * @param bounds maximum seconds from the teacher's position: of half of the samples, and of 95 % of them
   */
  async settle(
    action: string,
    act: () => Promise<unknown>,
    reached: () => boolean,
    bounds: Bounds,
    whom: (viewer: Watching) => boolean = () => true,
  ): Promise<void> {
    await act();
    const { teacher } = this;
    const viewers = this.watching.filter((each) => each !== teacher && whom(each));
    await Promise.all([teacher, ...viewers].map(({ page }) => page.waitForFunction(reached)));
    const until = performance.now() + PATIENCE;
    for (const viewer of viewers) {
      for (let off = await this.#offBy(viewer); !within(off, bounds); off = await this.#offBy(viewer)) {
        if (performance.now() > until)
          throw new Error(`${action}: ${viewer.name} is ${off.map((all) => quantile(all, 0.5))} s off`);
      }
    }
  }

  /** Seconds between a viewer and the teacher during the next half second: by the frames, and by the element. */
  async #offBy(viewer: Watching): Promise<number[][]> {
    const { teacher } = this;
    const from = performance.now();
    const to = from + SPAN;
    await teacher.page.waitForFunction((end) => trueNow() > end, to - teacher.offset);
    const reference = await notes(teacher, from, to);
    const seen = await notes(viewer, from, to);
    const times: number[] = [];
    for (let at = from; at <= to; at += EVERY) times.push(at);
    return (['shown', 'told'] as const).map((way) =>
      distances(seen[way], reference[way], times, this.#running, way === 'shown' ? FRAME : 0.1).map(Math.abs),
    );
  }

  /** Performs an action, and from 3 s after it measures the affected viewers for that many seconds. */
  async measure(
    action: string,
    act: () => Promise<unknown>,
    seconds: number,
    whom: (viewer: Watching) => boolean = () => true,
  ): Promise<void> {
    const from = performance.now() + GRACE * 1000;
    await act();
    const to = from + seconds * 1000;
    const { teacher } = this;
    await teacher.page.waitForFunction((end) => trueNow() > end, to - teacher.offset);
    const reference = await notes(teacher, from, to);
    const times: number[] = [];
    for (let at = from; at <= to; at += EVERY) times.push(at);
    const viewers = this.watching.filter((each) => each !== teacher && whom(each));
    for (const viewer of viewers) {
      const seen = await notes(viewer, from, to);
      const begun = seen.corrections.filter(
        ({ at, ...each }) => at >= from && !(each.by === 'rate' && each.factor === 1),
      );
      const turned = begun.filter(
        ({ drift }, index) => index > 0 && Math.sign(drift) !== Math.sign(begun[index - 1]?.drift ?? 0),
      );
      this.measured.push({
        action,
        who: viewer.name,
        shown: distances(seen.shown, reference.shown, times, this.#running, FRAME),
        told: distances(seen.told, reference.told, times, this.#running, 0.1),
        corrections: begun.length,
        turns: turned.length,
      });
    }
  }
}
