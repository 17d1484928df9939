import { effect, signal } from '@preact/signals';
import calmIcon from '../public/icons/lectern.svg';
import mutedIcon from '../public/icons/lectern-muted.svg';
import unreadIcon from '../public/icons/lectern-unread.svg';
import { unread } from './chat.js';
import { microphone } from './devices.js';
import { words } from './i18n/index.js';
import { connection, muted, session } from './session-state.js';

/** The title of the current page, if it is not a room. */
export const pageTitle = signal('');

/** Keeps the tab's title up to date: the page or room, unread messages, and whether the user is muted. */
export const followTitle = (): (() => void) =>
  effect(() => {
    const inRoom = session.value !== undefined && connection.value.name !== 'closed';
    const silent = inRoom && (muted.value || !microphone.value);
    const news = inRoom && unread.value > 0;
    const parts = [
      inRoom && muted.value && microphone.value && words.value.controls.micOff,
      session.value?.room ?? pageTitle.value,
      'Lectern',
    ];
    document.title = `${news ? `(${unread.value}) ` : ''}${parts.filter(Boolean).join(' · ')}`;
    const icon = news ? unreadIcon : silent ? mutedIcon : calmIcon;
    document.getElementById('icon')?.setAttribute('href', icon);
  });
