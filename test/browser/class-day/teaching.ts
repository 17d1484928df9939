import { choose, createLecture, lecture, member } from '../classes-steps.js';
import { entered, plays, showsAt, write } from '../lecture-steps.js';
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

/** The teacher makes a student a second teacher, who plans a lecture. Both end again. */
export async function teachTogether({ people }: Day): Promise<void> {
  const { page: ada } = people.teacher;
  const [{ page: bo }] = people.early;
  await choose(member(ada, 'Bo').locator('summary'), ada, 'Make teacher');
  await ada.getByRole('dialog').getByRole('button', { name: 'Make teacher' }).click();
  await bo.getByText('You teach').waitFor();
  await createLecture(bo, { name: 'Practice' });
  await choose(lecture(ada, 'Practice').locator('summary'), ada, 'Delete lecture');
  await ada.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await lecture(bo, 'Practice').waitFor({ state: 'detached' });
  await choose(member(ada, 'Bo').locator('summary'), ada, 'Make student');
  await bo.getByText('You attend').waitFor();
}
