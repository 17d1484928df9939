import type { Answer, IceCandidate, Offer, Renegotiate, ServerMessage } from 'lectern-protocol';

export const signalTypes = ['offer', 'answer', 'icecandidate', 'renegotiate'] as const;
export type SignalType = (typeof signalTypes)[number];

export const isSignalType = (type: unknown): type is SignalType =>
  (signalTypes as readonly unknown[]).includes(type);

/** A signal from another client. Its data fits the schemas. */
export type SignalMessage = ServerMessage<SignalType>;

/** A signal of one attempt, without the attempt's number. */
export type Signal =
  | { type: 'offer'; data: { type: 'offer'; sdp: string } }
  | { type: 'answer'; data: { type: 'answer'; sdp: string } }
  | { type: 'icecandidate'; data: IceCandidate }
  | { type: 'renegotiate'; data: Renegotiate };

/** Identifies a description. `id` belongs to the sender's RTCPeerConnection, `version` grows with each description. */
export interface SdpOrigin {
  id: string;
  version: bigint;
}

/** Reads the origin of a description (RFC 8866, section 5.2). Returns undefined if there is none. */
export function readOrigin(sdp: string): SdpOrigin | undefined {
  const [, id, version] = /^v=0\r?\no=\S+ (\d{1,20}) (\d{1,20}) /.exec(sdp) ?? [];
  return id === undefined || version === undefined ? undefined : { id, version: BigInt(version) };
}

function description(data: Offer | Answer): { sdp: string; attempt?: number } {
  return typeof data === 'string' ? { sdp: data } : data;
}

/**
 * Separates a signal from the number of its attempt, if it has one. Returns undefined for a signal that fits the
 * schema but that browsers do not accept.
 */
export function readSignal(message: SignalMessage): { signal: Signal; attempt?: number } | undefined {
  switch (message.type) {
    case 'offer':
    case 'answer': {
      const { sdp, attempt } = description(message.data);
      if (!readOrigin(sdp)) return undefined;
      const { type } = message;
      const signal: Signal = type === 'offer' ? { type, data: { type, sdp } } : { type, data: { type, sdp } };
      return { signal, attempt };
    }
    case 'icecandidate': {
      const { attempt, ...data } = message.data;
      // The constructor RTCIceCandidate throws if both are missing.
      if ((data.sdpMid ?? data.sdpMLineIndex ?? undefined) === undefined) return undefined;
      return { signal: { type: message.type, data }, attempt };
    }
    case 'renegotiate': {
      const { attempt, ...data } = message.data;
      return { signal: { type: message.type, data }, attempt };
    }
  }
}
