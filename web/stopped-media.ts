import type { Manager } from 'lectern-client';
import { showToast } from './components/toasts.js';
import { camera, release, screen } from './devices.js';
import { words } from './i18n/index.js';

/**
 * Turns a device off when the room's owner or the teacher has stopped it, until the returned function is called.
 * @param mute shows the user as muted
 */
export const followStops = (manager: Manager, mute: () => void): (() => void) =>
  manager.on('stopped', ({ media, by, wasOn }) => {
    if (media === 'microphone') mute();
    else release(media === 'camera' ? camera : screen);
    if (wasOn) showToast(words.value.order.stopped[media](by));
  });
