import { Emitter } from './emitter.js';
import type { Quality } from './quality.js';

export type VideoPeerState = 'connecting' | 'connected' | 'failed' | 'closed';

/** What comes from the other side. */
export interface Remote {
  audio: MediaStream | undefined;
  camera: MediaStream | undefined;
  screen: MediaStream | undefined;
  muted: boolean;
  /** Has no microphone. */
  listening: boolean;
}

export interface VideoPeerEvents {
  state: VideoPeerState;
  remote: Remote;
  level: number;
  quality: Quality;
}

export class VideoPeer extends Emitter<VideoPeerEvents> {
  state: VideoPeerState = 'connecting';
  remote: Remote = { audio: undefined, camera: undefined, screen: undefined, muted: false, listening: false };
  level = 0;
  quality: Quality | undefined;
  close(): void {}
}
