import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { accessible, connected, enter, heard, openDoor, person, scrollsSideways } from './page-steps.js';

const apiKey = 'the-key-of-the-tests';
const { url } = await startServer(t, { apiKey });
const browser = await launchChromium(t);

const call = (method: string, path: string, body: object) =>
  fetch(`${url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

t.test('a room is created with a password, and admits people who know it', async (t) => {
  const ada = await newPage(t, browser);
  await openDoor(ada, url, 'locked');
  await ada.getByLabel('Your name').fill('Ada');
  await ada.getByText('Room settings').click();
  await ada.getByLabel('List this room on the start page').check();
  await ada.getByLabel('Password').fill('abc');
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await ada.getByText('Use at least 4 characters.').waitFor();
  await ada.getByLabel('Password').fill('open sesame');
  await ada.getByLabel('Maximum number of people').fill('x');
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await ada.getByText('Enter a whole number greater than 0.').waitFor();
  await accessible(t, ada, 'the form of the settings');
  await ada.getByLabel('Maximum number of people').fill('2');
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await ada.getByRole('heading', { name: 'locked' }).waitFor();
  await connected(ada).waitFor();
  t.pass('its owner needs no password');

  const bo = await newPage(t, browser);
  await bo.goto(url);
  await bo.getByText('1 of 2 people · Password required').waitFor();
  await accessible(t, bo, 'the list of public rooms');
  await bo.getByText('Open access: anyone can join').waitFor();
  await bo.getByRole('link', { name: 'locked' }).click();
  await bo.getByLabel('Your name').fill('Bo');
  await bo.getByRole('button', { name: 'Join without a microphone' }).click();
  await bo.getByRole('heading', { name: 'locked has a password' }).waitFor();
  await accessible(t, bo, 'the locked door');
  t.notOk(await scrollsSideways(bo));
  await bo.getByLabel('Password').fill('open up');
  await bo.keyboard.press('Enter');
  await bo.getByText('Wrong password.').waitFor();
  await bo.getByLabel('Password').fill('open sesame');
  await bo.keyboard.press('Enter');
  await connected(bo).waitFor();
  await person(ada, 'Bo').waitFor();

  const cy = await newPage(t, browser);
  await cy.addInitScript(() => localStorage.setItem('lectern.name', 'Cy'));
  await cy.goto(`${url}/room/locked`);
  await cy.getByRole('button', { name: 'Join', exact: true }).click();
  await cy.getByLabel('Password').fill('open sesame');
  await cy.keyboard.press('Enter');
  await cy.getByRole('heading', { name: 'locked is full' }).waitFor();
  await accessible(t, cy, 'the full room');
  await bo.getByRole('button', { name: 'Leave' }).click();
  await connected(cy).waitFor();
  t.pass('a waiting person joins as soon as there is a place');
});

t.test('the owner closes a room to newcomers, removes a person, and lets them in again', async (t) => {
  const ada = await newPage(t, browser);
  await openDoor(ada, url, 'ours');
  await ada.getByLabel('Your name').fill('Ada');
  await ada.getByText('Room settings').click();
  await ada.getByLabel('Maximum number of people').fill('9');
  await ada.getByRole('button', { name: 'Join without a microphone' }).click();
  await connected(ada).waitFor();
  const bo = await newPage(t, browser);
  await enter(bo, url, { name: 'Bo', room: 'ours' });
  await person(ada, 'Bo').waitFor();
  t.equal(await bo.getByRole('button', { name: 'Manage room' }).count(), 0, 'only the owner manages it');

  await heard(ada, 'Bo');
  await ada.getByLabel('Actions for Bo').click();
  await ada.getByRole('button', { name: 'Mute: Bo' }).click();
  await bo.getByText('Ada muted you. You can unmute yourself.').first().waitFor();
  await person(ada, 'Bo').getByText('Muted').waitFor({ state: 'attached' });
  await bo.getByRole('button', { name: 'Unmute mic' }).click();
  await heard(ada, 'Bo');

  await ada.getByRole('button', { name: 'Manage room' }).focus();
  await ada.keyboard.press('Enter');
  const dialog = ada.getByRole('dialog', { name: 'Manage room' });
  await dialog.getByRole('radio', { name: 'Nobody new' }).focus();
  await ada.keyboard.press('Space');
  await dialog.getByText('People who are here can stay').waitFor();
  await dialog.getByRole('button', { name: 'Mute everyone' }).click();
  await person(ada, 'Bo').getByText('Muted').waitFor({ state: 'attached' });
  await ada.setViewportSize({ width: 390, height: 844 });
  await accessible(t, ada, 'the dialog to manage a room');
  t.notOk(await scrollsSideways(ada));
  await ada.keyboard.press('Escape');
  await bo.getByText('Closed to newcomers').waitFor({ state: 'attached' });

  const cy = await newPage(t, browser);
  await cy.addInitScript(() => localStorage.setItem('lectern.name', 'Cy'));
  await cy.goto(`${url}/room/ours`);
  await cy.getByRole('button', { name: 'Join without a microphone' }).click();
  await cy.getByRole('heading', { name: 'ours is closed to newcomers' }).waitFor();
  await accessible(t, cy, 'the closed room');

  await ada.getByLabel('Actions for Bo').click();
  await ada.getByRole('button', { name: 'Remove: Bo' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await bo.getByText('You were removed from the room.').waitFor();
  await bo.getByRole('button', { name: 'Rejoin' }).click();
  await bo.getByRole('heading', { name: 'You were removed from this room' }).waitFor();

  await ada.getByRole('button', { name: 'Manage room' }).click();
  await dialog.getByRole('button', { name: 'Let in again: Bo' }).click();
  await ada.getByText('Bo can join again.').first().waitFor();
  await dialog.getByRole('radio', { name: 'Everyone' }).check({ force: true });
  await dialog.getByText('Anyone who is allowed in can join.').waitFor();
  for (const page of [bo, cy]) {
    await page.getByRole('button', { name: 'Try again' }).click();
    await connected(page).waitFor();
  }

  await dialog.getByRole('radio', { name: 'On request' }).check({ force: true });
  await dialog.getByText('New people wait until you let them in.').waitFor();
  const dee = await newPage(t, browser);
  await dee.addInitScript(() => localStorage.setItem('lectern.name', 'Dee'));
  await dee.goto(`${url}/room/ours`);
  await dee.getByRole('button', { name: 'Join without a microphone' }).click();
  await dee.getByRole('heading', { name: 'Waiting to join ours' }).waitFor();
  await accessible(t, dee, 'the page of a person who waits');
  await dialog.getByRole('button', { name: 'Decline: Dee' }).press('Enter');
  await dee.getByRole('heading', { name: 'You weren’t let in' }).waitFor();
  await dialog.getByRole('heading', { name: 'Waiting (0)' }).waitFor();
  await dee.getByRole('button', { name: 'Ask again' }).click();
  const letIn = dialog.getByRole('button', { name: 'Let in: Dee', exact: true });
  await letIn.waitFor();
  await accessible(t, ada, 'the list of people who wait');
  t.notOk(await scrollsSideways(ada));
  await letIn.press('Enter');
  await connected(dee).waitFor();
});

t.test('a room that is in use gets settings only from the first person in it', async (t) => {
  const ada = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'taken' });
  const eve = await newPage(t, browser);
  await openDoor(eve, url, 'taken');
  await eve.getByLabel('Your name').fill('Eve');
  await eve.getByText('Room settings').click();
  await eve.getByLabel('Password').fill('mine now');
  await eve.getByRole('button', { name: 'Join without a microphone' }).click();
  await eve.getByText('This room already has settings, or someone is in it.').waitFor();
  t.equal(await eve.getByRole('heading', { level: 1 }).textContent(), 'taken', 'Eve is still at the door');

  const bo = await newPage(t, browser);
  await enter(bo, url, { name: 'Bo', room: 'taken' });
  await person(ada, 'Bo').waitFor();
  t.equal(
    await bo.getByRole('button', { name: 'Manage room' }).count(),
    0,
    'only the first person manages it',
  );
  await ada.getByRole('button', { name: 'Manage room' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Manage room' });
  await dialog.getByText('You’ve been in this room the longest').waitFor();
  await accessible(t, ada, 'the dialog of the first person in a room');
  await dialog.getByRole('radio', { name: 'Nobody new' }).check({ force: true });
  await dialog.getByText('People who are here can stay').waitFor();
  await bo.getByText('Closed to newcomers').waitFor({ state: 'attached' });
});

t.test('a page follows to the room to which the server moves its user', async (t) => {
  const [ada, bo] = [await newPage(t, browser), await newPage(t, browser)];
  await enter(ada, url, { name: 'Ada', room: 'hall' });
  await enter(bo, url, { name: 'Bo', room: 'hall' });
  await person(bo, 'Ada').waitFor();
  const headers = { authorization: `Bearer ${apiKey}` };
  const { clients } = await (await fetch(`${url}/api/rooms/hall`, { headers })).json();
  const { id } = clients.find(({ username }: { username: string }) => username === 'Ada');
  const order = { room_id: 'group-2', reason: 'work on question 3' };
  t.equal((await call('POST', `/clients/${id}/move`, order)).status, 204);
  await ada.getByText('You were moved to group-2: work on question 3.').first().waitFor();
  await ada.getByRole('heading', { name: 'group-2' }).waitFor();
  await connected(ada).waitFor();
  t.equal(new URL(ada.url()).pathname, '/room/group-2');
  await person(bo, 'Ada').waitFor({ state: 'detached' });
});

t.test('if only presenters are allowed to speak, the others are muted and informed', async (t) => {
  const ada = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'lesson' });
  const bo = await newPage(t, browser);
  await enter(bo, url, { name: 'Bo', room: 'lesson' });
  await heard(ada, 'Bo');
  await call('POST', '/rooms', { room_id: 'lesson', speech: 'presenters' });
  await person(bo, 'Bo').getByText('Only presenters can speak in this room.').waitFor();
  await person(ada, 'Bo').getByText('Can’t speak in this room').waitFor({ state: 'attached' });
  await call('PATCH', '/rooms/lesson', { speech: 'everyone' });
  await person(bo, 'Bo').getByText('Only presenters can speak').waitFor({ state: 'detached' });
  await person(ada, 'Bo').getByText('Can’t speak in this room').waitFor({ state: 'detached' });
  await heard(ada, 'Bo');
});

t.test('a server that requires tokens shows that', async (t) => {
  const strict = await startServer(t, { tokenSecret: 'a secret of the tests that is long enough' });
  const page = await newPage(t, browser);
  await openDoor(page, strict.url, 'blue');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join without a microphone' }).click();
  await page.getByRole('heading', { name: 'You need to log in' }).waitFor();
});
