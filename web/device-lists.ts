import { signal } from '@preact/signals';

/** The cameras and speakers of this computer. Browsers list them only after the first permission. */
export const cameras = signal<readonly MediaDeviceInfo[]>([]);
export const speakers = signal<readonly MediaDeviceInfo[]>([]);

let follows = false;

async function list(): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const named = devices.filter(({ deviceId }) => deviceId !== '');
  cameras.value = named.filter(({ kind }) => kind === 'videoinput');
  // Without this method, the page cannot choose.
  const chooses = 'setSinkId' in HTMLMediaElement.prototype;
  speakers.value = chooses ? named.filter(({ kind }) => kind === 'audiooutput') : [];
}

/** Lists the devices now, and again after each change. Called when a device was opened. */
export function followLists(): void {
  void list();
  if (!follows) navigator.mediaDevices.addEventListener('devicechange', () => void list());
  follows = true;
}
