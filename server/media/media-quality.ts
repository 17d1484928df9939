import type { StreamQuality } from 'lectern-protocol';

/** How well the packets of a connection arrived since the last measurement, as the media server saw it. */
export interface MediaQuality {
  /** Share of the packets that were lost, 0 to 1. For a listener, also those that their publishers have lost. */
  loss: number;
  /** Variation in ms of the time that packets take; undefined if nothing was sent. */
  jitter: number | undefined;
  /** Round trip time in ms; undefined if the media server has sent nothing on the connection. */
  rtt: number | undefined;
}

/** Purpose of a connection. */
export type MediaUse = 'publishing' | 'listening';

export type MediaScore = 'good' | 'fair' | 'poor';

/** Lower bounds of the bad scores, the same as in the client library. The worst of the three values decides. */
const bounds = [
  { score: 'poor', loss: 0.1, jitter: 100, rtt: 500 },
  { score: 'fair', loss: 0.03, jitter: 40, rtt: 250 },
] as const;

export function scoreOf(measured: readonly MediaQuality[]): MediaScore {
  const broken = bounds.find((bound) =>
    measured.some(
      ({ loss, jitter = 0, rtt = 0 }) => loss >= bound.loss || jitter >= bound.jitter || rtt >= bound.rtt,
    ),
  );
  return broken?.score ?? 'good';
}

/** Returns the quality as clients and operators see it. */
export const streamQualityOf = ({ loss, jitter, rtt }: MediaQuality): StreamQuality => ({
  loss: Number(loss.toFixed(3)),
  ...(jitter !== undefined && { jitter_ms: Math.round(jitter) }),
  ...(rtt !== undefined && { rtt_ms: Math.round(rtt) }),
});
