import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { startServer } from '../helpers/server.js';
import { come, createClass, createLecture, enroll, hold, lecture, member } from './classes-steps.js';
import { accessible, scrollsSideways } from './page-steps.js';

const browser = await launchChromium(t);

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390, 320]) {
    t.test(
      `${width} px wide in the ${colorScheme} theme, axe finds nothing and nothing is too wide`,
      async (t) => {
        const { url } = await startServer(t);
        const viewport = { width, height: 700 };
        const ada = await newPage(t, browser, { colorScheme, viewport, hasTouch: width < 600 });
        const jun = await newPage(t, browser, { colorScheme, viewport, hasTouch: width < 600 });
        await ada.goto(`${url}/classes`);
        await ada.getByRole('button', { name: 'Continue' }).click();
        await ada.getByText('Write the name').waitFor();
        await looks(t, ada, 'the question for the name');
        await come(ada, `${url}/classes`, 'Ada');
        await ada.getByText('You are in no class yet').waitFor();
        await looks(t, ada, 'the empty lobby');
        const link = await createClass(ada, `Algebra${'e'.repeat(60)}`, 'x'.repeat(300));
        await ada.getByText('No lectures yet').waitFor();
        await looks(t, ada, 'the empty class');
        await come(jun, link, `Jun${'n'.repeat(60)}`);
        await jun.getByRole('heading', { name: 'Enrol in this class' }).waitFor();
        await looks(t, jun, 'the question whether to enrol');
        await jun.getByRole('button', { name: 'Enrol as' }).click();
        await member(ada, 'Jun').waitFor();

        await ada.getByRole('button', { name: 'Create a lecture' }).click();
        await ada.getByLabel('Videos', { exact: true }).fill(`/media/sample.mp4\n${'y'.repeat(200)}`);
        await ada.getByText('1:00', { exact: true }).waitFor();
        await ada.getByRole('button', { name: 'Create lecture' }).click();
        await ada.getByText('One of the videos below').waitFor();
        await looks(t, ada, 'the form of a lecture');
        await ada.keyboard.press('Escape');
        await createLecture(ada, { name: `Numbers${'s'.repeat(100)}` });
        await createLecture(ada, { name: 'Sets', day: '2050-03-04' });
        const held = await hold(t, ada, 'Numbers');
        await held.setLive(true);
        await lecture(jun, 'Numbers').getByText('Live').waitFor();
        await looks(t, jun, 'the class with a live lecture');

        await ada.getByRole('link', { name: 'Your classes' }).click();
        await ada.getByLabel('Link or id of the class').fill('nothing');
        await ada.getByLabel('Link or id of the class').press('Enter');
        await ada.getByText('This is no class’s link.').waitFor();
        await looks(t, ada, 'the lobby with a fault');
        await ada.getByRole('heading', { name: 'Your classes' }).click();
        await ada.keyboard.press('?');
        await ada.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
        await looks(t, ada, 'the shortcuts');
        await ada.goto(`${url}/classes/nowhere`);
        await ada.getByText('There is no class at this address').waitFor();
        await looks(t, ada, 'a class that is not there');
      },
    );
  }
}

async function looks(t: Test, page: Page, what: string): Promise<void> {
  await accessible(t, page, what);
  t.notOk(await scrollsSideways(page), `${what} is not too wide`);
}

t.test('the keyboard alone is enough to make a class and a lecture', async (t) => {
  const { url } = await startServer(t);
  const page = await newPage(t, browser);
  const { keyboard } = page;
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.goto(`${url}/classes`);
  await page.getByLabel('Your name').waitFor();
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await page.getByText('You are in no class yet').waitFor();
  await keyboard.press('n');
  await page.getByRole('dialog').waitFor();
  await keyboard.type('Algebra');
  await keyboard.press('Enter');
  await page.getByText('No lectures yet').waitFor();
  t.equal(await focused(), 'Algebra', 'the new page’s heading has the focus');

  await keyboard.press('n');
  await page.getByRole('dialog').waitFor();
  await keyboard.type('n is a letter here');
  await page.getByRole('button', { name: 'Add the sample video' }).focus();
  await keyboard.press('Enter');
  await page.getByLabel('Name').focus();
  await keyboard.press('Enter');
  await lecture(page, 'n is a letter here').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  t.equal(await focused(), 'n is a letter here', 'the new lecture has the focus');

  await keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByText('Create a lecture').waitFor();
  await help.getByLabel('Keys of this list').uncheck();
  await keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  t.equal(await focused(), 'n is a letter here', 'the focus is back where it was');
  await keyboard.press('n');
  t.equal(await page.getByRole('dialog').count(), 0, 'single keys can be turned off');

  await page.getByRole('button', { name: 'Create a lecture' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  t.equal(await focused(), 'Create a lecture');
});

t.test('the classes speak Korean', async (t) => {
  const { url } = await startServer(t);
  const page = await newPage(t, browser, { locale: 'ko-KR' });
  await page.goto(`${url}/classes`);
  await page.getByRole('heading', { name: '어떤 이름으로 들어올까요?' }).waitFor();
  await page.getByLabel('이름').fill('김하늘');
  await page.getByRole('button', { name: '계속하기' }).click();
  await page.getByText('아직 수업이 없어요').waitFor();
  // With a Korean layout the key that has N on it types ㅜ.
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyN', key: 'ㅜ' })));
  const dialog = page.getByRole('dialog', { name: '수업 만들기' });
  await dialog.getByLabel('제목', { exact: true }).fill('대수학');
  await dialog.getByRole('button', { name: '수업 만들기' }).click();
  await page.getByRole('heading', { name: '대수학', level: 1 }).waitFor();
  await page.getByText('가르치는 수업').waitFor();
  await page.getByRole('button', { name: '강의 만들기' }).click();
  await page.getByLabel('이름').fill('수');
  await page.getByLabel('날짜').fill('2050-03-04');
  await page.getByRole('button', { name: '예시 동영상 넣기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '강의 만들기' }).click();
  await page.getByRole('heading', { name: '예정' }).waitFor();
  await page.locator('.lecture-card').getByText('3월', { exact: true }).waitFor();
  await page.getByText('1명 중 1명 접속').waitFor();
  const jun = await newPage(t, browser);
  await enroll(jun, page.url(), 'Jun');
  await page.getByText('2명 중 2명 접속').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
});
