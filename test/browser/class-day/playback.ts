import { distances, type Running } from '../distances.js';
import { plays, seek, showsAt } from '../lecture-steps.js';
import type { Look } from '../playback-page.js';
import type { Day, Person } from './day.js';

/** ms between two comparisons. */
const EVERY = 50;
/** Maximum time in seconds by which a position is extrapolated from the last sample. */
const REACH = 0.1;
/** Maximum distance in seconds of a viewer in sync from the teacher's position. */
const IN_STEP = 0.06;

/** Seconds between the teacher's position and a viewer's, in either direction, in order of time. */
export type Distances = Map<string, number[]>;

export interface Action {
  playing: boolean;
  act: (teacher: Person['page']) => Promise<void>;
}

const play = (page: Person['page']) => page.getByRole('button', { name: 'Play', exact: true }).click();
const pause = (page: Person['page']) => page.getByRole('button', { name: 'Pause', exact: true }).click();
const next = (page: Person['page']) => page.getByRole('button', { name: 'Next video' }).first().click();

async function choose(page: Person['page'], index: number): Promise<void> {
  await page.getByLabel(/^Playlist, /).click();
  await page.getByRole('list', { name: 'Playlist' }).getByRole('button').nth(index).click();
}

/** The teacher's actions on the video. It is 60 s long and does not reach its end; finally it is paused. */
export const actions: readonly Action[] = [
  { playing: true, act: (page) => seek(page, 20) },
  { playing: false, act: pause },
  { playing: false, act: (page) => seek(page, 7) },
  { playing: true, act: play },
  { playing: true, act: (page) => page.keyboard.press('ArrowRight') },
  { playing: true, act: (page) => seek(page, 33) },
  { playing: true, act: next },
  { playing: true, act: (page) => seek(page, 40) },
  { playing: true, act: (page) => page.keyboard.press('ArrowLeft') },
  { playing: false, act: pause },
  { playing: false, act: (page) => choose(page, 0) },
  { playing: true, act: play },
  { playing: true, act: (page) => seek(page, 12) },
  { playing: false, act: pause },
];

/** The actions that cover each message once. */
export const someActions: readonly Action[] = [
  { playing: true, act: (page) => seek(page, 20) },
  { playing: false, act: pause },
  { playing: false, act: next },
  { playing: false, act: (page) => choose(page, 0) },
];

/** The teacher starts the video. */
export async function startVideo({ people, punctual }: Day): Promise<void> {
  await play(people.teacher.page);
  await Promise.all(punctual.map(({ page }) => plays(page, true)));
}

/**
 * The teacher controls the video; everybody is measured some time after each action.
 * @param grace seconds after an action until everybody should be in sync
 * @param seconds duration of each measurement
 */
export async function drive(
  day: Day,
  given: readonly Action[],
  grace: number,
  seconds: number,
): Promise<Distances> {
  const { page } = day.people.teacher;
  const found: Distances = new Map(day.students.map(({ name }) => [name, []]));
  for (const { playing, act } of given) {
    await act(page);
    const from = Date.now() + grace * 1000;
    const to = from + seconds * 1000;
    await page.waitForFunction((end) => Date.now() > end, to, { polling: 200 });
    await compare(day, from, to, { playing, rate: 1 }, found);
  }
  return found;
}

async function compare(
  day: Day,
  from: number,
  to: number,
  running: Running,
  found: Distances,
): Promise<void> {
  const times: number[] = [];
  for (let at = from; at <= to; at += EVERY) times.push(at);
  const there = await looks(day.people.teacher, from, to);
  for (const student of day.students) {
    const here = await looks(student, from, to);
    found.get(student.name)?.push(...distances(here, there, times, running, REACH).map(Math.abs));
  }
}

/** ms from opening a page until its video was first in sync with the teacher's, once it was. */
export async function inStepAfter({ people }: Day, student: Person): Promise<number> {
  const openedAt = await student.page.evaluate(() => performance.timeOrigin);
  const now = Date.now();
  const here = await looks(student, openedAt, now);
  const there = await looks(people.teacher, openedAt, now);
  const found = here.find(({ at }) => {
    const [distance = Number.NaN] = distances(here, there, [at], { playing: true, rate: 1 }, REACH);
    return Math.abs(distance) <= IN_STEP;
  });
  return found ? found.at - openedAt : Number.NaN;
}

function looks({ page }: Person, from: number, to: number): Promise<Look[]> {
  return page.evaluate(([from, to]) => dayNotes.looks.filter(({ at }) => at >= from && at <= to), [
    from - 1000,
    to,
  ] as const);
}

/** When the video is paused, it is paused for everybody; one student watches on their own for a while. */
export async function lookAway({ people, students }: Day): Promise<void> {
  const [{ page: bo }, { page: cy }] = people.early;
  await seek(people.teacher.page, 10);
  await Promise.all(students.map(({ page }) => showsAt(page, 10)));
  await bo.getByRole('button', { name: 'Watch on your own' }).click();
  await seek(bo, 30);
  await showsAt(bo, 30);
  await showsAt(cy, 10);
  await bo.getByRole('button', { name: 'Rejoin' }).click();
  await showsAt(bo, 10);
}
