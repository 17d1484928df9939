/**
 * - `loading`: nothing can be asked of it yet.
 * - `stalled`: should play, and waits for data.
 * - `seeking`: is on its way to another position.
 * - `blocked`: the browser does not let it start before the person has clicked on something.
 * - `failed`: there is nothing to play, or this browser cannot.
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

/** One video that can be driven. What it is asked may take effect later: its status tells when. */
export interface Player {
  readonly status: PlayerStatus;
  /** Seconds into the video at this moment; during a seek, where it goes. */
  readonly position: number;
  /** Seconds; Infinity where it is not known or has no end. */
  readonly duration: number;
  /** By how many seconds `position` may be off. */
  readonly precision: number;
  /** The speeds it can play at; undefined where it can at any. */
  readonly rates: readonly number[] | undefined;
  /** To a position in seconds; a player that is paused stays so. */
  seek(position: number): void;
  /** The speed, 1 being normal. A speed that it does not have becomes the nearest one. */
  setRate(rate: number): void;
  play(): void;
  pause(): void;
  on<Name extends keyof PlayerEvents>(name: Name, listener: (value: PlayerEvents[Name]) => void): () => void;
  /** Listens no more; what it wraps goes on. */
  close(): void;
}
