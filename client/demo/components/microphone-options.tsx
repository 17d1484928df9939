import { microphone, microphoneTrouble } from '../devices.js';
import { words } from '../i18n/index.js';
import { muteKey } from '../preferences.js';
import { people } from '../session.js';
import { Meter } from './meter.js';
import { MicrophoneChoice } from './microphone-choice.js';
import { Notice } from './notice.js';

/** Which microphone, whether it hears something, and whether the M key mutes it. */
export function MicrophoneOptions() {
  const { microphone: text, trouble } = words.value;
  const [oneself] = people.value;
  return (
    <>
      {microphoneTrouble.value && <Notice {...trouble.microphone[microphoneTrouble.value]} />}
      <MicrophoneChoice id="room-microphone" />
      {microphone.value && oneself && <Meter level={oneself.level} label={text.level} />}
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
