import type { ClientMessageType } from 'lectern-protocol';
import { Emitter } from '../emitter.js';
import type { IceServers } from '../peer/ice-servers.js';
import type { Signaling } from '../signaling.js';

export interface MediaConnectionOptions {
  signaling: Pick<Signaling, 'request' | 'send'>;
  /** Address of the room at the media server, for example `/sfu/blue`. */
  address: string;
  iceServers: IceServers;
  iceTransportPolicy: 'all' | 'relay' | undefined;
}

interface MediaConnectionEvents {
  connected: undefined;
  /** The connection has ended, other than by close(). */
  ended: undefined;
  tracks: undefined;
}

/** A connection to the media server, on which this client either publishes or receives. */
export class MediaConnection extends Emitter<MediaConnectionEvents> {
  readonly peer: RTCPeerConnection;
  readonly #options: MediaConnectionOptions;
  readonly #use: 'publishing' | 'listening';
  #closed = false;
  #connected = false;

  private constructor(
    options: MediaConnectionOptions,
    use: 'publishing' | 'listening',
    peer: RTCPeerConnection,
  ) {
    super();
    this.#options = options;
    this.#use = use;
    this.peer = peer;
    peer.addEventListener('icecandidate', ({ candidate }) => this.#sendCandidate(candidate));
    peer.addEventListener('connectionstatechange', () => this.#follow(peer.connectionState));
    peer.addEventListener('track', () => this.emit('tracks', undefined));
  }

  /** @throws Error if the browser does not support WebRTC */
  static async make(
    options: MediaConnectionOptions,
    use: 'publishing' | 'listening',
  ): Promise<MediaConnection> {
    const { iceServers, iceTransportPolicy = 'all' } = options;
    const peer = new RTCPeerConnection({ iceServers: await iceServers.get(), iceTransportPolicy });
    return new MediaConnection(options, use, peer);
  }

  get connected(): boolean {
    return this.#connected;
  }

  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    this.#connected = false;
    this.peer.close();
  }

  /** Sends a message about the connection, and returns the reply. @throws RequestError */
  request: Signaling['request'] = (type, data) =>
    this.#options.signaling.request(type, data, { receiver: this.#options.address });

  #sendCandidate(candidate: RTCIceCandidate | null): void {
    const { signaling, address } = this.#options;
    const { candidate: text = '', sdpMid = null, sdpMLineIndex = null } = candidate ?? {};
    const data = { connection: this.#use, candidate: text, sdpMid, sdpMLineIndex };
    signaling.send('/sfu icecandidate' satisfies ClientMessageType, data, address);
  }

  #follow(state: RTCPeerConnectionState): void {
    if (this.#closed) return;
    if (state === 'connected' && !this.#connected) {
      this.#connected = true;
      this.emit('connected', undefined);
    } else if (state === 'failed') {
      this.close();
      this.emit('ended', undefined);
    }
  }
}
