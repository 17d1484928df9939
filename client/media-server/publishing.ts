import type { MediaKind as ServedKind } from 'lectern-protocol';
import type { LocalMedia } from '../peer/transport.js';
import { MediaConnection, type MediaConnectionOptions } from './media-connection.js';

const tracks: readonly { kind: ServedKind; media: keyof LocalMedia; track: 'audio' | 'video' }[] = [
  { kind: 'microphone', media: 'microphone', track: 'audio' },
  { kind: 'camera', media: 'camera', track: 'video' },
  { kind: 'screen', media: 'screen', track: 'video' },
  { kind: 'screenSound', media: 'screen', track: 'audio' },
];

/** The sizes in which a camera is sent at the same time. Browsers that do not support this send the first one. */
const cameraEncodings: RTCRtpEncodingParameters[] = [
  { rid: 'h', maxBitrate: 1_000_000 },
  { rid: 'm', maxBitrate: 350_000, scaleResolutionDownBy: 2 },
  { rid: 'l', maxBitrate: 100_000, scaleResolutionDownBy: 4 },
];

/** Publishes this client's streams on the media server. */
export class Publishing {
  readonly #connection: MediaConnection;
  readonly #transceivers = new Map<ServedKind, RTCRtpTransceiver>();
  #media: LocalMedia = {};
  #muted = false;
  #toldMuted: boolean | undefined;
  #negotiating: Promise<void> | undefined;
  #again = false;
  /** Whether the microphone is published. */
  #hasMicrophone = false;

  private constructor(connection: MediaConnection) {
    this.#connection = connection;
  }

  /** @param onEnd called when the connection has ended, or the server refuses it */
  static async start(options: MediaConnectionOptions, onEnd: () => void): Promise<Publishing> {
    const connection = await MediaConnection.make(options, 'publishing');
    connection.on('ended', onEnd);
    return new Publishing(connection);
  }

  /** Publishes these streams instead of the former ones. Rejects with a RequestError if the server refuses them. */
  async set(media: LocalMedia, muted: boolean): Promise<void> {
    this.#media = media;
    this.#muted = muted;
    this.#again = true;
    this.#negotiating ??= this.#negotiateUntilDone().finally(() => {
      this.#negotiating = undefined;
    });
    await this.#negotiating;
  }

  close(): void {
    this.#connection.close();
  }

  async #negotiateUntilDone(): Promise<void> {
    while (this.#again && !this.#connection.closed) {
      this.#again = false;
      if (this.#apply()) await this.#offer();
      await this.#tellMuted();
    }
  }

  /** Replaces the tracks. Returns whether an offer is necessary. */
  #apply(): boolean {
    let negotiate = false;
    for (const { kind, media, track: type } of tracks) {
      const track = this.#media[media]?.getTracks().find((each) => each.kind === type) ?? null;
      const transceiver = this.#transceivers.get(kind);
      if (!transceiver) {
        if (!track) continue;
        const options: RTCRtpTransceiverInit = {
          direction: 'sendonly',
          ...(kind === 'camera' && { sendEncodings: cameraEncodings }),
        };
        this.#transceivers.set(kind, this.#connection.peer.addTransceiver(track, options));
        negotiate = true;
        continue;
      }
      if (transceiver.sender.track !== track) void transceiver.sender.replaceTrack(track);
      // A microphone stays published without a device, like one that is muted.
      const direction = track || kind === 'microphone' ? 'sendonly' : 'inactive';
      if (transceiver.direction !== direction) {
        transceiver.direction = direction;
        negotiate = true;
      }
    }
    this.#hasMicrophone = this.#transceivers.has('microphone');
    return negotiate;
  }

  async #offer(): Promise<void> {
    const { peer } = this.#connection;
    const description = await peer.createOffer();
    await peer.setLocalDescription(description);
    const streams = [...this.#transceivers].flatMap(([kind, { mid, direction }]) =>
      mid !== null && direction === 'sendonly' ? [{ mid, kind }] : [],
    );
    const { data } = await this.#connection.request('/sfu offer', {
      type: 'offer',
      sdp: peer.localDescription?.sdp ?? description.sdp ?? '',
      streams,
    });
    if (!this.#connection.closed) await peer.setRemoteDescription(data);
  }

  async #tellMuted(): Promise<void> {
    const muted = this.#muted;
    if (!this.#hasMicrophone || (this.#toldMuted ?? false) === muted) return;
    this.#toldMuted = muted;
    await this.#connection.request('/sfu mute', { kind: 'microphone', muted });
  }
}
