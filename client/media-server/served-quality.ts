import type { ParticipantQuality } from 'lectern-protocol';
import type { Quality } from '../peer/quality.js';

/** Returns the quality of a participant's connections to the media server, as it has measured them. */
export function servedQuality({ score, publishing, listening }: ParticipantQuality): Quality {
  const measured = [publishing ?? [], listening ?? []].flat();
  const worst = (values: (number | undefined)[]): number | undefined => {
    const known = values.filter((value) => value !== undefined);
    return known.length > 0 ? Math.max(...known) : undefined;
  };
  return {
    rtt: worst(measured.map(({ rtt_ms }) => rtt_ms)),
    jitter: worst(measured.map(({ jitter_ms }) => jitter_ms)),
    loss: worst(measured.map(({ loss }) => loss)) ?? 0,
    relayed: undefined,
    score,
    served: { ...(publishing && { publishing }), ...(listening && { listening }) },
  };
}
