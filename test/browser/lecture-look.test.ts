import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { come, entered, known, member, openHall, openTab, seek } from './lecture-steps.js';
import { accessible, focused, passDoor, scrollsSideways } from './page-steps.js';

const browser = await launchChromium(t);

for (const [colorScheme, viewport] of [
  ['light', { width: 1280, height: 800 }],
  ['dark', { width: 390, height: 844 }],
  ['light', { width: 320, height: 568 }],
  ['dark', { width: 1280, height: 800 }],
] as const) {
  t.test(`axe finds no violations in the ${colorScheme} theme at ${viewport.width} px`, async (t) => {
    const hall = await openHall(t, 1);
    const options = { colorScheme, viewport, hasTouch: viewport.width < 800 };
    const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] }, options);
    const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] }, options);
    const check = async (what: string, page = ada): Promise<void> => {
      await accessible(t, page, what);
      t.notOk(await scrollsSideways(page), `${what} is no wider than the window`);
    };
    await check('the empty lecture');
    await check('the lecture as a student waits', bo);
    await seek(ada, 20);
    await ada.getByLabel('Your message to everyone').fill('See https://example.org/');
    await ada.getByLabel('Your message to everyone').press('Enter');
    await ada.getByRole('log').getByRole('link').waitFor();
    await check('the chat');
    await ada.getByRole('button', { name: 'Ask here' }).click();
    await ada.getByRole('button', { name: 'Pin' }).click();
    await check('the form for a question');
    await ada.getByLabel('Your question or opening message').fill('Why?');
    await ada.getByRole('button', { name: 'Pin' }).click();
    await ada.getByLabel('Your reply').waitFor();
    await check('a thread');
    await ada.getByRole('button', { name: 'All questions' }).click();
    await check('the questions');
    await bo.getByRole('button', { name: 'Watch on your own' }).click();
    await bo.getByRole('button', { name: 'Raise hand' }).click();
    await openTab(ada, 'People');
    await ada.getByText('Only me').click();
    await member(ada, 'Bo').getByLabel('Actions for Bo').click();
    await check('the people');
    await check('a student who looks away', bo);
    await ada.keyboard.press('Escape');
    await ada.getByRole('button', { name: 'Attendance' }).click();
    await ada.getByRole('table').waitFor();
    await check('attendance');
    await ada.keyboard.press('Escape');
    await ada.getByRole('button', { name: 'Start class' }).click();
    await ada.getByRole('button', { name: 'End class' }).click();
    await check('the question before the end');
    await ada.keyboard.press('Escape');
    await ada.getByRole('button', { name: 'Record a voice message' }).focus();
    await ada.keyboard.press(' ');
    await ada.getByText('Your microphone works.').waitFor();
    await check('the door');
    await passDoor(ada);
    await ada.keyboard.down(' ');
    await ada.getByText(/Recording \d:\d\d/).waitFor();
    await check('the lecture while one talks');
    await ada.keyboard.press('Escape');
    await ada.keyboard.up(' ');
    await member(ada, 'Bo').getByLabel('Actions for Bo').click();
    await member(ada, 'Bo').getByRole('button', { name: 'Remove: Bo' }).click();
    await check('the question before a removal');
    await ada.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await bo.getByRole('heading', { name: 'You were removed from the lecture' }).waitFor();
    await ada.getByRole('region', { name: 'Removed people (1)' }).waitFor();
    await check('the removed people');
    await check('the page of who was sent out', bo);
    await bo.goto(`${hall.url}0000`);
    await bo.getByRole('heading', { name: 'Lecture not found' }).waitFor();
    await check('the page without a lecture', bo);
  });
}

t.test('on a phone, all controls are large enough for a finger', async (t) => {
  const hall = await openHall(t, 1);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] }, phone);
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] }, phone);
  await bo.getByRole('button', { name: 'Raise hand' }).click();
  const small = () =>
    ada.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.lecture :is(button, summary, select, textarea)')]
        .filter((each) => each.checkVisibility() && !each.closest('.top, details:not([open]) > .panel'))
        .map((each) => ({ box: each.getBoundingClientRect(), name: each.ariaLabel ?? each.textContent }))
        // The columns of the bottom row share the available width.
        .filter(({ box }) => box.height < 43 || box.width < 27)
        .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
    );
  for (const tab of ['Chat', 'People', 'Questions'] as const) {
    await openTab(ada, tab);
    t.strictSame(await small(), [], tab);
  }
});

t.test('the Korean page contains no English', async (t) => {
  const hall = await openHall(t, 1, { lectureName: '소수' });
  const options = { locale: 'ko-KR' };
  const ada = await come(t, browser, hall, { name: '에이다', token: hall.tokens[0] }, options);
  const jun = await come(t, browser, hall, { name: '준', token: hall.tokens[1] }, options);
  t.equal(await ada.evaluate(() => document.documentElement.lang), 'ko');
  await jun.getByText('선생님을 기다리는 중').waitFor();
  await jun.getByRole('button', { name: '손 들기' }).click();
  await ada.getByRole('tab', { name: '참여자 1명이 손을 들었어요' }).click();
  await ada.getByText('나만').click();
  await ada.getByRole('button', { name: '발언 허용: 준 님' }).first().click();
  await jun.getByText('이제 말할 수 있어요. 마이크를 켜 주세요.').first().waitFor();
  await jun.getByRole('button', { name: '여기에 질문하기' }).click();
  await jun.getByLabel('질문 또는 토론 내용').fill('왜요?');
  await jun.getByRole('button', { name: '남기기', exact: true }).click();
  await jun.getByLabel('내 답글').waitFor();
  for (const page of [ada, jun]) {
    for (const tab of ['채팅', '참여자', '질문']) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      const words = await page.evaluate(() => {
        const labels = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].map(
          (each) => `${each.ariaLabel} ${each.getAttribute('title')} ${each.getAttribute('placeholder')}`,
        );
        return [document.body.innerText, ...labels].join(' ').match(/[A-Za-z]{3,}/g) ?? [];
      });
      const known = new Set([
        'null',
        'English',
        'Lectern',
        'Shift',
        'Enter',
        'Esc',
        'Fake',
        'Default',
        'Audio',
        'Input',
      ]);
      t.same(
        [...new Set(words)].filter((word) => !known.has(word)),
        [],
        tab,
      );
    }
  }
});

t.test('the lecture can be joined, watched and left by keyboard only', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await ada.keyboard.press('?');
  await ada.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Play or pause').first().waitFor();
  await ada.keyboard.press('Escape');
  await ada.keyboard.press('k');
  await bo.waitForFunction(() => document.querySelector('video')?.paused === false);
  await ada.keyboard.press(' ');
  await bo.waitForFunction(() => document.querySelector('video')?.paused === true);
  await ada.keyboard.press('Shift+N');
  await bo.waitForFunction(() => document.querySelector('video')?.src.endsWith('?again'));
  await bo.keyboard.press('l');
  await bo.getByText('Watching on your own', { exact: true }).waitFor();
  await bo.keyboard.press('ArrowRight');
  await bo.getByText(/ahead of the lecture/).waitFor();
  await bo.keyboard.press('l');
  await bo.getByText('Paused by the teacher').waitFor();
  await bo.keyboard.press('h');
  await ada.keyboard.press('p');
  await ada.getByRole('list').getByText('Bo').first().waitFor();
  t.equal(await ada.evaluate(() => document.activeElement?.id), 'tab-people');
  await ada.keyboard.press('ArrowLeft');
  t.equal(await ada.evaluate(() => document.activeElement?.id), 'tab-chat');
  await openTab(bo, 'Questions');
  await bo.getByRole('heading', { level: 1 }).click();
  await bo.keyboard.press('c');
  await bo.waitForFunction(() => document.activeElement instanceof HTMLTextAreaElement);
  await bo.keyboard.type('kl');
  await bo.keyboard.press('Enter');
  await ada.getByRole('log').getByText('kl').waitFor();
  t.pass('in a text field, keys are letters');
  await bo.getByRole('button', { name: 'Leave' }).press('Enter');
  await bo.getByRole('heading', { name: 'Algebra' }).waitFor();
  await bo.goBack();
  await entered(bo);
  await focused(bo, 'Prime numbers');
  t.pass('the heading has the focus');
});

t.test('the layout is shown before the lecture has loaded', async (t) => {
  const hall = await openHall(t, 0);
  const ada = await known(t, browser, { name: 'Ada', token: hall.tokens[0] }, { expected: /WebSocket/ });
  await ada.routeWebSocket(/\/ws/, () => {});
  await ada.goto(hall.url);
  await ada.getByRole('heading', { name: 'Opening the lecture…' }).waitFor();
  await accessible(t, ada, 'the lecture that is being opened');
});
