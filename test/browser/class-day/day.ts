import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { LOST, launchChromium, newPage } from '../../helpers/chromium.js';
import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { freePort } from '../../helpers/free-port.js';
import { type ServerProcess, startServerProcess } from '../../helpers/server-process.js';
import { takeNotes } from './notes.js';
import { Wire } from './wire.js';

/** A member of the class with their own browser. */
export interface Person {
  name: string;
  page: Page;
  wire: Wire;
  /** The server's address for this person. */
  origin: string;
}

/** One-way delay in ms of the student whose connection is lost: between 20 and 40. */
const farAway = (): number => 20 + Math.random() * 20;

/** A day of a class: the server in a process of its own, and everybody's browser. */
export class Day {
  /** All messages in the lecture's chat. */
  readonly said: string[] = [];
  /** The paths of the class and of the lecture. */
  classPath = '';
  lecturePath = '';

  private constructor(
    readonly t: Test,
    readonly people: {
      teacher: Person;
      /** Present from the beginning. */
      early: [Person, Person];
      /** Loses the connection in the middle. */
      far: Person;
      /** Joins on a phone, long after the lecture has begun. */
      late: Person;
    },
    readonly proxy: FaultyProxy,
    readonly options: Record<string, string>,
    public server: ServerProcess,
    private readonly pictures: string | undefined,
  ) {}

  /**
   * @param options of the server, by their names as environment variables
   * @param pictures a folder for pictures of the pages
   */
  static async begin(t: Test, options: Record<string, string> = {}, pictures?: string): Promise<Day> {
    const data = mkdtempSync(join(tmpdir(), 'lectern-day-'));
    t.teardown(() => rmSync(data, { recursive: true, force: true }));
    const kept = { ...options, LECTERN_DATA: data, LECTERN_PORT: `${await freePort()}` };
    const server = await startServerProcess(kept);
    const proxy = await FaultyProxy.start(() => Number(new URL(server.url).port), farAway);
    t.teardown(() => proxy.close());
    const browser = await launchChromium(t);
    const come = (name: string, origin = server.url, size = laptop) =>
      newPerson(t, browser, name, origin, size);
    const people = {
      teacher: await come('Ada'),
      early: [await come('Bo'), await come('Cy')] satisfies [Person, Person],
      far: await come('Di', `http://127.0.0.1:${proxy.port}`),
      late: await come('Eve', server.url, phone),
    };
    const day = new Day(t, people, proxy, kept, server, pictures);
    t.teardown(() => day.server.stop());
    return day;
  }

  get everybody(): Person[] {
    const { teacher, early, far, late } = this.people;
    return [teacher, ...early, far, late];
  }

  get students(): Person[] {
    return this.everybody.slice(1);
  }

  /** The people who are in the lecture from its beginning. */
  get punctual(): Person[] {
    return this.everybody.slice(0, -1);
  }

  /** Saves what everybody's page shows, if there is a folder for it. */
  async picture(scene: string): Promise<void> {
    if (this.pictures === undefined) return;
    for (const { page, name } of this.everybody) {
      await page.screenshot({ path: join(this.pictures, `${scene} ${name}.png`) });
    }
  }

  /** Kills the server and starts it again, with the same data and address. */
  async restart(): Promise<void> {
    await this.server.stop();
    this.server = await startServerProcess(this.options);
  }
}

/** Wide enough for the whole layout; all five are rendered by the same processor. */
const laptop = { width: 960, height: 640 };
const phone = { width: 390, height: 844 };

async function newPerson(
  t: Test,
  browser: Browser,
  name: string,
  origin: string,
  viewport: { width: number; height: number },
): Promise<Person> {
  const page = await newPage(t, browser, { expected: LOST, viewport });
  const wire = new Wire();
  wire.follow(page);
  await page.addInitScript(takeNotes);
  return { name, page, wire, origin };
}
