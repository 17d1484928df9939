import type { ReadonlySignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { speakers } from '../device-lists.js';
import { words } from '../i18n/index.js';
import { speakerId } from '../preferences.js';

interface Props {
  label: string;
  /** Names a device that the browser does not name. */
  unnamed: (number: number) => string;
  devices: readonly MediaDeviceInfo[];
  value: ReadonlySignal<string>;
  onChoose: (deviceId: string) => void;
}

/** A list of devices of one kind. */
export function DeviceChoice({ label, unnamed, devices, value, onChoose }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class="visually-hidden">
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {devices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || unnamed(index + 1)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The list of speakers, if the browser allows a choice. It takes effect immediately. */
export function SpeakerChoice() {
  const { speaker } = words.value.microphone;
  if (speakers.value.length < 2) return null;
  return (
    <DeviceChoice
      label={speaker.choose}
      unnamed={speaker.unnamed}
      devices={speakers.value}
      value={speakerId}
      onChoose={(id) => {
        speakerId.value = id;
      }}
    />
  );
}
