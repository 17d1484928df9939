import { useSignal } from '@preact/signals';
import { isRoomId } from 'lectern-client';
import { useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { newRoom } from '../new-room.js';
import { goTo, proposeRoom, readRoom } from '../router.js';
import { TextField } from './text-field.js';
import { Way } from './way.js';

/** Opens the door of a room. Without a name, the room gets a generated one. */
export function MeetNow() {
  const { home, entry, rooms } = words.value;
  const written = useSignal('');
  const wrong = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const submit = (): void => {
    const room = readRoom(written.value) || proposeRoom(rooms);
    wrong.value = !isRoomId(room);
    if (wrong.value) {
      input.current?.focus();
      return;
    }
    newRoom.value = room;
    goTo(room);
  };
  return (
    <Way icon="people" title={home.meet} text={home.meetText} onSubmit={submit}>
      <TextField
        id="new-room"
        label={home.roomName}
        hint={wrong.value ? entry.roomWrong : home.roomNameHint}
        wrong={wrong.value}
        value={written}
        input={input}
        onEdit={() => {
          wrong.value = false;
        }}
        maxLength={300}
        autoCapitalize="none"
        spellcheck={false}
      />
      <button type="submit" class="button primary">
        {home.meetDo}
      </button>
    </Way>
  );
}
