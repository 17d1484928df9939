import type { Quality } from './quality.js';
import type { Trouble } from './trouble.js';
import type { VideoPeer, VideoPeerState } from './video-peer.js';

/** Somebody else in the room. The same object for as long as they are there; its fields change. */
export interface Participant {
  readonly id: string;
  readonly username: string;
  /** Undefined after the other said bye and before a connection to the room is there. */
  readonly peer: VideoPeer | undefined;
  /** The peer's state; `closed` where there is none. */
  readonly state: VideoPeerState;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  readonly quality: Quality | undefined;
  readonly muted: boolean;
  /** Has no microphone. */
  readonly listening: boolean;
  readonly audio: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
  /** Why they cannot be heard, where we know. */
  readonly trouble: Trouble | undefined;
}
