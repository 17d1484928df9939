/**
 * Measures what a new user experiences, and prints it as a Markdown table: the time until the first voice is heard, and
 * the cost of a thousand idle clients. Linux only (it reads /proc). Needs Chromium and a build.
 *     npm run figures
 */
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { connected } from '../test/browser/page-steps.js';
import { startShippedServer } from './shipped-server.js';

const ROUNDS = 10;
const IDLE_CLIENTS = 1000;

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Resident memory of a process, in KiB. */
const residentKiB = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

async function idleMemory(): Promise<{ before: number; after: number }> {
  const { url, pid, stop } = await startShippedServer();
  const before = residentKiB(pid);
  const sockets: WebSocket[] = [];
  for (let i = 0; i < IDLE_CLIENTS; i++) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`);
    sockets.push(socket);
    await new Promise((resolve, reject) => {
      socket.once('message', resolve);
      socket.once('error', reject);
    });
  }
  const after = residentKiB(pid);
  for (const socket of sockets) socket.terminate();
  stop();
  return { before, after };
}

/**
 * ms from opening a room's link, with a known name, to the voice of a participant who is already in the room. `Join` is
 * pressed as soon as the page shows it.
 */
async function firstAudio(browser: Browser, url: string, room: string): Promise<number> {
  const open = async (name: string) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript((name) => localStorage.setItem('lectern.name', name), name);
    return page;
  };
  const join = async (page: Page) => {
    await page.goto(`${url}/room/${room}`);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
  };
  const first = await open('First');
  await join(first);
  await connected(first).waitFor();
  const second = await open('Second');
  const started = performance.now();
  await join(second);
  // The ring around a card shows the speaking level of the received voice.
  await second.waitForFunction(
    () => {
      const cards = [...document.querySelectorAll<HTMLElement>('.person')];
      const card = cards.find((each) => each.querySelector('.name')?.textContent === 'First');
      return Number(card?.style.getPropertyValue('--ring')) > 0.05;
    },
    undefined,
    { polling: 10 },
  );
  const ms = performance.now() - started;
  await first.context().close();
  await second.context().close();
  return ms;
}

async function audioFigures(): Promise<number[]> {
  const { url, stop } = await startShippedServer();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
    ],
  });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await firstAudio(browser, url, `figures-${round}`));
  await browser.close();
  stop();
  return times;
}

const mib = (kib: number): string => `${(kib / 1024).toFixed(1)} MiB`;

const listening: number[] = [];
for (let round = 0; round < 5; round++) {
  const server = await startShippedServer();
  listening.push(server.listening);
  server.stop();
}
const { before, after } = await idleMemory();
const audio = await audioFigures();

console.log(`| figure | value |
| --- | --- |
| from opening a room's link, and pressing Join, to hearing the other person, loopback, median of ${ROUNDS} | ${Math.round(median(audio))} ms (${Math.round(Math.min(...audio))}–${Math.round(Math.max(...audio))}) |
| resident memory of the server without clients | ${mib(before)} |
| resident memory with ${IDLE_CLIENTS.toLocaleString('en')} idle clients | ${mib(after)} (${((after - before) / IDLE_CLIENTS).toFixed(1)} KiB each) |
| from start to listening, already built, median of 5 | ${Math.round(median(listening))} ms |`);
