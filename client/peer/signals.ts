import type { Answer, IceCandidate, Offer, Renegotiate, ServerMessage } from 'lectern-protocol';

export const signalTypes = ['offer', 'answer', 'icecandidate', 'renegotiate'] as const;
export type SignalType = (typeof signalTypes)[number];

export const isSignalType = (type: unknown): type is SignalType =>
  (signalTypes as readonly unknown[]).includes(type);

/** A signal from another client, checked against the schemas by the Signaler. */
export type SignalMessage = ServerMessage<SignalType>;

/** What two ends of an attempt say to each other, without the attempt's number. */
export type Signal =
  | { type: 'offer'; data: { type: 'offer'; sdp: string } }
  | { type: 'answer'; data: { type: 'answer'; sdp: string } }
  | { type: 'icecandidate'; data: IceCandidate }
  | { type: 'renegotiate'; data: Renegotiate };

/** Which description this is: `id` is the connection's at the sender, `version` grows with each of its descriptions. */
export interface SdpOrigin {
  id: string;
  version: bigint;
}

/** The session of a description (RFC 8866, 5.2); undefined where it has none. */
export function readOrigin(sdp: string): SdpOrigin | undefined {
  const [, id, version] = /^v=0\r?\no=\S+ (\d{1,20}) (\d{1,20}) /.exec(sdp) ?? [];
  return id === undefined || version === undefined ? undefined : { id, version: BigInt(version) };
}

function description(data: Offer | Answer): { sdp: string; attempt?: number } {
  return typeof data === 'string' ? { sdp: data } : data;
}

/** The signal and its attempt, where the sender numbers them; undefined for what fits the schema but no browser. */
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
      // RTCIceCandidate throws on one that belongs to no part of the description.
      if ((data.sdpMid ?? data.sdpMLineIndex ?? undefined) === undefined) return undefined;
      return { signal: { type: message.type, data }, attempt };
    }
    case 'renegotiate': {
      const { attempt, ...data } = message.data;
      return { signal: { type: message.type, data }, attempt };
    }
  }
}
