import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { enroll, lecture } from './classes-steps.js';
import { focused } from './page-steps.js';

const { url } = await startServer(t);
const browser = await launchChromium(t);

t.test('a class and a lecture can be created by keyboard only', async (t) => {
  const page = await newPage(t, browser);
  const { keyboard } = page;
  await page.goto(`${url}/classes`);
  await page.getByLabel('Your name').waitFor();
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await page.getByText('You’re not in any classes yet').waitFor();
  await keyboard.press('e');
  await keyboard.type('n?');
  const link = page.getByLabel('Class link or ID');
  t.equal(await link.inputValue(), 'n?', 'in a text field, keys are letters');
  t.equal(await page.getByRole('dialog').count(), 0);
  await page.getByRole('heading', { name: 'Your classes' }).focus();
  await keyboard.press('n');
  await page.getByRole('dialog').waitFor();
  await keyboard.type('Algebra');
  await keyboard.press('Enter');
  await page.getByText('No lectures yet').waitFor();
  await focused(page, 'Algebra');
  t.pass('the new page’s heading has the focus');

  await keyboard.press('n');
  await page.getByRole('dialog').waitFor();
  await keyboard.type('n is a letter here');
  await page.getByRole('button', { name: 'Add the sample video' }).focus();
  await keyboard.press('Enter');
  await page.getByLabel('Name').focus();
  await keyboard.press('Enter');
  await lecture(page, 'n is a letter here').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await focused(page, 'n is a letter here');
  t.pass('the new lecture has the focus');

  await keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByText('Create a lecture').waitFor();
  await help.getByLabel('Use single-key shortcuts').uncheck();
  await keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await focused(page, 'n is a letter here');
  t.pass('the focus is back where it was');
  await keyboard.press('n');
  t.equal(await page.getByRole('dialog').count(), 0, 'single keys can be turned off');

  await page.getByRole('button', { name: 'Create a lecture' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await focused(page, 'Create a lecture');
});

t.test('the class pages are available in Korean', async (t) => {
  const page = await newPage(t, browser, { locale: 'ko-KR' });
  await page.goto(`${url}/classes`);
  await page.getByRole('heading', { name: '어떤 이름으로 들어갈까요?' }).waitFor();
  await page.getByLabel('이름').fill('김하늘');
  await page.getByRole('button', { name: '계속' }).click();
  await page.getByText('아직 수업이 없어요').waitFor();
  // On a Korean layout, the N key types ㅜ.
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyN', key: 'ㅜ' })));
  const dialog = page.getByRole('dialog', { name: '수업 만들기' });
  await dialog.getByLabel('제목', { exact: true }).fill('대수학');
  await dialog.getByRole('button', { name: '수업 만들기' }).click();
  await page.getByRole('heading', { name: '대수학', level: 1 }).waitFor();
  await page.getByText('가르치는 수업').waitFor();
  await page.getByRole('button', { name: '강의 만들기' }).click();
  await page.getByLabel('이름').fill('수');
  await page.getByLabel('날짜').fill('2050-03-04');
  await page.getByRole('button', { name: '예시 영상 넣기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '강의 만들기' }).click();
  await page.getByRole('heading', { name: '예정된 강의' }).waitFor();
  await page.locator('.lecture-card').getByText('3월', { exact: true }).waitFor();
  await page.getByText('1명 중 1명 접속').waitFor();
  const jun = await newPage(t, browser);
  await enroll(jun, page.url(), 'Jun');
  await page.getByText('2명 중 2명 접속').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
});
