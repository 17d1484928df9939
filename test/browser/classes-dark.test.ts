import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { lookAtAll } from './classes-looks.js';

const browser = await launchChromium(t);

for (const width of [1280, 390, 320]) {
  t.test(`the dark theme has no faults at ${width} px`, (t) =>
    lookAtAll(t, browser, { colorScheme: 'dark', width }),
  );
}
