import type { Playback } from 'lectern-protocol';

/**
 * Returns the position in the video, in seconds, at which all viewers should be.
 * @param now the server's monotonic clock in ms
 * @param duration of the video in seconds, the maximum of the position
 */
export function positionAt(
  { position, rate, playing, at }: Playback,
  now: number,
  duration = Number.POSITIVE_INFINITY,
): number {
  const elapsed = playing ? Math.max(0, now - at) / 1000 : 0;
  return Math.min(duration, position + elapsed * rate);
}
