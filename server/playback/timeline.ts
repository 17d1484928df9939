import type { Playback } from 'lectern-protocol';

/**
 * The timeline of a lecture's video. Each function takes `now`, the server's monotonic clock in ms, and returns a new
 * state for that time without changing its argument. The server does not know the length of a video: a running timeline
 * continues after the end, and players stop there.
 */

/** Maximum position in seconds, as in the schema `seconds`. */
const MAX_POSITION = 1_000_000;

/** Returns the initial state: the start of the first video, paused, at normal speed. */
export function beginning(now: number): Playback {
  return { videoIdx: 0, position: 0, rate: 1, playing: false, at: now };
}

/** Returns the position in seconds at `now`. A `now` before `at` counts as `at`. */
export function positionAt({ position, rate, playing, at }: Playback, now: number): number {
  if (!playing) return position;
  return Math.min(MAX_POSITION, position + (Math.max(0, now - at) / 1000) * rate);
}

/** Starts at the current position; does not affect a running timeline. */
export function play(playback: Playback, now: number): Playback {
  return { ...playback, position: positionAt(playback, now), playing: true, at: now };
}

/** Pauses at the current position. */
export function pause(playback: Playback, now: number): Playback {
  return { ...playback, position: positionAt(playback, now), playing: false, at: now };
}

/** Moves to `position` in seconds, and changes the speed if `rate` is given. Does not start or pause. */
export function seek(playback: Playback, now: number, position: number, rate = playback.rate): Playback {
  return { ...playback, position: Math.min(MAX_POSITION, Math.max(0, position)), rate, at: now };
}

/**
 * Follows a change of the playlist: the current video is now at another index, or, if it was removed, the lecture is at
 * the start of another one, paused.
 */
export function follow(
  playback: Playback,
  now: number,
  { videoIdx, restarts }: { videoIdx: number; restarts: boolean },
): Playback {
  return restarts ? { ...beginning(now), videoIdx } : { ...playback, videoIdx };
}

/** Selects the start of another video of the playlist. Does not start, pause or change the speed. */
export function select(playback: Playback, now: number, videoIdx: number): Playback {
  return { ...playback, videoIdx, position: 0, at: now };
}
