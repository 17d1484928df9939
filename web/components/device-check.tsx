import { words } from '../i18n/index.js';
import { startMuted } from '../preferences.js';
import { CameraCheck } from './camera-check.js';
import { MicrophoneCheck } from './microphone-check.js';

interface Props {
  /** Whether others can see the user. */
  camera: boolean;
  /** Whether the user is heard after joining. */
  voice: boolean;
}

/** The devices before others hear or see the user: level, preview, choice, and whether to start muted. */
export function DeviceCheck({ camera, voice }: Props) {
  return (
    <>
      <MicrophoneCheck />
      {camera && <CameraCheck />}
      {voice && (
        <label class="choice">
          <input
            type="checkbox"
            checked={startMuted.value === 'yes'}
            onChange={(event) => {
              startMuted.value = event.currentTarget.checked ? 'yes' : 'no';
            }}
          />
          {words.value.entry.startMuted}
        </label>
      )}
    </>
  );
}
