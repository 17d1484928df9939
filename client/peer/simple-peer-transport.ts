import { Emitter } from '../emitter.js';
import type { Signal } from './signals.js';
import SimplePeer, { type SimplePeerSignal } from './simple-peer.js';
import type { LocalMedia, MediaKind, Transport, TransportEvents, TransportOptions } from './transport.js';

/** The tracks that are sent, and their streams. */
const slots = [
  { kind: 'microphone', track: 'audio' },
  { kind: 'camera', track: 'video' },
  { kind: 'screen', track: 'video' },
  { kind: 'screen', track: 'audio' },
] as const satisfies { kind: MediaKind; track: 'audio' | 'video' }[];

type Slot = (typeof slots)[number];

const iceFailures = ['ERR_ICE_CONNECTION_FAILURE', 'ERR_CONNECTION_FAILURE'];

/**
 * An RTCPeerConnection for simple-peer, which destroys itself if the browser refuses a description or a candidate.
 * Here, the promise for a refused one stays pending, and the connection remains as it was.
 */
function tolerantConnection(made: (connection: RTCPeerConnection) => void): typeof RTCPeerConnection {
  const never = () => new Promise<void>(() => {});
  return class extends RTCPeerConnection {
    constructor(config?: RTCConfiguration) {
      super(config);
      made(this);
    }

    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      return super.setRemoteDescription(description).catch(never);
    }

    override addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      return super.addIceCandidate(candidate).catch(never);
    }
  };
}

/** Transport over simple-peer. */
export class SimplePeerTransport extends Emitter<TransportEvents> implements Transport {
  readonly streams = new Map<string, MediaStream>();
  readonly streamIds: Partial<Record<MediaKind, string>> = {};
  readonly #peer: SimplePeer;
  readonly #connection: RTCPeerConnection;
  readonly #senders = new Map<Slot, RTCRtpSender>();
  /**
   * Streams whose ids the other side receives with the tracks. They stay the same when the device changes or a camera
   * is turned on again, because no event tells the other side that a track has another id.
   */
  readonly #outgoing = new Map<MediaKind, MediaStream>();
  #iceFailed = false;
  #closed = false;

  /** @throws Error if the browser does not support WebRTC */
  constructor({ initiator, iceServers, iceTransportPolicy, media }: TransportOptions) {
    super();
    let connection: RTCPeerConnection | undefined;
    const peer = new SimplePeer({
      initiator,
      channelName: 'lectern',
      config: { iceServers, iceTransportPolicy },
      trickle: true,
      objectMode: true,
      wrtc: {
        RTCPeerConnection: tolerantConnection((made) => {
          connection = made;
        }),
        RTCSessionDescription,
        RTCIceCandidate,
      },
    });
    peer.on('error', ({ code = '' }) => {
      this.#iceFailed = iceFailures.includes(code);
    });
    if (!connection) throw new Error('RTCPeerConnection could not be created');
    this.#peer = peer;
    this.#connection = connection;
    this.#listen();
    this.#apply(media);
    // A client without a microphone also receives sound.
    if (initiator && !this.#senders.has(slots[0])) peer.addTransceiver('audio', { direction: 'recvonly' });
  }

  signal(signal: Signal): void {
    if (!this.#closed) this.#peer.signal(toSimplePeer(signal));
  }

  setMedia(media: LocalMedia): void {
    if (!this.#closed && this.#apply(media)) this.#peer.negotiate();
  }

  send(text: string): void {
    if (!this.#closed && this.#peer.connected) this.#peer.send(text);
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  close(): void {
    this.#closed = true;
    this.#peer.destroy();
  }

  #listen(): void {
    this.#peer
      .on('signal', (signal) => this.emit('signal', fromSimplePeer(signal)))
      .on('connect', () => this.emit('connect', undefined))
      .on('data', (chunk) => {
        if (typeof chunk === 'string') this.emit('text', chunk);
      })
      .on('signalingStateChange', (state) => {
        if (state === 'stable') this.emit('stable', undefined);
      })
      .on('close', () => {
        if (!this.#closed) this.emit('close', { iceFailed: this.#iceFailed });
        this.#closed = true;
      });
    this.#connection.addEventListener('track', ({ streams }) => {
      for (const stream of streams) this.#follow(stream);
      this.emit('streams', undefined);
    });
  }

  #follow(stream: MediaStream): void {
    if (this.streams.get(stream.id) === stream) return;
    this.streams.set(stream.id, stream);
    stream.addEventListener('removetrack', () => {
      if (stream.getTracks().length === 0 && this.streams.get(stream.id) === stream) {
        this.streams.delete(stream.id);
      }
      if (!this.#closed) this.emit('streams', undefined);
    });
  }

  /** Replaces the tracks. Returns whether the two sides have to negotiate again. */
  #apply(media: LocalMedia): boolean {
    let renegotiate = false;
    for (const slot of slots) {
      const track = media[slot.kind]?.getTracks().find(({ kind }) => kind === slot.track);
      const sender = this.#senders.get(slot);
      if (track && !sender) {
        this.#senders.set(slot, this.#add(track, this.#outgoingStream(slot.kind)));
        renegotiate = true;
      } else if (sender && !track && slot.kind !== 'microphone') {
        this.#connection.removeTrack(sender);
        this.#senders.delete(slot);
        renegotiate = true;
      } else if (sender && sender.track !== (track ?? null)) {
        // Another device, or no microphone for some time, needs no negotiation.
        void sender.replaceTrack(track ?? null);
      }
    }
    for (const kind of ['microphone', 'camera', 'screen'] as const) {
      if (media[kind]) this.streamIds[kind] = this.#outgoingStream(kind).id;
      else delete this.streamIds[kind];
    }
    return renegotiate;
  }

  #outgoingStream(kind: MediaKind): MediaStream {
    const stream = this.#outgoing.get(kind) ?? new MediaStream();
    this.#outgoing.set(kind, stream);
    return stream;
  }

  /**
   * Like addTrack, but also reuses transceivers that have sent before. Otherwise, each new camera lengthens the
   * offer.
   */
  #add(track: MediaStreamTrack, stream: MediaStream): RTCRtpSender {
    const taken = new Set(this.#senders.values());
    const free = this.#connection
      .getTransceivers()
      .find(
        ({ sender, receiver, direction }) =>
          !sender.track &&
          !taken.has(sender) &&
          receiver.track.kind === track.kind &&
          direction !== 'stopped',
      );
    if (!free) return this.#connection.addTrack(track, stream);
    free.direction = 'sendrecv';
    free.sender.setStreams(stream);
    void free.sender.replaceTrack(track);
    return free.sender;
  }
}

function fromSimplePeer(signal: SimplePeerSignal): Signal {
  switch (signal.type) {
    case 'offer':
      return { type: 'offer', data: { type: 'offer', sdp: signal.sdp } };
    case 'answer':
      return { type: 'answer', data: { type: 'answer', sdp: signal.sdp } };
    case 'candidate':
      return { type: 'icecandidate', data: signal.candidate };
    case 'renegotiate':
      return { type: 'renegotiate', data: { reason: 'tracks' } };
    case 'transceiverRequest': {
      const kind = signal.transceiverRequest.kind === 'audio' ? 'audio' : 'video';
      return { type: 'renegotiate', data: { reason: 'tracks', kind } };
    }
  }
}

function toSimplePeer({ type, data }: Signal): SimplePeerSignal {
  switch (type) {
    case 'offer':
    case 'answer':
      return data;
    case 'icecandidate':
      return { type: 'candidate', candidate: data };
    case 'renegotiate':
      // The default direction would also announce a track of this side, without a stream. The other side's browser would
      // then not report the stream of a track that follows.
      return data.kind
        ? {
            type: 'transceiverRequest',
            transceiverRequest: { kind: data.kind, init: { direction: 'recvonly' } },
          }
        : { type: 'renegotiate', renegotiate: true };
  }
}
