import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { words } from '../i18n/index.js';
import { proposeRoom } from '../router.js';
import { Field } from './field.js';

export type RoomFault = 'missing' | 'wrong' | undefined;

interface Props {
  room: Signal<string>;
  fault: Signal<RoomFault>;
  input: RefObject<HTMLInputElement | null>;
}

/** The field for a room's name or link, with a button that proposes a name. */
export function RoomField({ room, fault, input }: Props) {
  const { entry, rooms } = words.value;
  const hints = { missing: entry.roomMissing, wrong: entry.roomWrong };
  const write = (text: string): void => {
    room.value = text;
    fault.value = undefined;
  };
  return (
    <Field
      id="room"
      label={entry.room}
      hint={fault.value ? hints[fault.value] : entry.roomHint}
      wrong={fault.value !== undefined}
    >
      {(described) => (
        <div class="room-row">
          <input
            {...described}
            ref={input}
            maxLength={300}
            autoComplete="off"
            autoCapitalize="none"
            spellcheck={false}
            required
            value={room}
            onInput={(event) => write(event.currentTarget.value)}
          />
          <button type="button" class="button" onClick={() => write(proposeRoom(rooms))}>
            {entry.suggest}
          </button>
        </div>
      )}
    </Field>
  );
}
