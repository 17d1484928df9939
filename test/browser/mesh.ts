import { errors, type Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { quantile } from './distances.js';
import { enter, hears, openPage } from './visitors.js';

// Adds talking people to one room, all of them tabs of one Chromium on this machine, until their voices break up.
// Prints as a Markdown table how long the last one waited for the first and for the last voice, and how much of the
// sound was concealed. n people need n (n - 1) / 2 connections, and both ends of each are on this machine.
//     node dist/test/browser/mesh.js

const SIZES = [2, 4, 6, 8, 10, 12, 14, 16];
/** Duration of listening in seconds. */
const SECONDS = 10;
/** Fraction of concealed samples above which people notice it. */
const BROKEN = 0.02;

/** ms after which a voice is considered missing. */
const PATIENCE = 60_000;

/** Received and concealed samples of the voices that a page plays. */
interface Heard {
  samples: number;
  concealed: number;
  /** Seconds that samples waited to be played, and their number. */
  waited: number;
  played: number;
}

const heard = (page: Page): Promise<Heard> =>
  page.evaluate(async () => {
    const sum = { samples: 0, concealed: 0, waited: 0, played: 0 };
    for (const connection of visitor.connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'inbound-rtp' || report.kind !== 'audio') continue;
        sum.samples += report.totalSamplesReceived ?? 0;
        sum.concealed += (report.concealedSamples ?? 0) - (report.silentConcealedSamples ?? 0);
        sum.waited += report.jitterBufferDelay ?? 0;
        sum.played += report.jitterBufferEmittedCount ?? 0;
      }
    }
    return sum;
  });

interface Mesh {
  first: number;
  all: number;
  /** Concealed fraction over all people. */
  concealed: number[];
  /** ms that samples waited. */
  delay: number;
}

async function talk(t: Test, size: number): Promise<Mesh> {
  const { url } = await startServer(t);
  const browser = await launchChromium(t);
  const name = (i: number): string => `P${i}`;
  const pages: Page[] = [];
  for (let i = 0; i < size; i++) {
    const page = await openPage(t, browser, url);
    page.setDefaultTimeout(PATIENCE);
    pages.push(page);
    if (i === size - 1) break;
    await enter(page, { room: 'mesh', username: name(i) });
    for (let j = 0; j < i; j++) await hears(page, name(j));
  }
  const last = pages.at(-1) as Page;
  const began = performance.now();
  await enter(last, { room: 'mesh', username: name(size - 1) });
  const arrivals = await Promise.all(
    Array.from({ length: size - 1 }, async (_, i) => {
      await hears(last, name(i));
      return performance.now() - began;
    }),
  );
  const before = await Promise.all(pages.map(heard));
  await last.waitForTimeout(SECONDS * 1000);
  const after = await Promise.all(pages.map(heard));
  const over = after.map((now, i) => {
    const { samples = 0, concealed = 0, waited = 0, played = 0 } = before[i] ?? {};
    return {
      concealed: (now.concealed - concealed) / (now.samples - samples),
      delay: (now.waited - waited) / (now.played - played),
    };
  });
  return {
    first: Math.min(...arrivals),
    all: Math.max(...arrivals),
    concealed: over.map(({ concealed }) => concealed),
    delay:
      quantile(
        over.map(({ delay }) => delay),
        0.5,
      ) * 1000,
  };
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

t.setTimeout(1_200_000);

t.test('how many people can talk to each other', async (t) => {
  console.log(
    '| people | connections | first voice, ms | last voice, ms | made up, median | of who hears worst | buffered, ms |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const size of SIZES) {
    let mesh: Mesh | undefined;
    await t.test(`${size} people`, async (t) => {
      try {
        mesh = await talk(t, size);
      } catch (error) {
        if (!(error instanceof errors.TimeoutError)) throw error;
      }
    });
    if (!mesh) {
      console.log(`| ${size} | ${(size * (size - 1)) / 2} | not all are heard | | | | |`);
      break;
    }
    const { first, all, concealed, delay } = mesh;
    const cells = [size, (size * (size - 1)) / 2, first.toFixed(0), all.toFixed(0)];
    const middle = quantile(concealed, 0.5);
    console.log(
      `| ${[...cells, percent(middle), percent(Math.max(...concealed)), delay.toFixed(0)].join(' | ')} |`,
    );
    if (middle > BROKEN) break;
  }
});
