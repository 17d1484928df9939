import { effect } from '@preact/signals';
import { render } from 'preact';
import { unread } from './chat.js';
import { App } from './components/app.js';
import { followLanguage } from './i18n/index.js';
import { takeToken } from './identity.js';
import { followTheme, listenOnly, userName } from './preferences.js';
import { isRoom, roomInAddress } from './router.js';
import { followSchool } from './school.js';
import { end, enter, session } from './session.js';
import { listenToShortcuts } from './shortcuts.js';
import { turnSoundOnByAnyPress } from './sound.js';
import { followTitle } from './title.js';
import { onChatInView } from './view.js';

takeToken();
followTheme();
followLanguage();
followTitle();
listenToShortcuts();
turnSoundOnByAnyPress();
followSchool();
onChatInView(() => {
  unread.value = 0;
});

// The browser's back and forward leave the room that is no longer in the address.
effect(() => {
  const room = roomInAddress.value;
  const current = session.peek();
  if (current && current.room !== room) end();
});

// Whoever is known and opens a room's link is in it at once.
const room = roomInAddress.value;
if (room !== undefined && isRoom(room) && userName.value !== '') enter(room, listenOnly.value !== 'yes');

const page = document.getElementById('page');
if (page) render(<App />, page);
