import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { connected, enter } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

t.test('the microphone can be checked before joining', async (t) => {
  const page = await newPage(t, browser);
  await page.addInitScript(() => localStorage.setItem('lectern.listen-only', 'yes'));
  await page.goto(`${url}/room/checked`);
  await page.getByRole('button', { name: 'Test your microphone' }).click();
  await page.getByText('Your microphone works.').waitFor();
  await page
    .getByRole('combobox', { name: 'Microphone' })
    .and(page.locator(':has(option:checked:not([value=""]))'))
    .waitFor();
  t.pass('the microphone in use is selected');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join without a microphone' }).click();
  await page.getByText('Others can’t hear you.').waitFor();
  t.ok(await page.getByRole('button', { name: 'Turn on mic' }).isVisible(), 'it is not used in the room');
});

t.test('the start page leads to a new room, to classes, and to where a link points', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(url);
  await page.getByText('This server is in open mode').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('This server is in open mode').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Start meeting' }).click();
  await page.waitForURL(/\/room\/[a-z]+-[a-z]+-\d\d$/);
  await page.getByText('Room settings').waitFor();
  await page.goBack();

  await page.getByRole('button', { name: 'Go to your classes' }).click();
  await page.waitForURL(`${url}/classes`);
  await page.goBack();

  const room = page.getByLabel('Room name (optional)');
  await room.fill('no/slash');
  await room.press('Enter');
  await page.getByText('Room names start with a letter or digit').waitFor();
  t.equal(await room.getAttribute('aria-invalid'), 'true');
  await room.fill(' two  people ');
  await room.press('Enter');
  await page.getByRole('heading', { name: 'two-people' }).waitFor();
  await page.goBack();

  const link = page.getByLabel('Link or room name');
  await link.press('Enter');
  await page.getByText('Paste a link, or enter the name of a room.').waitFor();
  await link.fill('https://elsewhere.example/about');
  await link.press('Enter');
  await page.getByText('This is neither a link').waitFor();
  t.ok(await link.evaluate((input) => input === document.activeElement), 'the field has the focus');
  for (const path of [
    '/classes/7b1c9c1e-3a52-4e4b-9a05-0d3c3b0e9a11',
    '/classes/7b1c9c1e-3a52-4e4b-9a05-0d3c3b0e9a11/lectures/3',
    '/programmes/news',
  ]) {
    await link.fill(url + path);
    await link.press('Enter');
    await page.waitForURL(url + path);
    await page.goBack();
  }
  await link.fill('https://elsewhere.example/room/%ED%91%B8%EB%A5%B8-7');
  await link.press('Enter');
  await page.getByRole('heading', { name: '푸른-7' }).waitFor();
  t.equal(await page.getByText('Room settings').count(), 0, 'a room that somebody else has created');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join without a microphone' }).click();
  await connected(page).waitFor();
  t.equal(decodeURIComponent(new URL(page.url()).pathname), '/room/푸른-7', 'the room is in the address');

  await page.reload();
  await connected(page).waitFor();
  t.pass('a reload leads back into the room');
  await page.goBack();
  await page.getByRole('heading', { name: 'Meet, teach and learn together' }).waitFor();
  t.equal(await page.getByText('This server is in open mode').count(), 0, 'the note stays away');
  await page.goto(`${url}/room/no%20room`);
  await page.getByRole('heading', { name: 'This isn’t a room name' }).waitFor();
});

t.test('a missing name is reported next to its field', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(`${url}/room/nameless`);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const name = page.getByLabel('Your name');
  t.equal(await name.getAttribute('aria-invalid'), 'true');
  t.ok(await name.evaluate((input) => input === document.activeElement), 'the fault has the focus');
  await page.getByText('Enter the name others will see.').waitFor();
});

t.test('a blocked microphone is explained, and joining without one is possible', async (t) => {
  const denying = await launchChromium(t, { args: ['--use-fake-ui-for-media-stream=deny'] });
  const page = await newPage(t, denying);
  await page.goto(`${url}/room/denied`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByText('Your browser isn’t allowed to use the microphone.').waitFor();
  await page.getByText('allow the microphone, then try again').waitFor();
  await page.getByRole('button', { name: 'Join without a microphone' }).click();
  const people = page.getByRole('region', { name: 'People in the room' });
  await people.getByText('Your browser isn’t allowed to use the microphone.').waitFor();
  t.ok(await people.getByRole('button', { name: 'Try again' }).isVisible(), 'the room shows it too');
});

t.test('the keyboard alone is sufficient', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(url);
  const { keyboard } = page;
  const tabTo = async (label: string) => {
    const reached = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    for (let steps = 0; steps < 40 && (await reached()) !== label; steps++) await keyboard.press('Tab');
    t.equal(await reached(), label, `Tab reaches “${label}”`);
  };
  await tabTo('Switch to dark theme');
  await keyboard.press('Tab');
  await keyboard.type('keys');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'keys' }).waitFor();
  await tabTo('Switch to dark theme');
  await keyboard.press('Tab');
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await connected(page).waitFor();
  await page.getByRole('button', { name: 'Mute mic', exact: true }).waitFor();
  await keyboard.press('m');
  await page.getByRole('button', { name: 'Unmute mic' }).waitFor();

  await tabTo('Connected. Diagnostics');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Diagnostics' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await tabTo('Microphone options');
  await keyboard.press('Enter');
  await page.getByLabel('Press M to mute').waitFor();
  await keyboard.press('Escape');
  await page.getByLabel('Press M to mute').waitFor({ state: 'hidden' });
  await tabTo('Leave');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You left keys' }).waitFor();
});

t.test("the page is in the browser's language, Korean or English, and a switch changes it", async (t) => {
  const page = await newPage(t, browser, { locale: 'ko-KR' });
  await page.goto(url);
  t.equal(await page.locator('html').getAttribute('lang'), 'ko');
  await page.getByRole('heading', { name: '함께 만나고, 가르치고, 배우는 곳' }).waitFor();
  await page.getByRole('button', { name: '만남 시작하기' }).click();
  const room = await page.getByRole('heading', { level: 1, name: /-\d\d$/ }).textContent();
  t.match(room, /^\p{sc=Hangul}+-\p{sc=Hangul}+-\d\d$/u);
  await page.getByLabel('이름').fill('김하늘');
  await page.getByRole('button', { name: '들어가기', exact: true }).click();
  await page.getByText('아직 아무도 오지 않았어요.').waitFor();
  await page.getByRole('button', { name: '마이크 끄기' }).waitFor();
  // On a Korean layout, the M key types ㅡ.
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyM', key: 'ㅡ' })));
  await page.getByRole('button', { name: '마이크 켜기' }).waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Unmute mic' }).waitFor();
  t.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.reload();
  t.equal(await page.locator('html').getAttribute('lang'), 'en', 'the choice is remembered');
});

t.test('a button turns on sound that the browser blocks', async (t) => {
  const strict = await launchChromium(t, { args: ['--autoplay-policy=user-gesture-required'] });
  const ada = await newPage(t, strict);
  await enter(ada, url, { name: 'Ada', room: 'sound' });
  const jun = await newPage(t, strict);
  await jun.addInitScript(() => {
    localStorage.setItem('lectern.name', 'Jun');
    localStorage.setItem('lectern.listen-only', 'yes');
    // As after a reload, without the gesture of joining.
    sessionStorage.setItem('lectern.session', JSON.stringify({ path: '/room/sound', ticket: 'expired' }));
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      const played = play.call(this);
      played.catch((error: Error) => console.log(error.name));
      return played;
    };
  });
  // Inspecting the page would count as a user gesture and turn the sound on, so the test waits for a message.
  const refused = jun.waitForEvent('console', (message) => message.text() === 'NotAllowedError');
  await jun.goto(`${url}/room/sound`);
  await refused;
  await jun.getByRole('button', { name: 'Turn on sound' }).click();
  await jun.getByRole('button', { name: 'Turn on sound' }).waitFor({ state: 'detached' });
});
