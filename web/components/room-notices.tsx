import type { Signal } from '@preact/signals';
import { cameraTrouble, screenTrouble } from '../devices.js';
import { words } from '../i18n/index.js';
import { tryNow } from '../session.js';
import { connection, connectionDoubtful, wasOpen } from '../session-state.js';
import { soundBlocked, turnSoundOn } from '../sound.js';
import { copyFailed } from '../view.js';
import { Icon } from './icon.js';
import { Reconnecting } from './reconnecting.js';

/** Urgent notices above the participants. */
export function RoomNotices() {
  const { room, trouble } = words.value;
  return (
    <div class="room-notices">
      <Reconnecting
        state={connection.value}
        doubtful={connectionDoubtful.value}
        wasOpen={wasOpen.value}
        meanwhile={words.value.connection.voices}
        tryNow={tryNow}
      />
      {soundBlocked.value && (
        <div class="banner" role="status">
          <p>{room.soundBlocked}</p>
          <button type="button" class="button small" onClick={turnSoundOn}>
            <Icon name="sound" />
            {room.soundOn}
          </button>
        </div>
      )}
      {cameraTrouble.value && <Mishap {...trouble.camera[cameraTrouble.value]} over={cameraTrouble} />}
      {screenTrouble.value && <Mishap {...trouble.screen} over={screenTrouble} />}
      {copyFailed.value && <Mishap what={room.copyFailed} over={copyFailed} />}
    </div>
  );
}

interface MishapProps {
  what: string;
  todo?: string;
  /** Reset when the notice is dismissed. */
  over: Signal<unknown>;
}

function Mishap({ what, todo, over }: MishapProps) {
  const { dismiss } = words.value.trouble;
  return (
    <div class="banner" role="alert">
      <p>
        <strong>{what}</strong> {todo}
      </p>
      <button
        type="button"
        class="button icon small"
        aria-label={dismiss}
        onClick={() => {
          over.value = undefined;
        }}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
