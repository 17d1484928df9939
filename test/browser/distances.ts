import type { Look } from './playback-page.js';

/** State of the lecture during a measurement. */
export interface Running {
  playing: boolean;
  rate: number;
}

/** The page's position at `at`, extrapolated from the last sample by at most `limit` seconds. */
function positionAt(
  looks: Look[],
  at: number,
  { playing, rate }: Running,
  limit: number,
): number | undefined {
  const last = looks.findLast((look) => look.at <= at);
  return last && last.position + (playing ? Math.min(limit, ((at - last.at) / 1000) * rate) : 0);
}

/** Seconds from one page's position to another's at each of the times, positive if `of` is ahead. */
export function distances(
  of: Look[],
  from: Look[],
  times: number[],
  running: Running,
  limit: number,
): number[] {
  return times.flatMap((at) => {
    const here = positionAt(of, at, running, limit);
    const there = positionAt(from, at, running, limit);
    return here === undefined || there === undefined ? [] : [here - there];
  });
}

/** The value that the fraction `p` of the values does not exceed. */
export function quantile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}
