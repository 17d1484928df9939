import type { StreamQuality } from 'lectern-protocol';

/** Quality of a connection, measured over the last 2 s, or by the media server over the last 5 s. */
export interface Quality {
  /** Round trip time in ms; undefined before the first measurement. */
  rtt: number | undefined;
  /** Jitter of the received media in ms; undefined while nothing is received. */
  jitter: number | undefined;
  /** Share of lost packets among those sent to this client since the last measurement, 0 to 1. */
  loss: number;
  /** Whether a TURN server relays the connection; undefined if the media server has measured it. */
  relayed: boolean | undefined;
  score: QualityScore;
  /** What the media server has measured on each of the participant's connections. The other values are the worse ones. */
  served?: { publishing?: StreamQuality; listening?: StreamQuality };
}

export type QualityScore = 'good' | 'fair' | 'poor';

/** Number of packets since the connection was made. */
export interface PacketCount {
  received: number;
  lost: number;
}

/** Lower bounds of the bad scores. The worst of the three values decides. */
const bounds = [
  { score: 'poor', rtt: 500, jitter: 100, loss: 0.1 },
  { score: 'fair', rtt: 250, jitter: 40, loss: 0.03 },
] as const;

function score(rtt = 0, jitter = 0, loss = 0): QualityScore {
  const broken = bounds.find((bound) => rtt >= bound.rtt || jitter >= bound.jitter || loss >= bound.loss);
  return broken?.score ?? 'good';
}

/** Fields of the reports of getStats, with times in seconds as in the standard. */
interface Stats {
  id: string;
  type: string;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  roundTripTime?: number;
  jitter?: number;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsLost?: number;
}

type Reports = { forEach(callback: (stats: Stats) => void): void };

/** Number of bytes received from the other side, including acknowledgements. */
export function receivedBytes(reports: Reports): number {
  let sum = 0;
  reports.forEach(({ type, bytesReceived = 0 }) => {
    if (type === 'candidate-pair') sum += bytesReceived;
  });
  return sum;
}

/** Reads the reports of RTCPeerConnection.getStats. @param before packet count of the last measurement */
export function readQuality(
  reports: Reports,
  before: PacketCount = { received: 0, lost: 0 },
): { quality: Quality; packets: PacketCount } {
  const byId = new Map<string, Stats>();
  reports.forEach((stats) => {
    byId.set(stats.id, stats);
  });
  const all = [...byId.values()];
  const ofType = (type: string) => all.filter((stats) => stats.type === type);

  const selected = ofType('transport').map(({ selectedCandidatePairId }) => selectedCandidatePairId)[0];
  // Firefox has no reports of type `transport`.
  const nominated = ofType('candidate-pair').find((pair) => pair.nominated && pair.state === 'succeeded');
  const pair = selected === undefined ? nominated : byId.get(selected);
  const relayed = [pair?.localCandidateId, pair?.remoteCandidateId].some(
    (id) => id !== undefined && byId.get(id)?.candidateType === 'relay',
  );
  const remoteTrips = ofType('remote-inbound-rtp').flatMap(({ roundTripTime }) => roundTripTime ?? []);
  const trip = pair?.currentRoundTripTime ?? (remoteTrips.length > 0 ? Math.max(...remoteTrips) : undefined);

  const inbound = ofType('inbound-rtp');
  const jitters = inbound.flatMap(({ jitter }) => jitter ?? []);
  const packets = {
    received: inbound.reduce((sum, { packetsReceived = 0 }) => sum + packetsReceived, 0),
    lost: inbound.reduce((sum, { packetsLost = 0 }) => sum + packetsLost, 0),
  };
  // A late duplicate lowers the count of lost packets, and a removed track lowers both counts.
  const lost = Math.max(0, packets.lost - before.lost);
  const received = Math.max(0, packets.received - before.received);
  const loss = lost > 0 ? lost / (lost + received) : 0;

  const rtt = trip === undefined ? undefined : trip * 1_000;
  const jitter = jitters.length > 0 ? Math.max(...jitters) * 1_000 : undefined;
  return { quality: { rtt, jitter, loss, relayed, score: score(rtt, jitter, loss) }, packets };
}
