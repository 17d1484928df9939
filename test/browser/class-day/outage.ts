import type { Page } from 'playwright-core';
import { openTab, pin, seek, showsAt, write } from '../lecture-steps.js';
import { shownAt } from './chat.js';
import type { Day } from './day.js';

/** Where the teacher moves the video meanwhile, in seconds. */
const MOVED_TO = 33;

/**
 * The distant student loses the connection while the others write, ask, raise a hand and move the video, and resumes as
 * the same person.
 * @param words messages that the others write meanwhile
 * @returns ms from the open connection until the messages, the question and the position are shown
 */
export async function loseOne(day: Day, words: number): Promise<number> {
  const { t, people, proxy } = day;
  const { page, wire } = people.far;
  const [{ page: bo, wire: boHears }, { page: cy }] = people.early;
  const { page: ada } = people.teacher;
  const before = { id: wire.clientId, recoveries: wire.recoveries };
  proxy.down();
  await page.getByRole('button', { name: 'Try now' }).waitFor();

  const missed = Array.from({ length: words }, (_, index) => `Meanwhile ${index + 1}`);
  for (const [index, text] of missed.entries()) {
    await write(index % 2 === 0 ? ada : bo, text);
    await shownAt(cy, text);
  }
  day.said.push(...missed);
  await seek(ada, MOVED_TO);
  await showsAt(bo, MOVED_TO);
  await pin(bo, 'Who is there?');
  await openTab(bo, 'Chat');
  await cy.getByRole('button', { name: 'Raise hand' }).click();
  await cy.getByRole('button', { name: 'Lower hand' }).waitFor();

  const upAt = Date.now();
  proxy.up();
  const openAt = await comeBack(page, upAt);
  const shown = [...missed, 'Question at 0:33'].map((each) => shownAt(page, each));
  const last = Math.max(...(await Promise.all(shown)), await movedAt(page, openAt));
  await page.getByRole('tab', { name: 'People 1 raised hand' }).waitFor();
  t.equal(wire.clientId, before.id, 'the client resumes as the same one');
  t.equal(wire.recoveries, before.recoveries + 1, 'with all missed messages');
  t.notOk(boHears.left.has(before.id ?? ''), 'and the others did not see it leave');
  await cy.getByRole('button', { name: 'Lower hand' }).click();
  return last - openAt;
}

/**
 * Presses the button that reconnects immediately until a connection is open that was opened after `since`. Returns when
 * it was opened. Both times are in ms of Date.now().
 */
export async function comeBack(page: Page, since: number): Promise<number> {
  const open = await page.waitForFunction(
    (since) => {
      if (dayNotes.connectedAt >= since) return dayNotes.connectedAt;
      const buttons = [...document.querySelectorAll('button')];
      buttons.find(({ textContent }) => textContent?.trim() === 'Try now')?.click();
      return 0;
    },
    since,
    { polling: 100 },
  );
  return open.jsonValue();
}

/** Resolves when the video has reached the position, with the time in ms of Date.now(). */
async function movedAt(page: Page, since: number): Promise<number> {
  const moved = await page.waitForFunction(
    ([seconds, since]) =>
      dayNotes.looks.find(({ at, position }) => at >= since && Math.abs(position - seconds) < 0.5)?.at,
    [MOVED_TO, since] as const,
  );
  return (await moved.jsonValue()) ?? Number.NaN;
}
