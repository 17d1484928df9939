import type { MediaKind } from './transport.js';

/** What a client tells another about itself over the data channel. */
export interface PeerStatus {
  muted: boolean;
  /** Has no microphone. */
  listening: boolean;
  /** Ids under which the other side receives the streams. */
  streams: Partial<Record<MediaKind, string>>;
}

const MAX_LENGTH = 2_048;

export function formatPeerStatus(status: PeerStatus): string {
  return JSON.stringify({ type: 'status', ...status });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Reads a text from the data channel. Returns undefined if it is not a status. */
export function parsePeerStatus(text: string): PeerStatus | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value.type !== 'status') return undefined;
  const { muted, listening, streams } = value;
  if (typeof muted !== 'boolean' || typeof listening !== 'boolean' || !isRecord(streams)) return undefined;
  const status: PeerStatus = { muted, listening, streams: {} };
  for (const kind of ['microphone', 'camera', 'screen'] as const) {
    const id = streams[kind];
    if (typeof id === 'string') status.streams[kind] = id;
    else if (id !== undefined) return undefined;
  }
  return status;
}
