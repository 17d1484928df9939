import { microphoneInUse, microphones, takeMicrophone } from '../devices.js';
import { words } from '../i18n/index.js';
import { microphoneId } from '../preferences.js';
import { DeviceChoice } from './device-choice.js';

/** The list of microphones. A choice takes effect immediately. */
export function MicrophoneChoice() {
  const text = words.value.microphone;
  return (
    <DeviceChoice
      label={text.choose}
      unnamed={text.unnamed}
      devices={microphones.value}
      value={microphoneInUse}
      onChoose={(id) => {
        microphoneId.value = id;
        void takeMicrophone();
      }}
    />
  );
}
