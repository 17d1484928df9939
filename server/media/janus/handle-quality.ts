import type { MediaQuality } from '../media-quality.js';

/** A connection in answers of the admin API. Times are in ms, and counts are since the connection was made. */
export interface HandleInfo {
  webrtc?: { media?: Record<string, HandleStream> };
}

interface HandleStream {
  /** One for each size of the picture; sound has `main` only. */
  rtcp?: Record<
    string,
    { rtt: number; lost: number; 'lost-by-remote': number; 'jitter-local': number; 'jitter-remote': number }
  >;
  stats?: { in?: { packets: number }; out?: { packets: number } };
}

/** Counts of a connection's packets. */
export interface PacketCounts {
  /** Packets that Janus has received or sent. */
  passed: number;
  lost: number;
}

/**
 * Reads the quality of a connection since the last measurement. Returns no quality if no packets have passed since then.
 * @param before counts of the last measurement
 */
export function readHandleQuality(
  { webrtc }: HandleInfo,
  before: PacketCounts = { passed: 0, lost: 0 },
): { counts: PacketCounts; quality: MediaQuality | undefined } {
  const counts = { passed: 0, lost: 0 };
  const jitters: number[] = [];
  const trips: number[] = [];
  let received = 0;
  for (const { rtcp = {}, stats } of Object.values(webrtc?.media ?? {})) {
    received += stats?.in?.packets ?? 0;
    counts.passed += (stats?.in?.packets ?? 0) + (stats?.out?.packets ?? 0);
    for (const each of Object.values(rtcp)) {
      counts.lost += each.lost + each['lost-by-remote'];
      jitters.push(each['jitter-local'], each['jitter-remote']);
      trips.push(each.rtt);
    }
  }
  const passed = Math.max(0, counts.passed - before.passed);
  const lost = Math.max(0, counts.lost - before.lost);
  if (passed === 0) return { counts, quality: undefined };
  // Packets that were lost on the way to Janus have not passed, those on the way from it have.
  const all = received > 0 ? passed + lost : passed;
  const rtt = Math.max(0, ...trips);
  return {
    counts,
    quality: {
      loss: Math.min(1, lost / all),
      jitter: Math.max(0, ...jitters),
      // Janus only measures it by what it sends.
      rtt: rtt > 0 ? rtt : undefined,
    },
  };
}
