import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { startServer } from '../helpers/server.js';
import { type Look, looks } from './looks.js';
import { turnMicrophoneOn } from './page-steps.js';
import {
  box,
  card,
  come,
  join,
  log,
  makeRoom,
  spotlight,
  spotlighted,
  vote,
  write,
} from './programme-steps.js';

/** Visits a programme's pages in their states. */
export async function lookAtAll(t: Test, browser: Browser, { colorScheme, width }: Look): Promise<void> {
  const { url } = await startServer(t, { aggroTime: 600 });
  const options = { colorScheme, viewport: { width, height: 700 }, hasTouch: width < 600 };
  const address = `${url}/programmes/final${'l'.repeat(55)}`;
  const narrow = width < 896;
  const ada = await come(t, browser, `${url}/programmes`, 'Ada', options);
  await ada.getByRole('button', { name: 'Open' }).click();
  await ada.getByText('Enter the programme ID').waitFor();
  await looks(t, ada, 'the way to a programme');
  const nobody = await come(t, browser, address, '', options);
  await nobody.getByText('Others in the chat rooms').waitFor();
  await looks(t, nobody, 'the question for the name');

  await ada.goto(address);
  await ada.getByText('No chat rooms yet').waitFor();
  await looks(t, ada, 'a programme without rooms');
  await ada.getByRole('button', { name: 'Create a room' }).click();
  await ada.getByLabel('Maximum number of people').fill('0');
  await ada.getByLabel('Room name').fill('x');
  await ada.getByLabel('Room name').press('Enter');
  await ada.getByText('A whole number from 1').waitFor();
  await looks(t, ada, 'the form of a room');
  await ada.keyboard.press('Escape');
  const title = `Goals${'s'.repeat(60)}`;
  await makeRoom(ada, title, 2);
  await ada.getByText('No messages').waitFor();
  await looks(t, ada, 'the empty room');

  const bo = await come(t, browser, address, `Bo${'o'.repeat(60)}`, options);
  await card(bo, title).waitFor();
  await looks(t, bo, 'a programme with a room');
  await join(bo, title);
  await write(bo, `See https://example.org/${'long'.repeat(40)}`);
  await log(ada).getByText('See').waitFor();
  await spotlight(bo, `Offside! ${'Never again. '.repeat(20)}${'w'.repeat(100)}`);
  await spotlighted(ada).waitFor();
  await vote(ada, 'up');
  await spotlight(ada, 'Me too');
  await ada.getByText('Another message is in the spotlight.').waitFor();
  await looks(t, ada, 'a spotlighted message');
  await bo
    .locator('.hold')
    .getByText(/^\d+ s$/)
    .waitFor();
  await turnMicrophoneOn(bo);
  if (narrow) await bo.getByRole('button', { name: 'Show people' }).click();
  await bo.getByRole('heading', { name: 'People (2)' }).waitFor();
  await bo.getByRole('button', { name: 'Mute mic', exact: true }).waitFor();
  await looks(t, bo, 'the people');

  const cy = await come(t, browser, address, 'Cy', options);
  await card(cy, title).getByText('Full').waitFor();
  await card(cy, title).getByRole('link').click();
  await cy.getByRole('heading', { name: 'is full' }).waitFor();
  await looks(t, cy, 'a room that is full');
  await cy.goto(`${address}/rooms/nothing`);
  await cy.getByText('This room no longer exists').waitFor();
  await looks(t, cy, 'a room that is gone');
  await cy.getByRole('link', { name: 'Back to chat rooms' }).click();
  await makeRoom(cy, 'Everybody', 300);
  await cy.getByText('text only').waitFor();
  await looks(t, cy, 'a room without voices');
  await box(cy).evaluate((area) => (area as HTMLElement).blur());
  await cy.keyboard.press('?');
  await cy.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await looks(t, cy, 'the shortcuts');
}
