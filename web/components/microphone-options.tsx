import type { ReadonlySignal } from '@preact/signals';
import { microphone, microphoneTrouble } from '../devices.js';
import { words } from '../i18n/index.js';
import { muteKey } from '../preferences.js';
import { SpeakerChoice } from './device-choice.js';
import { Meter } from './meter.js';
import { MicrophoneChoice } from './microphone-choice.js';
import { Notice } from './notice.js';

/** The microphone's options: which one to use, its level, and whether the M key mutes it. */
export function MicrophoneOptions({ level }: { level: ReadonlySignal<number> | undefined }) {
  const { microphone: text, trouble } = words.value;
  return (
    <>
      {microphoneTrouble.value && <Notice {...trouble.microphone[microphoneTrouble.value]} />}
      <MicrophoneChoice />
      <SpeakerChoice />
      {microphone.value && level && <Meter level={level} label={text.level} />}
      <label class="choice">
        <input
          type="checkbox"
          checked={muteKey.value === 'on'}
          onChange={(event) => {
            muteKey.value = event.currentTarget.checked ? 'on' : 'off';
          }}
        />
        {text.shortcut}
      </label>
    </>
  );
}
