import type { Playback } from 'lectern-protocol';

/**
 * The timeline of what a lecture room watches: pure arithmetic on Playback. Every function takes `now`, the
 * server's monotonic clock in ms, and returns a new state that is true at `now`; none changes its argument.
 * The server does not know how long a video is: a running timeline goes on past the end, and players stop there.
 */

/** The farthest position there is, in seconds, as the schema's `seconds` says. */
const FARTHEST = 1_000_000;

/** The first video, stopped at its beginning, at normal speed. */
export function beginning(now: number): Playback {
  return { videoIdx: 0, position: 0, rate: 1, playing: false, at: now };
}

/** Seconds into the video at `now`. A `now` before `at` counts as `at`. */
export function positionAt({ position, rate, playing, at }: Playback, now: number): number {
  if (!playing) return position;
  return Math.min(FARTHEST, position + (Math.max(0, now - at) / 1000) * rate);
}

/** Runs from where it is; one that runs goes on undisturbed. */
export function play(playback: Playback, now: number): Playback {
  return { ...playback, position: positionAt(playback, now), playing: true, at: now };
}

/** Stops where it is. */
export function pause(playback: Playback, now: number): Playback {
  return { ...playback, position: positionAt(playback, now), playing: false, at: now };
}

/** Goes to `position` seconds, running or stopped as it was; with `rate`, at that speed from now on. */
export function seek(playback: Playback, now: number, position: number, rate = playback.rate): Playback {
  return { ...playback, position: Math.min(FARTHEST, Math.max(0, position)), rate, at: now };
}

/** Goes to the beginning of another video of the playlist, running or stopped and as fast as before. */
export function select(playback: Playback, now: number, videoIdx: number): Playback {
  return { ...playback, videoIdx, position: 0, at: now };
}
