import type { Signal } from '@preact/signals';
import { words } from '../i18n/index.js';
import { useShortcuts } from '../shortcuts.js';
import { wide } from '../view.js';
import { useRoomSession } from './context.js';
import { chatBox } from './room-chat.js';
import type { Side } from './side.js';

/** The shortcuts of a chat room. */
export function RoomShortcuts({ side }: { side: Signal<Side> }) {
  const roomSession = useRoomSession();
  const text = words.value.programme.keys;
  useShortcuts([
    {
      keys: 'C',
      label: text.write,
      run: () => {
        side.value = 'chat';
        requestAnimationFrame(() => chatBox.current?.focus());
      },
    },
    { keys: 'H', label: text.spotlight, run: () => void roomSession.spotlight() },
    { keys: 'U', label: text.up, run: () => void roomSession.votes.push('up') },
    { keys: 'D', label: text.down, run: () => void roomSession.votes.push('down') },
    ...(wide.value
      ? []
      : [
          {
            keys: 'P',
            label: text.people,
            run: () => {
              side.value = side.peek() === 'chat' ? 'people' : 'chat';
            },
          },
        ]),
    ...(roomSession.voices.value
      ? [
          {
            keys: 'M',
            label: text.mute,
            run: () => void roomSession.voices.peek()?.own.toggleMuted(),
            everywhere: true,
          },
        ]
      : []),
  ]);
  return null;
}
