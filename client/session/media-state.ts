import type { Self } from '../local-participant.js';
import type { MediaTroubleReason } from '../trouble.js';
import type { DeviceState } from './own-device.js';

export interface MediaOptions {
  /** Whether to join muted. Default false. */
  muted?: boolean | undefined;
  /** Whether to play the others' voices and the sound of their screens. Default true; otherwise play `audio` and `screen` of each participant. */
  playVoices?: boolean | undefined;
}

/** This client, as the others see it. */
export interface SelfState extends Omit<Self, 'level'> {
  readonly speaking: boolean;
}

/** What this client sends and plays. The streams that it sends are in `self`. */
export interface MediaState {
  readonly self: SelfState;
  readonly microphone: DeviceState;
  /** Why the microphone could not be opened. */
  readonly microphoneTrouble: MediaTroubleReason | undefined;
  readonly camera: DeviceState;
  readonly cameraTrouble: MediaTroubleReason | undefined;
  readonly screen: DeviceState;
  /** A user who closes the browser's list of screens is not in trouble. */
  readonly screenTrouble: MediaTroubleReason | undefined;
  /** Whether the browser blocks sound until the user clicks or presses a key in the page. */
  readonly soundBlocked: boolean;
  /** Name of the user who has muted this client; undefined once it is unmuted. */
  readonly mutedBy: string | undefined;
}

export const noMedia: Omit<MediaState, 'self'> = {
  microphone: 'off',
  microphoneTrouble: undefined,
  camera: 'off',
  cameraTrouble: undefined,
  screen: 'off',
  screenTrouble: undefined,
  soundBlocked: false,
  mutedBy: undefined,
};

export const selfBefore = (username: string, muted: boolean, maySpeak: boolean): SelfState => ({
  id: undefined,
  username,
  role: 'presenter',
  maySpeak,
  moderates: false,
  carrier: 'peers',
  muted,
  speaking: false,
  microphone: undefined,
  camera: undefined,
  screen: undefined,
});
