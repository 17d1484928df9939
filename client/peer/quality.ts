/** How good a connection is, measured over the last 2 s. */
export interface Quality {
  /** Round trip in ms; undefined before the first measurement. */
  rtt: number | undefined;
  /** Jitter of what we receive, in ms; undefined while nothing is received. */
  jitter: number | undefined;
  /** Part of the packets that were lost on the way to us since the last sample, 0 to 1. */
  loss: number;
  /** Whether a TURN server relays it. */
  relayed: boolean;
  score: QualityScore;
}

export type QualityScore = 'good' | 'fair' | 'poor';

/** Packets counted since the connection began. */
export interface PacketCount {
  received: number;
  lost: number;
}

/** The bounds of a score: a connection is as bad as its worst number. */
const bounds = [
  { score: 'poor', rtt: 500, jitter: 100, loss: 0.1 },
  { score: 'fair', rtt: 250, jitter: 40, loss: 0.03 },
] as const;

function score(rtt = 0, jitter = 0, loss = 0): QualityScore {
  const broken = bounds.find((bound) => rtt >= bound.rtt || jitter >= bound.jitter || loss >= bound.loss);
  return broken?.score ?? 'good';
}

/** The fields that we read of the reports of getStats, in the units of the standard (seconds). */
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

/** Bytes of any kind that have come from the other end, acknowledgements included. */
export function receivedBytes(reports: Reports): number {
  let sum = 0;
  reports.forEach(({ type, bytesReceived = 0 }) => {
    if (type === 'candidate-pair') sum += bytesReceived;
  });
  return sum;
}

/** Makes a Quality of the reports of RTCPeerConnection.getStats and the packets counted at the sample before. */
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
  // Firefox has no transport reports.
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
  // A late duplicate makes the count of lost packets fall, a removed track both.
  const lost = Math.max(0, packets.lost - before.lost);
  const received = Math.max(0, packets.received - before.received);
  const loss = lost > 0 ? lost / (lost + received) : 0;

  const rtt = trip === undefined ? undefined : trip * 1_000;
  const jitter = jitters.length > 0 ? Math.max(...jitters) * 1_000 : undefined;
  return { quality: { rtt, jitter, loss, relayed, score: score(rtt, jitter, loss) }, packets };
}
