import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { connected, enter } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

t.test('the microphone can be checked before joining', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(url);
  await page.getByRole('button', { name: 'Test your microphone' }).click();
  await page.getByText('Your microphone works.').waitFor();
  t.not(
    await page.getByRole('combobox', { name: 'Microphone' }).inputValue(),
    '',
    'the microphone in use is selected',
  );
});

t.test('a room is proposed, or read from typed or pasted text', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(url);
  const room = page.getByLabel('Room', { exact: true });
  await page.getByRole('button', { name: 'Suggest a name' }).click();
  t.match(await room.inputValue(), /^[a-z]+-[a-z]+-\d\d$/);

  await page.getByLabel('Your name').fill('Ada');
  await room.fill('no/slash');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByText('Room names start with a letter or digit').waitFor();

  await room.fill(' two  people ');
  await page.getByRole('button', { name: 'Join without a microphone' }).click();
  await page.getByRole('heading', { name: 'two-people' }).waitFor();
  await page.goBack();

  await room.fill('https://elsewhere.example/room/%ED%91%B8%EB%A5%B8-7');
  await page.getByRole('button', { name: 'Join without a microphone' }).click();
  await page.getByRole('heading', { name: '푸른-7' }).waitFor();
  await connected(page).waitFor();
  t.equal(decodeURIComponent(new URL(page.url()).pathname), '/room/푸른-7', 'the room is in the address');

  await page.reload();
  await connected(page).waitFor();
  t.pass('a reload leads back into the room');
  await page.goBack();
  await page.getByRole('heading', { name: 'One room to talk' }).waitFor();
  t.equal(await page.getByLabel('Your name').inputValue(), 'Ada', 'the name is remembered');
});

t.test('a microphone that was only checked is not used in the room', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(url);
  await page.getByRole('button', { name: 'Test your microphone' }).click();
  await page.getByText('Your microphone works.').waitFor();
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Room', { exact: true }).fill('checked');
  await page.getByRole('button', { name: 'Join without a microphone' }).click();
  await page.getByText('Others can’t hear you.').waitFor();
  t.ok(await page.getByRole('button', { name: 'Turn on mic' }).isVisible());
});

t.test('missing input is reported next to its field', async (t) => {
  const page = await newPage(t, browser);
  await page.goto(url);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const name = page.getByLabel('Your name');
  t.equal(await name.getAttribute('aria-invalid'), 'true');
  t.ok(await name.evaluate((input) => input === document.activeElement), 'the first fault has the focus');
  await page.getByText('Enter the name others will see.').waitFor();
  await page.getByText('Enter a room name, or select “Suggest a name”.').waitFor();
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
  await keyboard.type('Ada');
  await keyboard.press('Tab');
  await keyboard.type('keys');
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
  await page.getByRole('heading', { name: '링크 하나로 모여 이야기하는 방' }).waitFor();
  await page.getByRole('button', { name: '이름 추천' }).click();
  t.match(await page.getByLabel('방', { exact: true }).inputValue(), /^\p{sc=Hangul}+-\p{sc=Hangul}+-\d\d$/u);
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
