import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { signToken } from '../../server/identity/tokens.js';
import { apiKey, callApi } from '../helpers/api.js';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { accessible, scrollsSideways } from './page-steps.js';
import { pressable } from './pressable.js';

const tokenSecret = 'the-token-secret-of-the-tests-0123';
const few = 'a-key-with-few-scopes';
const seeing = 'a-key-that-only-sees';
const apiKeys = [`few=rooms:read+classes:read=${few}`, `sees=admin+rooms:read+classes:read=${seeing}`];
const server = await startServer(t, { apiKey, apiKeys, tokenSecret });
const browser = await launchChromium(t);

const tokenOf = async (sub: string, name: string, admin = false): Promise<string> => {
  const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  const grants = { rooms: ['*'], create: true, ...(admin && { admin }) };
  return (await signToken(options, { sub, name, grants })).token;
};

/** A program that is in a room as a user. */
async function join(t: Test, room: string, name: string) {
  const client = await connect(t, server.wsUrl(`/room/${room}/ws?login=1&deltas=1`));
  const { data } = await client.request('login', { token: await tokenOf(name.toLowerCase(), name) });
  t.match(data, { status: 'ok' });
  return client;
}

/** Opens the page, and logs in with a key. */
async function open(page: Page, key = apiKey): Promise<void> {
  await page.goto(`${server.url}/admin`);
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

/** Opens the page in a new window. */
async function opened(t: Test, options: Parameters<typeof newPage>[2] = {}): Promise<Page> {
  const page = await newPage(t, browser, options);
  await open(page);
  await page.getByRole('heading', { name: 'Live rooms' }).waitFor();
  return page;
}

/** Shows the people in a room. */
async function showPeople(page: Page, room: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${room}`) }).click();
  await page.getByRole('table', { name: room }).waitFor();
}

/** Chooses an action in a menu. */
async function choose(page: Page, menu: string, action: string): Promise<void> {
  await page.getByLabel(menu, { exact: true }).click();
  await page.getByRole('button', { name: action, exact: true }).click();
}

/** Waits until screen readers are told what was done. Unlike the short notice, the text stays. */
const told = (page: Page, text: string): Promise<void> =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' });

t.test('only administrators can open the page', async (t) => {
  const refused = { expected: /40[13]/ };
  const page = await newPage(t, browser, refused);
  await open(page, 'wrong');
  await page.getByText('Couldn’t log in').waitFor();
  await page.getByRole('heading', { name: 'Nodes' }).waitFor({ state: 'detached' });
  await page.getByLabel('API key').fill(apiKey);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nodes' }).waitFor();
  t.equal(await page.evaluate(() => JSON.stringify(localStorage).includes('the-key')), false);
  await page.reload();
  await page.getByRole('heading', { name: 'Nodes' }).waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('API key').waitFor();
  t.equal(await page.evaluate(() => sessionStorage.getItem('lectern.admin')), null);

  const users = await newPage(t, browser, refused);
  await users.goto(`${server.url}/admin#token=${await tokenOf('ada', 'Ada')}`);
  await users.getByText('Your login isn’t that of an administrator').waitFor();
  const admins = await newPage(t, browser);
  await admins.goto(`${server.url}/admin#token=${await tokenOf('kim', 'Kim', true)}`);
  await admins.getByRole('heading', { name: 'Nodes' }).waitFor();
});

t.test('an administrator mutes, sends out and bans people, and closes rooms', async (t) => {
  await callApi(server, 'POST', '/rooms', { room_id: 'physics', title: 'Physics', owner: 'kim' });
  const [ann, ben, cho] = await Promise.all(['Ann', 'Ben', 'Cho'].map((name) => join(t, 'physics', name)));
  if (!ann || !ben || !cho) throw new Error('expected three clients');
  const page = await opened(t);
  await showPeople(page, 'Physics');

  await choose(page, 'Actions for Ann', 'Mute');
  t.match((await ann.next('stop-media')).data, { media: 'microphone', by: 'the server administrator' });
  await told(page, 'Ann is muted.');
  await choose(page, 'Actions for room Physics', 'Mute everyone');
  for (const client of [ann, ben]) t.match((await client.next('stop-media')).data, { media: 'microphone' });
  await told(page, 'Everyone in Physics is muted.');

  await choose(page, 'Actions for Ann', 'Send out');
  await page.getByRole('dialog', { name: 'Send Ann out?' }).getByText('Send out', { exact: true }).click();
  t.match(await ann.closed, { code: 4503 });
  await told(page, 'Ann was sent out.');
  await page.getByLabel('Actions for Ann').waitFor({ state: 'detached' });

  await choose(page, 'Actions for Ben', 'Ban from this room');
  await page.getByRole('dialog').getByRole('button', { name: 'Ban from this room' }).click();
  t.match(await ben.closed, { code: 4503 });
  await told(page, 'Ben is banned from the room.');
  const { data: bans } = await callApi(server, 'GET', '/rooms/physics/bans');
  t.match(bans, { bans: [{ user: 'ben' }] });
  await page.getByRole('button', { name: 'Lift ban: Ben' }).click();
  await told(page, 'Ben can join the room again.');
  t.match((await callApi(server, 'GET', '/rooms/physics/bans')).data, { bans: [] });

  const ann2 = await join(t, 'physics', 'Ann');
  await page.getByLabel('Actions for Ann').waitFor();
  await choose(page, 'Actions for Ann', 'Ban from the server');
  await page.getByRole('dialog').getByRole('button', { name: 'Ban from the server' }).click();
  t.match(await ann2.closed, { code: 4503 });
  await told(page, 'Ann is banned from the server.');
  await page.getByRole('button', { name: 'Lift ban: ann' }).click();
  await told(page, 'The ban on ann was lifted.');
  await page.getByText('Nobody is banned from the server.').waitFor();
  t.match((await callApi(server, 'GET', '/revocations')).data, { revocations: [] });

  await choose(page, 'Actions for room Physics', 'Close room');
  await page.getByRole('dialog', { name: 'Close Physics?' }).getByText('Close room', { exact: true }).click();
  t.match(await cho.closed, { code: 4503 });
  await told(page, 'Physics is closed.');
  await page.getByText('Nobody is in a room').waitFor();
});

t.test('the page names the scope that a key lacks', async (t) => {
  const dan = await join(t, 'lab', 'Dan');
  const page = await newPage(t, browser, { expected: /status of 40[34]/ });
  await open(page, few);
  await page.getByText('This key lacks the scope admin. Use a key that has it.').waitFor();
  await open(page, seeing);
  await page.getByText('This key lacks the scope users.').waitFor();
  await showPeople(page, 'lab');
  await choose(page, 'Actions for Dan', 'Mute');
  await told(page, 'This key lacks the scope rooms:write. Use a key that has it.');
  dan.send('bye');
  await dan.closed;
  await page.getByText('Nobody is in a room').waitFor();
});

t.test('the page shows budgets and refusals, and changes without being reloaded', async (t) => {
  const page = await opened(t);
  const log = page.getByRole('meter', { name: 'Messages kept for reconnecting' });
  t.ok(Number(await log.getAttribute('max')) > 0);
  const eve = await join(t, 'green', 'Eve');
  await page.getByRole('button', { name: /^green/ }).waitFor();
  await eve.request('get-room-info', { room_id: 'red' });
  const row = page.getByRole('row', { name: /get-room-info/ });
  await row.waitFor();
  t.match(await row.innerText(), /not in the room[\s\S]*eve/);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await page.getByText(/^Paused/).waitFor();
  await page.getByRole('button', { name: 'Resume updates' }).click();
  await page.getByText(/every 5 seconds/).waitFor();
});

t.test('every control can be reached on a phone and in a wide window, in both languages', async (t) => {
  const room = 'a-room-with-a-long-name-for-a-phone';
  await join(t, room, 'Somebody with a long name');
  const page = await opened(t);
  await showPeople(page, room);
  await pressable(t, page, 'the page');
  await page.setViewportSize({ width: 390, height: 844 });
  await accessible(t, page, 'the page');
  t.notOk(await scrollsSideways(page));
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByRole('heading', { name: '열려 있는 방' }).waitFor();
  t.notOk(await scrollsSideways(page));
});
