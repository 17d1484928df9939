import { write } from '../lecture-steps.js';
import type { Day, Person } from './day.js';

/** Everybody writes, one after the other. Returns for each message the ms until it was shown to each of the others. */
export async function chatInTurns(day: Day, rounds: number): Promise<number[]> {
  const took: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const person of day.everybody) {
      took.push(...(await say(day, person, `${person.name} says ${round}`)));
    }
  }
  return took;
}

async function say(day: Day, { page, name }: Person, text: string): Promise<number[]> {
  day.said.push(text);
  await write(page, text);
  const others = day.everybody.filter((each) => each.name !== name);
  const shown = await Promise.all(others.map((other) => shownAt(other.page, text)));
  const written = await page.evaluate((text) => dayNotes.written[text] ?? Number.NaN, text);
  return shown.map((at) => at - written);
}

/** Resolves when the text first appears in the page, with the time in ms of Date.now(). */
export async function shownAt(page: Person['page'], text: string): Promise<number> {
  const shown = await page.waitForFunction((text) => dayNotes.shown[text], text);
  return (await shown.jsonValue()) ?? Number.NaN;
}
