import { readFileSync } from 'node:fs';
import { choose, lecture, member } from '../classes-steps.js';
import { chat, entered, lane, thread } from '../lecture-steps.js';
import type { Day } from './day.js';
import { attendance } from './lesson.js';
import { CLASS, LECTURE } from './morning.js';
import { comeBack } from './outage.js';

/** The server is killed and started again with the same data; the teacher finds everything unchanged. */
export async function restart(day: Day): Promise<void> {
  const { t, people, students } = day;
  const { page: ada } = people.teacher;
  // A page can connect before this process learns that the server is there.
  const killedAt = Date.now();
  await day.restart();
  await Promise.all(day.everybody.map(({ page }) => comeBack(page, killedAt)));

  await ada.getByRole('link', { name: 'Your classes' }).click();
  await ada.getByRole('link', { name: CLASS }).click();
  await ada.getByText('You teach').waitFor();
  for (const { name } of students) await member(ada, name).waitFor();
  await lecture(ada, LECTURE).getByRole('link').click();
  await entered(ada);
  t.pass('the class, its members and the lecture are there');

  await chat(ada).getByText('Meanwhile 1', { exact: true }).waitFor();
  const older = ada.getByRole('button', { name: 'Show older messages' });
  while ((await older.count()) > 0) {
    await older.click();
    await ada.waitForFunction(() => !document.querySelector('.older[disabled]'));
  }
  const texts = await chat(ada).locator('.chat-message p').allInnerTexts();
  t.strictSame(
    texts.filter((text) => day.said.includes(text)),
    day.said,
    'all messages are there, once and in order',
  );

  await lane(ada).getByLabel('Question at 0:33').waitFor();
  await lane(ada).getByLabel('Question at 0:15').click();
  await thread(ada).getByText('Why is 1 no prime?').waitFor();
  await thread(ada).getByText('Because it would be one in every product.').waitFor();
  t.pass('and the questions and their answers');

  const spans = await attendance(day);
  t.strictSame(
    [...spans.values()].map((count) => count > 0),
    day.everybody.map(() => true),
    'and the attendance',
  );
}

/** The teacher downloads the chat and the questions of the lecture. */
export async function readExport({ t, people, said }: Day): Promise<void> {
  const { page: ada } = people.teacher;
  await ada.getByRole('button', { name: 'Leave', exact: true }).click();
  await ada.getByRole('heading', { name: 'People' }).waitFor();
  await choose(lecture(ada, LECTURE).locator('summary'), ada, 'Download chat and questions');
  await ada.getByText('Document (Markdown)').click();
  const [download] = await Promise.all([
    ada.waitForEvent('download'),
    ada.getByRole('button', { name: 'Download', exact: true }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8').split('\n');
  t.strictSame(
    lines.flatMap((line) => said.filter((text) => line === `> ${text}`)),
    said,
    'the export has all messages, once and in order',
  );
  t.ok(lines.includes('> Why is 1 no prime?'), 'and the questions');
  const hidden = ['A slip of the pen', 'May I leave early?'];
  t.notOk(
    lines.some((line) => hidden.some((text) => line.includes(text))),
    'and nothing that was deleted or private',
  );
}
