import { microphoneInUse, microphones, takeMicrophone } from '../devices.js';
import { words } from '../i18n/index.js';
import { microphoneId } from '../preferences.js';

/** The list of microphones. A choice takes effect immediately. */
export function MicrophoneChoice({ id }: { id: string }) {
  const text = words.value.microphone;
  return (
    <div class="field">
      <label for={id} class="visually-hidden">
        {text.choose}
      </label>
      <select
        id={id}
        value={microphoneInUse}
        onChange={(event) => {
          microphoneId.value = event.currentTarget.value;
          void takeMicrophone();
        }}
      >
        {microphones.value.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || text.unnamed(index + 1)}
          </option>
        ))}
      </select>
    </div>
  );
}
