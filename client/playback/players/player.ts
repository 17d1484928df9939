/**
 * - `loading`: cannot be controlled yet.
 * - `stalled`: should play, but waits for data.
 * - `seeking`: moves to another position.
 * - `blocked`: the browser does not start it before the user has clicked.
 * - `failed`: there is no video, or this browser cannot play it.
 */
export type PlayerStatus =
  | 'loading'
  | 'paused'
  | 'playing'
  | 'stalled'
  | 'seeking'
  | 'ended'
  | 'blocked'
  | 'failed';

export interface PlayerEvents {
  /** After each change of the status. */
  status: PlayerStatus;
}

/** A video player that can be controlled. Calls can take effect later; its status shows when. */
export interface Player {
  readonly status: PlayerStatus;
  /** Present position in seconds; the target during a seek. */
  readonly position: number;
  /** Seconds; Infinity if it is not known or the video has no end. */
  readonly duration: number;
  /** Maximum error of `position` in seconds. */
  readonly precision: number;
  /** Supported speeds; undefined if all are. */
  readonly rates: readonly number[] | undefined;
  /** Moves to a position in seconds. A paused player remains paused. */
  seek(position: number): void;
  /** Sets the speed; 1 is normal. A speed that is not supported becomes the nearest one. */
  setRate(rate: number): void;
  play(): void;
  pause(): void;
  on<Name extends keyof PlayerEvents>(name: Name, listener: (value: PlayerEvents[Name]) => void): () => void;
  /** Removes the listeners. The player that it wraps is not affected. */
  close(): void;
}
