import { choose } from '../classes-steps.js';
import {
  answer,
  entered,
  lane,
  member,
  openTab,
  pin,
  recorded,
  seek,
  showsAt,
  speaking,
  thread,
} from '../lecture-steps.js';
import type { Day } from './day.js';

/** Questions are pinned to the video and answered, and one is deleted. */
export async function askQuestions({ people, t }: Day): Promise<void> {
  const [{ page: bo }, { page: cy }] = people.early;
  const { page: ada } = people.teacher;
  await seek(ada, 45);
  await showsAt(cy, 45);
  await pin(cy, 'A mistake', 'Discussion');
  await lane(ada).getByLabel('Discussion at 0:45').waitFor();
  await cy.getByRole('button', { name: 'Delete' }).click();
  await cy.getByRole('region', { name: 'Notifications' }).getByLabel('Dismiss').first().click();
  await lane(ada).getByLabel('Discussion at 0:45').waitFor({ state: 'detached' });

  await seek(ada, 15);
  await showsAt(bo, 15);
  await pin(bo, 'Why is 1 no prime?');
  await seek(ada, 5);
  await lane(ada).getByLabel('Question at 0:15').click();
  await showsAt(bo, 15);
  t.pass('the teacher’s press moves everybody there');
  await answer(ada, 'Because it would be one in every product.');
  await thread(bo).getByText('one in every product').waitFor();
  await cy.getByLabel('React to the lecture').click();
  await cy.getByRole('button', { name: 'Applause' }).click();
  await bo.getByRole('button', { name: 'Vote for this question, 0 votes so far' }).click();
  await ada.getByRole('button', { name: 'Vote for this question, 1 vote so far' }).waitFor();
  await ada.getByRole('button', { name: 'Mark as answered' }).click();
  await lane(cy).getByLabel('Question at 0:15, answered').waitFor();
  for (const page of [ada, bo, cy]) await openTab(page, 'Chat');
}

/** A person records a voice message, and the others hear it. */
export async function talk({ people }: Day): Promise<void> {
  const [{ page: bo }, { page: cy }] = people.early;
  await bo.getByRole('button', { name: 'Record a voice message' }).hover();
  await bo.mouse.down();
  await recorded(bo);
  await bo.mouse.up();
  await cy.getByLabel(/Voice message from Bo/).waitFor();
}

/** Students raise hands; when only the teacher can speak, the teacher allows one to speak and revokes it. */
export async function raiseHands({ people, t }: Day): Promise<void> {
  const [{ page: bo }, { page: cy }] = people.early;
  const { page: di } = people.far;
  const { page: ada } = people.teacher;
  const raise = (page: typeof bo) => page.getByRole('button', { name: 'Raise hand' });
  await openTab(ada, 'People');
  await ada.getByText('Only me').click();
  await bo.getByText('Only the teacher can speak now. Your mic was turned off.').first().waitFor();
  await raise(cy).click();
  await ada.getByRole('button', { name: 'Lower hand: Cy' }).first().click();
  await raise(cy).waitFor();
  await raise(bo).click();
  await ada.getByRole('button', { name: 'Allow to speak: Bo' }).first().click();
  await bo.getByRole('button', { name: 'Unmute mic' }).click();
  await bo.getByRole('button', { name: 'Mute mic', exact: true }).waitFor();
  t.pass('the allowed student turns the microphone on');
  await member(ada, 'Bo').getByLabel('Actions for Bo').click();
  await member(ada, 'Bo').getByRole('button', { name: 'Stop allowing to speak: Bo' }).click();
  await bo.getByRole('button', { name: 'Unmute mic' }).waitFor();
  await raise(di).click();
  await ada.getByRole('button', { name: 'Lower all hands' }).click();
  await raise(di).waitFor();
  await speaking(ada).getByText('Everyone', { exact: true }).click();
  await openTab(ada, 'Chat');
}

/** A student is muted and then removed, and joins again once the teacher allows it. */
export async function sendOut({ people }: Day): Promise<void> {
  const [, { page: cy }] = people.early;
  const { page: ada } = people.teacher;
  await cy.getByRole('button', { name: 'Unmute mic' }).click();
  await cy.getByRole('button', { name: 'Mute mic', exact: true }).waitFor();
  await openTab(ada, 'People');
  await choose(member(ada, 'Cy').getByLabel('Actions for Cy'), ada, 'Mute: Cy');
  await cy.getByText('Ada muted you. You can unmute yourself.').first().waitFor();
  await cy.getByRole('button', { name: 'Unmute mic' }).waitFor();
  await member(ada, 'Cy').getByLabel('Actions for Cy').click();
  await member(ada, 'Cy').getByRole('button', { name: 'Remove: Cy' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await cy.getByRole('heading', { name: 'You were removed from the lecture' }).waitFor();
  await member(ada, 'Cy').waitFor({ state: 'detached' });
  await ada.getByRole('button', { name: 'Let in again: Cy' }).click();
  await ada.getByRole('region', { name: 'Removed people (1)' }).waitFor({ state: 'detached' });
  await cy.getByRole('button', { name: 'Try again' }).click();
  await entered(cy);
  await member(ada, 'Cy').waitFor();
}

/** Number of attendance spans of each person that the teacher sees. */
export async function attendance({ people, everybody }: Day): Promise<Map<string, number>> {
  const { page } = people.teacher;
  await openTab(page, 'People');
  await page.getByRole('button', { name: 'Attendance' }).click();
  const dialog = page.getByRole('dialog', { name: 'Attendance' });
  await dialog.getByRole('table').waitFor();
  const spans = new Map<string, number>();
  for (const { name } of everybody) {
    spans.set(name, await dialog.getByRole('row', { name }).locator('td:nth-of-type(1) time').count());
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await openTab(page, 'Chat');
  return spans;
}

/** A student leaves; then the teacher ends the live lecture and leaves too. */
export async function endLecture({ people }: Day): Promise<void> {
  const [{ page: bo }, { page: cy }] = people.early;
  const { page: ada } = people.teacher;
  await bo.getByRole('button', { name: 'Leave', exact: true }).click();
  await bo.getByRole('heading', { name: 'People' }).waitFor();
  await ada.getByRole('button', { name: 'End class' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'End class' }).click();
  await cy.getByText('Not live', { exact: true }).waitFor();
  await ada.getByRole('button', { name: 'Leave', exact: true }).click();
  await ada.getByRole('heading', { name: 'People' }).waitFor();
}
