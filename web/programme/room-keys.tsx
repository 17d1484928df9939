import type { Signal } from '@preact/signals';
import { words } from '../i18n/index.js';
import { useShortcuts } from '../shortcuts.js';
import { wide } from '../view.js';
import { useVisit } from './context.js';
import { chatBox } from './room-chat.js';
import type { Side } from './side.js';

/** The keys of a chat room. */
export function RoomKeys({ side }: { side: Signal<Side> }) {
  const visit = useVisit();
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
    { keys: 'H', label: text.spotlight, run: () => void visit.holdUp() },
    { keys: 'U', label: text.up, run: () => void visit.pushes.push('up') },
    { keys: 'D', label: text.down, run: () => void visit.pushes.push('down') },
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
    ...(visit.voices.value
      ? [
          {
            keys: 'M',
            label: text.mute,
            run: () => void visit.voices.peek()?.toggle(),
            everywhere: true,
          },
        ]
      : []),
  ]);
  return null;
}
