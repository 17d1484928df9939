import { computed, type Signal, signal } from '@preact/signals';
import {
  followMicrophones,
  MediaTrouble,
  type MediaTroubleReason,
  openCamera,
  openMicrophone,
  openScreen,
} from 'lectern-client';
import { showToast } from './components/toasts.js';
import { followLists } from './device-lists.js';
import { words } from './i18n/index.js';
import { cameraId, cameraOn, listenOnly, microphoneId } from './preferences.js';

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

const settingsOf = (stream: MediaStream | undefined): MediaTrackSettings =>
  stream?.getAudioTracks()[0]?.getSettings() ?? {};

/** ID of the microphone that is open or, if none is, the chosen one. */
export const microphoneInUse = computed(() => settingsOf(microphone.value).deviceId ?? microphoneId.value);

/** Whether the chosen microphone, or the open one, was unplugged. The choice remains. */
let unplugged = false;

/** Whether a microphone was plugged in while another one was being opened. */
let appearedMeanwhile = false;

let stopFollowing = (): void => {};

/** Listed again after each opening: browsers do not name devices before the first permission. */
function followDevices(): void {
  stopFollowing();
  stopFollowing = followMicrophones((devices) => {
    const appeared = devices.filter((device) => !microphones.peek().some((known) => isSame(known, device)));
    microphones.value = devices;
    if (!unplugged || !isWanted(appeared)) return;
    if (asking.peek()) appearedMeanwhile = true;
    else void replaceMicrophone();
  });
}

/** The system's default keeps its ID when it becomes another device, and changes its group. */
const isSame = (one: MediaTrackSettings, other: MediaTrackSettings): boolean =>
  one.deviceId === other.deviceId && one.groupId === other.groupId;

/** Returns whether devices that were plugged in include the chosen one, or if no microphone is open, any. */
function isWanted(appeared: MediaDeviceInfo[]): boolean {
  const open = microphone.peek();
  if (!open) return appeared.length > 0;
  return appeared.some(
    (device) => device.deviceId === microphoneId.peek() && !isSame(device, settingsOf(open)),
  );
}

/** Opens the chosen microphone or another one after a change of the devices, and tells the user which. */
async function replaceMicrophone(): Promise<void> {
  unplugged = true;
  appearedMeanwhile = false;
  if (!(await openAny())) {
    if (appearedMeanwhile) await replaceMicrophone();
    return;
  }
  const [track] = microphone.value?.getAudioTracks() ?? [];
  if (track?.label) showToast(words.value.microphone.nowUsing(track.label));
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
    followLists();
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

/** The attempt to open a microphone that is running. */
let opening: { chosen: string; generation: number; taken: Promise<boolean> } | undefined;

/**
 * Opens the chosen microphone or, if it is no longer available, the system's default. Returns false and sets
 * microphoneTrouble if no microphone opens. A user who joins while the door opens the microphone waits for that one.
 */
export function takeMicrophone(): Promise<boolean> {
  const chosen = microphoneId.value;
  if (opening?.chosen === chosen && opening.generation === generation) return opening.taken;
  unplugged = false;
  const taken = openAny().finally(() => {
    if (opening?.taken === taken) opening = undefined;
  });
  opening = { chosen, generation, taken };
  return taken;
}

async function openAny(): Promise<boolean> {
  asking.value = true;
  try {
    const chosen = microphoneId.value;
    let taken = await take(microphone, microphoneTrouble, () => openMicrophone(chosen || undefined));
    // Right after a microphone was unplugged, browsers can report other reasons than that it is missing.
    if (!taken && chosen && (unplugged || microphoneTrouble.value === 'no-device')) {
      unplugged = true;
      taken = await take(microphone, microphoneTrouble, () => openMicrophone());
    }
    if (taken) {
      const [track] = microphone.value?.getAudioTracks() ?? [];
      if (chosen === '') microphoneId.value = track?.getSettings().deviceId ?? '';
      // Browsers fire this event if the microphone was unplugged, but not if the page stops the track.
      track?.addEventListener('ended', () => void replaceMicrophone());
      followDevices();
    }
    return taken;
  } finally {
    asking.value = false;
  }
}

/** ID of the camera that is open or, if none is, the chosen one. */
export const cameraInUse = computed(
  () => camera.value?.getVideoTracks()[0]?.getSettings().deviceId ?? cameraId.value,
);

/** Opens the chosen camera or, if it is no longer available, the system's default. */
export async function takeCamera(): Promise<void> {
  const chosen = cameraId.value;
  if (await take(camera, cameraTrouble, () => openCamera(chosen || undefined))) return;
  if (chosen && cameraTrouble.value === 'no-device') await take(camera, cameraTrouble, () => openCamera());
}

export async function toggleCamera(): Promise<void> {
  if (camera.value) release(camera);
  else await takeCamera();
  cameraOn.value = camera.value ? 'yes' : 'no';
}

/**
 * Opens devices, if the browser does not have to ask for permission. A microphone that is denied is reported right away.
 */
export async function openWithoutAsking(wanted: { microphone: boolean; camera: boolean }): Promise<void> {
  const [microphoneAccess, cameraAccess] = await Promise.all([accessTo('microphone'), accessTo('camera')]);
  const speaks = microphoneAccess !== 'prompt' && wanted.microphone && !microphone.value;
  const shows = cameraAccess === 'granted' && wanted.camera && !camera.value;
  if (speaks) await takeMicrophone();
  if (shows) await takeCamera();
}

/** Opens the devices that the user had on last, if the browser does not have to ask for permission. */
export const openRemembered = (): Promise<void> =>
  openWithoutAsking({ microphone: listenOnly.value !== 'yes', camera: cameraOn.value === 'yes' });

async function accessTo(name: 'microphone' | 'camera'): Promise<PermissionState> {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    // Not every browser tells.
    return 'prompt';
  }
}

export async function toggleScreen(): Promise<void> {
  if (screen.value) return release(screen);
  await take(screen, screenTrouble, openScreen);
  // A user who closes the browser's screen picker has changed their mind; that is not an error.
  if (screenTrouble.value === 'permission') screenTrouble.value = undefined;
}

export function releaseAll(): void {
  generation++;
  unplugged = false;
  for (const stream of [microphone, camera, screen]) release(stream);
  for (const fault of [microphoneTrouble, cameraTrouble, screenTrouble]) fault.value = undefined;
}
