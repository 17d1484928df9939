import { isRoomId } from 'lectern-client';
import { render } from 'preact';
import { takeLink } from './browsers/link.js';
import { unread } from './chat.js';
import { App } from './components/app.js';
import { followAddress } from './current-page.js';
import { takeCamera } from './devices.js';
import { followLanguage, loadWords } from './i18n/index.js';
import { takeToken } from './identity.js';
import { isReloaded } from './page-session.js';
import { cameraOn, followTheme, language, listenOnly, userName } from './preferences.js';
import { roomInAddress } from './router.js';
import { prepareRoom } from './routes.js';
import { listenToShortcuts } from './shortcuts.js';
import { turnSoundOnWhenPossible } from './sound.js';
import { followTitle } from './title.js';
import { onChatInView } from './view.js';

/** The room of the address, if the user was in it before the page was reloaded. Others come to its door first. */
function roomToEnter(): string | undefined {
  const room = roomInAddress.value;
  return isReloaded() && room !== undefined && isRoomId(room) && userName.value !== '' ? room : undefined;
}

takeToken();
takeLink();
addEventListener('hashchange', takeLink);
followTheme();
followLanguage();
listenToShortcuts();
turnSoundOnWhenPossible();
onChatInView(() => {
  unread.value = 0;
});

async function start(): Promise<void> {
  const room = roomToEnter();
  const [code] = await Promise.all([
    room === undefined ? undefined : prepareRoom(),
    loadWords(language.value),
  ]);
  if (room !== undefined) {
    code?.enter(room, listenOnly.value !== 'yes');
    if (cameraOn.value === 'yes') void takeCamera();
  }
  followTitle();
  followAddress();
  const page = document.getElementById('page');
  page?.replaceChildren();
  if (page) render(<App />, page);
}

// Not awaited: the files loaded meanwhile import from this file's bundle, and would wait for it.
start().catch((error: unknown) => {
  document.dispatchEvent(new Event('loadfailed'));
  console.error(error);
});
