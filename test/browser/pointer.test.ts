import t from 'tap';
import { launchChromium, newPage } from '../helpers/chromium.js';
import { come, openHall, openTab, pin } from './lecture-steps.js';
import { enter, passDoor, scrollsSideways } from './page-steps.js';
import { pressable } from './pressable.js';
import * as programme from './programme-steps.js';

const browser = await launchChromium(t);

t.test('every control of a room can be pressed where it is drawn', async (t) => {
  const hall = await openHall(t, 0);
  const { url } = hall.server;
  const ada = await newPage(t, browser);
  await ada.goto(url);
  await pressable(t, ada, 'the start page');
  await ada.goto(`${url}/room/blue`);
  await ada.getByLabel('Your name').waitFor();
  await pressable(t, ada, 'the door of a room');
  await enter(ada, url, { name: 'Ada', room: 'blue' });
  await pressable(t, ada, 'the people of a room');
  await ada.setViewportSize({ width: 390, height: 844 });
  await ada.getByRole('button', { name: 'Show chat' }).click();
  await ada.getByLabel('Your message').click();
  await ada.keyboard.type('By hand');
  await ada.getByRole('button', { name: 'Send' }).click();
  await ada.getByRole('log').getByText('By hand').waitFor();
  await pressable(t, ada, 'the chat of a room');
});

t.test('every control of classes and lectures can be pressed where it is drawn', async (t) => {
  const hall = await openHall(t, 1);
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await bo.getByRole('button', { name: 'Raise hand' }).click();
  await pin(ada, 'Why?');
  for (const tab of ['Chat', 'People', 'Questions'] as const) {
    await openTab(ada, tab);
    await pressable(t, ada, `a teacher’s lecture, ${tab}`);
    await openTab(bo, tab);
    await pressable(t, bo, `a student’s lecture, ${tab}`);
  }
  for (const page of [ada, bo]) {
    const boxes = await page.evaluate(() =>
      ['.stage', '.transport', '.lecture > .controls'].map((selector) =>
        document.querySelector(selector)?.getBoundingClientRect().toJSON(),
      ),
    );
    t.ok(
      boxes.every(({ top, bottom }) => top >= 0 && bottom <= 390),
      'the controls are on the screen of a turned phone',
    );
    t.ok(boxes[0].height > 390 / 2, `the video has ${boxes[0].height} of 390 px`);
  }
  await ada.getByRole('button', { name: 'Leave' }).click();
  await ada.getByRole('heading', { name: 'Algebra' }).waitFor();
  await pressable(t, ada, 'a class');
  await ada.goto(`${hall.server.url}/classes`);
  await ada.getByRole('link', { name: 'Algebra' }).waitFor();
  await pressable(t, ada, 'the classes');
});

t.test('every control of a stage without videos can be pressed where it is drawn', async (t) => {
  const hall = await openHall(t, 1, { playlist: '' });
  const ada = await come(t, browser, hall, { name: 'Ada', token: hall.tokens[0] });
  const bo = await come(t, browser, hall, { name: 'Bo', token: hall.tokens[1] });
  await pressable(t, ada, 'the empty stage');
  await ada.getByRole('button', { name: 'Share screen' }).last().click();
  await passDoor(ada);
  await ada.getByLabel('Ada’s screen').first().waitFor();
  await ada.getByRole('button', { name: 'Turn on camera' }).click();
  await ada.getByLabel('Ada’s camera').waitFor();
  await pressable(t, ada, 'the stage');
  t.notOk(await scrollsSideways(ada));
  await bo.getByRole('button', { name: 'Turn on camera' }).waitFor();
  await pressable(t, bo, 'the stage of a student who may speak');
});

t.test('every control of a programme can be pressed where it is drawn', async (t) => {
  const { server } = await openHall(t, 0);
  const ada = await programme.come(t, browser, `${server.url}/programmes`, 'Ada');
  await ada.getByRole('heading', { level: 1 }).waitFor();
  await pressable(t, ada, 'the programmes');
  await ada.goto(`${server.url}/programmes/final`);
  await ada.getByRole('button', { name: 'Create a room' }).waitFor();
  await pressable(t, ada, 'the chat rooms of a programme');
  await ada.setViewportSize({ width: 1280, height: 800 });
  await programme.makeRoom(ada, 'Goals', 10);
  await programme.spotlight(ada, 'Offside!');
  await programme.spotlighted(ada).waitFor();
  await pressable(t, ada, 'a chat room');
  await ada.setViewportSize({ width: 390, height: 844 });
  await ada
    .getByRole('button', { name: /people/i })
    .first()
    .click();
  await pressable(t, ada, 'the people of a chat room');
});
