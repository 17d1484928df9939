/** How good a connection is, measured over the last 2 s. */
export interface Quality {
  /** Round trip in ms; undefined before the first measurement. */
  rtt: number | undefined;
  /** Jitter of what we receive, in ms. */
  jitter: number | undefined;
  /** Part of the packets that were lost on the way to us since the last sample, 0 to 1. */
  loss: number;
  /** Whether a TURN server relays it. */
  relayed: boolean;
  score: QualityScore;
}

export type QualityScore = 'good' | 'fair' | 'poor';
