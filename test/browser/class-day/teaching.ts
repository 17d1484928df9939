import type { Page } from 'playwright-core';
import { choose, createLecture, lecture, member } from '../classes-steps.js';
import { chat, entered, moves, plays, showsAt, write } from '../lecture-steps.js';
import { passDoor } from '../page-steps.js';
import { shownAt } from './chat.js';
import type { Day } from './day.js';

/** The teacher reloads the page during the lecture, which stays live and where it was. */
export async function reloadTeacher({ t, people, students }: Day): Promise<void> {
  const { page, wire } = people.teacher;
  const before = wire.clientId ?? '';
  await page.reload();
  await entered(page);
  await showsAt(page, 10);
  await page.getByRole('button', { name: 'End class' }).waitFor();
  t.equal(wire.clientId, before, 'the teacher resumes as the same client');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await Promise.all(students.map((student) => plays(student.page, true)));
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await Promise.all(students.map((student) => plays(student.page, false)));
  for (const { name, wire } of students)
    t.notOk(wire.left.has(before), `${name} does not see the teacher leave`);
}

/** The teacher deletes a student's message from the chat. */
export async function deleteMessage({ people }: Day): Promise<void> {
  const [{ page: bo }, { page: cy }] = people.early;
  const { page: ada } = people.teacher;
  await write(bo, 'A slip of the pen');
  await shownAt(ada, 'A slip of the pen');
  await ada.getByRole('button', { name: 'Delete message: A slip of the pen' }).click();
  for (const page of [bo, cy]) {
    await page.getByText('A slip of the pen', { exact: true }).waitFor({ state: 'detached' });
  }
}

/** A student writes to the teachers alone, and the teacher answers. */
export async function writePrivately({ t, people }: Day): Promise<void> {
  const [{ page: bo }, { page: cy }] = people.early;
  const { page: ada } = people.teacher;
  await bo.getByRole('group', { name: 'Send to' }).getByText('Teachers', { exact: true }).click();
  await send(bo, 'Your private message to the teachers', 'May I leave early?');
  await shownAt(ada, 'May I leave early?');
  await ada.getByRole('button', { name: 'Reply privately to Bo' }).click();
  await send(ada, 'Your private message to Bo', 'Of course');
  await shownAt(bo, 'Of course');
  for (const page of [ada, bo]) {
    await page.getByRole('group', { name: 'Send to' }).getByText('Everyone', { exact: true }).click();
  }
  await write(bo, 'Thank you');
  await shownAt(cy, 'Thank you');
  t.equal(await chat(cy).getByText('Private').count(), 0, 'others do not see what is private');
}

async function send(page: Page, box: string, text: string): Promise<void> {
  await page.getByLabel(box).fill(text);
  await page.getByLabel(box).press('Enter');
}

/** The teacher makes a student a second teacher, who plans and starts a lecture. Both end again. */
export async function teachTogether(day: Day): Promise<void> {
  const { people } = day;
  const { page: ada } = people.teacher;
  const [{ page: bo }] = people.early;
  await choose(member(ada, 'Bo').locator('summary'), ada, 'Make teacher');
  await ada.getByRole('dialog').getByRole('button', { name: 'Make teacher' }).click();
  await bo.getByText('You teach').waitFor();
  await createLecture(bo, { name: 'Practice', playlist: '' });
  await practise(day);
  await choose(lecture(ada, 'Practice').locator('summary'), ada, 'Delete lecture');
  await ada.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await lecture(bo, 'Practice').waitFor({ state: 'detached' });
  await choose(member(ada, 'Bo').locator('summary'), ada, 'Make student');
  await bo.getByText('You attend').waitFor();
}

/** The lecture has no video: the first teacher's camera and screen are shown, and the second teacher ends the lecture. */
async function practise(day: Day): Promise<void> {
  const { people } = day;
  const { page: ada } = people.teacher;
  const [{ page: bo }, { page: cy }] = people.early;
  const classPage = bo.url();
  await lecture(bo, 'Practice').getByRole('link').click();
  await entered(bo);
  await bo.getByRole('button', { name: 'Start class' }).click();
  for (const page of [ada, cy]) {
    await page.goto(bo.url());
    await entered(page);
  }
  await ada.getByRole('region', { name: 'Stage' }).getByRole('button', { name: 'Turn on camera' }).click();
  await passDoor(ada);
  await ada.getByRole('button', { name: 'Share screen' }).click();
  for (const page of [bo, cy]) {
    await moves(page, 'Ada’s camera');
    await moves(page, 'Ada’s screen');
  }
  await day.picture('camera and screen');
  await bo.getByRole('button', { name: 'End class' }).click();
  await bo.getByRole('dialog').getByRole('button', { name: 'End class' }).click();
  await cy.getByText('Not live', { exact: true }).waitFor();
  for (const page of [ada, bo]) await page.goto(classPage);
}
