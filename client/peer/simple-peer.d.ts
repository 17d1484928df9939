/** The part of simple-peer 9 that the library uses; `build/client.ts` bundles it into `dist/peer/simple-peer.js`. */
export interface SimplePeerOptions {
  initiator: boolean;
  channelName: string;
  config: RTCConfiguration;
  trickle: boolean;
  /** Text from the data channel comes as strings. */
  objectMode: boolean;
  wrtc: {
    RTCPeerConnection: typeof RTCPeerConnection;
    RTCSessionDescription: typeof RTCSessionDescription;
    RTCIceCandidate: typeof RTCIceCandidate;
  };
}

export type SimplePeerSignal =
  | { type: 'offer' | 'answer'; sdp: string }
  | {
      type: 'candidate';
      candidate: { candidate: string; sdpMid?: string | null; sdpMLineIndex?: number | null };
    }
  | { type: 'renegotiate'; renegotiate: true }
  | { type: 'transceiverRequest'; transceiverRequest: { kind: string; init?: RTCRtpTransceiverInit } };

interface SimplePeerEvents {
  signal: [signal: SimplePeerSignal];
  connect: [];
  data: [chunk: unknown];
  signalingStateChange: [state: RTCSignalingState];
  error: [error: Error & { code?: string }];
  close: [];
}

export default class SimplePeer {
  constructor(options: SimplePeerOptions);
  readonly connected: boolean;
  signal(signal: SimplePeerSignal): void;
  send(text: string): void;
  addTransceiver(kind: string, init: RTCRtpTransceiverInit): void;
  /** Makes a new offer, or asks the initiator for one. */
  negotiate(): void;
  destroy(): void;
  on<Name extends keyof SimplePeerEvents>(
    name: Name,
    listener: (...values: SimplePeerEvents[Name]) => void,
  ): this;
}
