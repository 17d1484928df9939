import { type Signal, signal } from '@preact/signals';
import {
  followMicrophones,
  MediaTrouble,
  type MediaTroubleReason,
  openCamera,
  openMicrophone,
  openScreen,
} from 'lectern-client';
import { microphoneId } from './preferences.js';

type Stream = Signal<MediaStream | undefined>;
type Fault = Signal<MediaTroubleReason | undefined>;

/** The user's own devices while they are open, and why a device did not open. */
export const microphone: Stream = signal(undefined);
export const microphoneTrouble: Fault = signal(undefined);
export const camera: Stream = signal(undefined);
export const cameraTrouble: Fault = signal(undefined);
export const screen: Stream = signal(undefined);
export const screenTrouble: Fault = signal(undefined);

/** Whether the browser is asking the user for permission to use the microphone. */
export const asking = signal(false);
export const microphones = signal<MediaDeviceInfo[]>([]);

let stopFollowing = (): void => {};

/** Listed again after each opening: browsers do not name devices before the first permission. */
function followDevices(): void {
  stopFollowing();
  stopFollowing = followMicrophones((devices) => {
    microphones.value = devices;
  });
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

export function release(stream: Stream): void {
  const open = stream.value;
  stream.value = undefined;
  if (open) stop(open);
}

/** Incremented by each releaseAll(). A device that was requested before and opens later is stopped immediately. */
let generation = 0;

/** Opens a device and sets `stream`. If the device ends for another reason, `stream` is reset too. */
async function take(stream: Stream, fault: Fault, open: () => Promise<MediaStream>): Promise<boolean> {
  const asked = generation;
  fault.value = undefined;
  try {
    const opened = await open();
    if (asked !== generation) {
      stop(opened);
      return false;
    }
    release(stream);
    stream.value = opened;
    for (const track of opened.getTracks()) {
      track.addEventListener('ended', () => {
        if (stream.value === opened) release(stream);
      });
    }
    return true;
  } catch (error) {
    if (!(error instanceof MediaTrouble)) throw error;
    if (asked === generation) fault.value = error.reason;
    return false;
  }
}

/**
 * Opens the chosen microphone or, if it is no longer available, the system's default. Returns false and sets
 * microphoneTrouble if no microphone opens.
 */
export async function takeMicrophone(): Promise<boolean> {
  asking.value = true;
  try {
    const chosen = microphoneId.value;
    let taken = await take(microphone, microphoneTrouble, () => openMicrophone(chosen || undefined));
    if (!taken && chosen && microphoneTrouble.value === 'no-device') {
      microphoneId.value = '';
      taken = await take(microphone, microphoneTrouble, () => openMicrophone());
    }
    if (taken) {
      const [track] = microphone.value?.getAudioTracks() ?? [];
      microphoneId.value = track?.getSettings().deviceId ?? chosen;
      // The microphone was unplugged: report it.
      track?.addEventListener('ended', () => {
        microphoneTrouble.value = 'no-device';
      });
      followDevices();
    }
    return taken;
  } finally {
    asking.value = false;
  }
}

export async function toggleCamera(): Promise<void> {
  if (camera.value) release(camera);
  else await take(camera, cameraTrouble, () => openCamera());
}

export async function toggleScreen(): Promise<void> {
  if (screen.value) return release(screen);
  await take(screen, screenTrouble, openScreen);
  // A user who closes the browser's screen picker has changed their mind; that is not an error.
  if (screenTrouble.value === 'permission') screenTrouble.value = undefined;
}

export function releaseAll(): void {
  generation++;
  for (const stream of [microphone, camera, screen]) release(stream);
  for (const fault of [microphoneTrouble, cameraTrouble, screenTrouble]) fault.value = undefined;
}
