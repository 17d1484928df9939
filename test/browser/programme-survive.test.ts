import t, { type Test } from 'tap';
import { signToken } from '../../server/identity/tokens.js';
import type { Options } from '../../server/index.js';
import { LOST, launchChromium } from '../helpers/chromium.js';
import { FaultyProxy } from '../helpers/faulty-proxy.js';
import { startServer } from '../helpers/server.js';
import { accessible, turnMicrophoneOn } from './page-steps.js';
import {
  box,
  card,
  come,
  heard,
  isIn,
  join,
  log,
  makeRoom,
  participant,
  spotlight,
  spotlighted,
  write,
} from './programme-steps.js';

const browser = await launchChromium(t);

/** Two people in one chat room: Ada behind a proxy that can cut her connection, Bo without one. */
async function pair(t: Test, options: Partial<Options> = {}) {
  const { url } = await startServer(t, options);
  const proxy = await FaultyProxy.start(
    () => Number(new URL(url).port),
    () => 0,
  );
  t.teardown(() => proxy.close());
  const ada = await come(t, browser, `http://127.0.0.1:${proxy.port}/programmes/final`, 'Ada', {
    expected: LOST,
  });
  const bo = await come(t, browser, `${url}/programmes/final`, 'Bo');
  await makeRoom(ada, 'Goals', 10);
  await join(bo, 'Goals');
  await participant(ada, 'Bo').waitFor();
  return { proxy, ada, bo };
}

t.test('nothing is missing after a short loss of the connection', async (t) => {
  const { proxy, ada, bo } = await pair(t, { aggroTime: 600, reconnectionTimeout: 300 });
  await turnMicrophoneOn(bo);
  await heard(ada, 'Bo');
  await spotlight(bo, 'Offside!');
  await spotlighted(ada).waitFor();
  proxy.down();
  await ada.getByText('You may be seeing outdated information until the connection is back.').waitFor();
  await accessible(t, ada, 'the room without a connection');
  await heard(ada, 'Bo');
  await write(bo, 'Can you hear me?');
  await write(ada, 'I am away');
  await ada.getByText('Sending…').waitFor();
  await spotlight(ada, 'And this?');
  await ada.getByText('Not sent: you’re not connected. Your text is kept here.').waitFor();
  t.equal(await box(ada).inputValue(), 'And this?');
  proxy.up();
  await log(bo).getByText('I am away').waitFor();
  await log(ada).getByText('Can you hear me?').waitFor();
  t.equal(await log(ada).getByText('I am away').count(), 1);
  t.equal(await log(ada).getByText('You were disconnected').count(), 0);
  await spotlighted(ada).getByText('Offside!').waitFor();
  t.equal(await log(ada).getByText('Bo spotlighted:').count(), 1, 'which does not count as new');
  t.equal(await participant(bo, 'Ada').count(), 1);
});

t.test(
  'a person whose session was given up joins again, is informed of the gap, and is heard again',
  async (t) => {
    const { proxy, ada, bo } = await pair(t, { reconnectionTimeout: 1 });
    await write(ada, 'Hello');
    await log(bo).getByText('Hello').waitFor();
    await turnMicrophoneOn(ada);
    await heard(bo, 'Ada');
    proxy.down();
    await participant(bo, 'Ada').waitFor({ state: 'detached' });
    await write(bo, 'Where are you?');
    proxy.up();
    await participant(bo, 'Ada').waitFor();
    await log(ada).getByText('You were disconnected.').waitFor();
    await log(ada).getByText('Hello').waitFor();
    await heard(bo, 'Ada');
    await write(ada, 'Back again');
    await log(bo).getByText('Back again').waitFor();
  },
);

t.test('a room that ended meanwhile is reported, and can be created again', async (t) => {
  const { proxy, ada, bo } = await pair(t, { reconnectionTimeout: 1 });
  proxy.down();
  await participant(bo, 'Ada').waitFor({ state: 'detached' });
  await bo.getByRole('button', { name: 'Leave' }).click();
  await bo.getByText('No chat rooms yet').waitFor();
  proxy.up();
  await ada.getByRole('heading', { name: 'This room no longer exists' }).waitFor();
  await ada.getByText('You were disconnected for too long').waitFor();
  await ada.getByRole('button', { name: 'Recreate room' }).click();
  await isIn(ada, 'Goals');
  await card(bo, 'Goals').getByText('1 of 10', { exact: true }).waitFor();
});

t.test('if a login is required, missing permissions are explained', async (t) => {
  const tokenSecret = 'a secret of the tests that is long enough';
  const { url } = await startServer(t, { tokenSecret });
  const eve = await come(t, browser, `${url}/programmes/final`, 'Eve');
  await eve.getByText(/link you were given/).waitFor();
  const link = async (name: string, rooms: string[]) => {
    const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
    const grants = { rooms, classes: [], create: false };
    const { token } = await signToken(options, { sub: name, name, grants, ttl: 600 });
    return `${url}/programmes/final#token=${token}`;
  };
  const kim = await come(t, browser, await link('Kim', ['/programme/final']), '');
  await kim.getByText('Your name: Kim').waitFor();
  await kim.getByRole('button', { name: 'Create a room' }).click();
  await kim.getByLabel('Room name').fill('Goals');
  await kim.getByRole('button', { name: 'Create room' }).click();
  await kim.getByText('You don’t have permission to create rooms.').waitFor();
  const lee = await come(t, browser, await link('Lee', ['blue']), '');
  await lee.getByRole('heading', { name: 'Couldn’t open the programme' }).waitFor();
  await lee.getByText('Your login doesn’t give you access.').waitFor();
});
