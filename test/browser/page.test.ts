import t from 'tap';
import { LOST, launchChromium, newPage } from '../helpers/chromium.js';
import { connect, type TestClient } from '../helpers/client.js';
import { freePort } from '../helpers/free-port.js';
import { startServer } from '../helpers/server.js';
import { connected, enter, heard, person, read, reconnect, tryNow, write } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

t.test('two people join by typing, and hear, see and write to each other', async (t) => {
  const permissions = ['clipboard-read', 'clipboard-write', 'microphone'];
  const ada = await newPage(t, browser, { permissions });
  const jun = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'two-people' });
  await ada.getByText('No one else is here yet.').waitFor();

  await ada.getByRole('banner').getByRole('button', { name: 'Copy link' }).click();
  await ada.getByRole('banner').getByRole('button', { name: 'Link copied' }).waitFor();
  const link = await ada.evaluate(() => navigator.clipboard.readText());
  t.equal(link, `${url}/room/two-people`, 'the link names the room');

  await jun.goto(link);
  await jun.getByRole('heading', { name: 'two-people' }).waitFor();
  await jun.getByLabel('Your name').fill('Jun');
  await jun.getByLabel('Your name').press('Enter');
  await Promise.all([person(ada, 'Jun').waitFor(), person(jun, 'Ada').waitFor()]);
  t.pass('they see each other’s names');
  await Promise.all([heard(ada, 'Jun'), heard(jun, 'Ada'), heard(ada, 'Ada')]);
  t.pass('they hear each other');
  await ada.getByRole('status').getByText('Jun joined.').waitFor();

  await write(ada, 'Good morning');
  await read(jun, 'Good morning');
  await write(jun, 'And to you');
  await read(ada, 'And to you');
  t.equal(await ada.getByLabel('Your message').inputValue(), '', 'a sent message has left the box');

  await ada.getByRole('heading', { name: 'two-people' }).click();
  await ada.keyboard.press('m');
  await person(jun, 'Ada').getByText('Muted').waitFor();
  await ada.waitForFunction(() => document.title === 'muted · two-people · Lectern');
  await ada.waitForFunction(() => document.getElementById('icon')?.getAttribute('href')?.includes('muted'));
  t.pass('muting shows in the tab');
  await ada.getByRole('button', { name: 'Unmute mic' }).click();
  await person(jun, 'Ada').getByText('Muted').waitFor({ state: 'detached' });
  await heard(jun, 'Ada');

  await person(ada, 'Jun').getByLabel('Connection to Jun: good').click();
  await person(ada, 'Jun').getByText('Round trip').waitFor();

  await jun.getByRole('button', { name: 'Leave' }).click();
  await jun.getByRole('heading', { name: 'You left two-people' }).waitFor();
  await person(ada, 'Jun').waitFor({ state: 'detached' });
  await jun.getByRole('button', { name: 'Rejoin' }).click();
  await Promise.all([heard(ada, 'Jun'), heard(jun, 'Ada')]);
});

t.test('a camera and a screen can be shown and removed', async (t) => {
  const ada = await newPage(t, browser);
  const jun = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'pictures' });
  await enter(jun, url, { name: 'Jun', room: 'pictures' });
  await heard(jun, 'Ada');
  t.equal(await jun.locator('video').count(), 0, 'no picture is shown before it is requested');
  await ada.getByRole('button', { name: 'Turn on camera' }).click();
  const camera = jun.getByLabel('Ada’s camera');
  await camera.waitFor();
  await jun.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  await ada.getByRole('button', { name: 'Turn off camera' }).click();
  await camera.waitFor({ state: 'detached' });

  await ada.getByRole('button', { name: 'Share screen' }).click();
  await jun.getByLabel('Ada’s screen', { exact: true }).waitFor();
  await ada.getByRole('button', { name: 'Stop screen share' }).click();
  await jun.getByLabel('Ada’s screen', { exact: true }).waitFor({ state: 'detached' });
  await heard(jun, 'Ada');
});

t.test('a person without a microphone hears, is shown as a listener, and can add one later', async (t) => {
  const ada = await newPage(t, browser);
  const jun = await newPage(t, browser);
  await enter(ada, url, { name: 'Ada', room: 'listening' });
  await jun.goto(`${url}/room/listening`);
  await jun.getByLabel('Your name').fill('Jun');
  await jun.getByRole('button', { name: 'Join without a microphone' }).click();
  await heard(jun, 'Ada');
  await person(ada, 'Jun').getByText('Listening only').first().waitFor();
  await jun.getByText('Others can’t hear you').waitFor();
  await jun.getByRole('button', { name: 'Turn on mic' }).click();
  await heard(ada, 'Jun');
});

t.test('a restart of the server shows a banner, keeps unsent text, and recovers', async (t) => {
  const port = await freePort();
  const { server: first, url: address } = await startServer(t, { port });
  const ada = await newPage(t, browser, { expected: LOST });
  const jun = await newPage(t, browser, { expected: LOST });
  await enter(ada, address, { name: 'Ada', room: 'restart' });
  await enter(jun, address, { name: 'Jun', room: 'restart' });
  await Promise.all([heard(ada, 'Jun'), heard(jun, 'Ada')]);

  // The server announced a delay so long that only the button reconnects in time.
  await first.close({ spread: 3_600 });
  await ada.getByText('The server is restarting.').waitFor();
  await write(ada, 'Is anybody there?');
  await ada.getByText('Not sent: you’re not connected.').waitFor();
  t.equal(await ada.getByLabel('Your message').inputValue(), 'Is anybody there?', 'the text stays');

  await tryNow(jun).waitFor();
  await startServer(t, { port });
  for (const page of [ada, jun]) {
    await reconnect(page);
    await connected(page).waitFor();
  }
  await Promise.all([heard(ada, 'Jun'), heard(jun, 'Ada')]);
  await ada.getByRole('button', { name: 'Send' }).click();
  await read(jun, 'Is anybody there?');
});

t.test('a refused message stays in the box; too many end with a page that explains why', async (t) => {
  // The name that the page sends counts like a chat message.
  const { url } = await startServer(t, { chatRate: 0.02, chatBurst: 2, refusals: 2 });
  const page = await newPage(t, browser);
  await enter(page, url, { name: 'Ada', room: 'refused' });
  await write(page, 'one');
  await read(page, 'one');
  await write(page, 'two');
  await page.getByText('Not sent: too many messages at once.').waitFor();
  t.equal(await page.getByLabel('Your message').inputValue(), 'two');
  await write(page, 'three');
  await page.getByRole('heading', { name: 'You’re no longer in the room' }).waitFor();
  await page.getByText('The server rejected too many messages in a short time').waitFor();
  await page.getByText('Close code 4500').waitFor();
});

t.test('markup in a name and in the chat is shown as text', async (t) => {
  const name = '<img src=x onerror=alert(1)>';
  const ada = await newPage(t, browser);
  const jun = await newPage(t, browser);
  for (const page of [ada, jun]) page.on('dialog', (dialog) => t.fail(`a script ran: ${dialog.message()}`));
  await enter(ada, url, { name, room: 'markup' });
  await enter(jun, url, { name: 'Jun', room: 'markup' });
  await person(jun, name).waitFor();
  await write(ada, '<b>bold</b> <script>alert(1)</script> https://example.org/?a=<b>');
  await read(jun, '<b>bold</b> <script>alert(1)</script> https://example.org/?a=<b>');
  t.equal(await jun.locator('#page :is(img, b, script)').count(), 0, 'no element was created from it');
  t.equal(await jun.getByRole('log').getByRole('link').getAttribute('href'), 'https://example.org/?a=');
});

t.test('a room with many people explains what to do if the sound breaks up', async (t) => {
  const ada = await newPage(t, browser, { viewport: { width: 390, height: 844 } });
  await enter(ada, url, { name: 'Ada', room: 'crowd' });
  const come = async (): Promise<TestClient> => {
    const client = await connect(t, `${url}/room/crowd/ws`);
    await client.welcome();
    return client;
  };
  for (let i = 0; i < 6; i++) await come();
  const eighth = await come();
  await ada.waitForFunction(() => document.querySelectorAll('.person').length === 8);
  const more = ada.getByText('9 people is a lot for one device');
  t.equal(await ada.getByText('people is a lot').count(), 0, 'eight are not too many');
  await come();
  await more.waitFor();
  eighth.close();
  await more.waitFor({ state: 'detached' });
});
