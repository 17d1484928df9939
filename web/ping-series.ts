/** A ping that was sent: its round trip in ms, `lost`, or undefined while it is pending. */
export type Ping = number | 'lost' | undefined;

/** Number of pings that the plot shows. */
export const seriesLength = 60;

export interface Figures {
  /** The newest round trip, the mean and the jitter, all in ms; undefined before the first answer. */
  now: number | undefined;
  mean: number | undefined;
  jitter: number | undefined;
  lost: number;
  /** Number of pings that were answered or lost. */
  sent: number;
}

const isRoundTrip = (ping: Ping): ping is number => typeof ping === 'number';

export function figures(pings: Ping[]): Figures {
  const known = pings.filter((ping) => ping !== undefined);
  const trips = known.filter(isRoundTrip);
  const mean = trips.length === 0 ? undefined : trips.reduce((sum, trip) => sum + trip, 0) / trips.length;
  const jitter = jitters(pings).findLast(isRoundTrip);
  return { now: trips.at(-1), mean, jitter, lost: known.length - trips.length, sent: known.length };
}

/**
 * Returns the jitter after each ping, smoothed over about 16 pings as in RFC 3550; undefined if there is none yet.
 */
export function jitters(pings: Ping[]): (number | undefined)[] {
  let before: number | undefined;
  let jitter: number | undefined;
  return pings.map((ping) => {
    if (!isRoundTrip(ping)) return jitter;
    if (before !== undefined) {
      const change = Math.abs(ping - before);
      jitter = (jitter ?? 0) + (change - (jitter ?? 0)) / 16;
    }
    before = ping;
    return jitter;
  });
}

/** Returns the upper edge of the plot in ms: the smallest of 1, 2 or 5 times a power of ten above all values. */
export function upperEdge(values: number[]): number {
  const most = Math.max(4, ...values);
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power > most) ?? 10) * power;
}
