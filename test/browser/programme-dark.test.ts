import t from 'tap';
import { launchChromium } from '../helpers/chromium.js';
import { lookAtAll } from './programme-looks.js';

const browser = await launchChromium(t);

for (const width of [1280, 390, 320]) {
  t.test(`all is well in the dark theme, ${width} px wide`, (t) =>
    lookAtAll(t, browser, { colorScheme: 'dark', width }),
  );
}
