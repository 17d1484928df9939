import { isRoomId } from 'lectern-client';
import { render } from 'preact';
import { unread } from './chat.js';
import { App } from './components/app.js';
import { followAddress } from './current-page.js';
import { followLanguage, loadWords } from './i18n/index.js';
import { takeToken } from './identity.js';
import { followTheme, language, listenOnly, userName } from './preferences.js';
import { roomInAddress } from './router.js';
import { prepareRoom } from './routes.js';
import { listenToShortcuts } from './shortcuts.js';
import { turnSoundOnWhenPossible } from './sound.js';
import { followTitle } from './title.js';
import { onChatInView } from './view.js';

/** The room of the address, if the user's name is known, so that it does not have to be asked for. */
function roomToEnter(): string | undefined {
  const room = roomInAddress.value;
  return room !== undefined && isRoomId(room) && userName.value !== '' ? room : undefined;
}

takeToken();
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
  if (room !== undefined) code?.enter(room, listenOnly.value !== 'yes');
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
