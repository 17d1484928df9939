import type { ParticipantQuality, RoomMedia } from 'lectern-protocol';
import type { LocalMedia } from '../peer/transport.js';
import { backoffDelay } from '../reconnect.js';
import { RequestError } from '../request-error.js';
import type { ServedConnections, ServedConnectionsOptions } from './served-connections.js';
import type { ServedMedia } from './served-media.js';

/** Bounds of the waits between attempts to load the code, in ms. */
const backoff = { base: 500, max: 15_000 };

export interface ServerMediaOptions extends Omit<ServedConnectionsOptions, 'address' | 'onConnected'> {
  /** The room has moved to the media server or back, or this client has connected to it. */
  onCarrier(): void;
  /** The media server has measured the connections of a participant. */
  onQuality(quality: ParticipantQuality): void;
}

/**
 * How a room's media are carried, and this client's connections to the media server. Their code is loaded when a media
 * server carries the room.
 */
export class ServerMedia {
  readonly #options: ServerMediaOptions;
  #room: string | undefined;
  #carrier: RoomMedia = { by: 'peers' };
  /** The epoch of the connections. */
  #epoch: string | undefined;
  #connections: ServedConnections | undefined;
  #media: LocalMedia = {};
  #muted = false;
  #soundOnly = false;
  #failures = 0;
  #cancelRetry = () => {};
  #stop = () => {};

  constructor(options: ServerMediaOptions) {
    this.#options = options;
  }

  /** Whether a media server carries the room. */
  get carries(): boolean {
    return this.#carrier.by === 'server';
  }

  /** Whether this client receives from the media server. */
  get connected(): boolean {
    return this.#connections?.connected ?? false;
  }

  /** Clients that talk in a room that a media server carries, the loudest first. */
  get speakers(): readonly string[] {
    return this.#connections?.speakers ?? [];
  }

  /** The state of the connections; undefined if the room's clients carry it. */
  get state(): 'connecting' | 'connected' | 'failed' | undefined {
    if (!this.carries) return undefined;
    if (!hasWebRtc()) return 'failed';
    return this.connected ? 'connected' : 'connecting';
  }

  /** The streams and level of a participant, as the media server carries them. */
  of(id: string): ServedMedia | undefined {
    return this.#connections?.of(id);
  }

  /** Takes part in the media of a room. Call it after each connection to the server. */
  async join(room: string): Promise<void> {
    const { signaling } = this.#options;
    this.#room = room;
    const address = `/sfu/${room}`;
    this.#stop();
    const stops = [
      signaling.on('/sfu media', ({ sender, data }) => sender === address && this.#follow(data)),
      signaling.on('/sfu quality', ({ sender, data }) => {
        if (sender === address) data.participants.forEach(this.#options.onQuality);
      }),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
    try {
      const { data } = await signaling.request('/sfu join', undefined, { receiver: address });
      this.#follow(data);
    } catch (error) {
      // An older server, or a room that was left meanwhile. After a lost connection, this method is called again.
      if (!(error instanceof RequestError)) throw error;
    }
  }

  /** Sets what this client sends. */
  set(media: LocalMedia, muted: boolean): void {
    this.#media = media;
    this.#muted = muted;
    this.#connections?.set(media, muted);
  }

  /** Sets whether this client receives sound only. */
  setSoundOnly(soundOnly: boolean): void {
    this.#soundOnly = soundOnly;
    this.#connections?.setSoundOnly(soundOnly);
  }

  /** Called when the width at which a camera is shown has changed. */
  sizesChanged(): void {
    this.#connections?.sizesChanged();
  }

  /** Ends the connections if the room is carried by its clients again. */
  release(): void {
    if (!this.carries) this.disconnect();
  }

  stop(): void {
    this.#stop();
    this.#carrier = { by: 'peers' };
    this.disconnect();
  }

  /** Ends the connections. The next join() makes new ones if a media server carries the room. */
  disconnect(): void {
    this.#cancelRetry();
    this.#epoch = undefined;
    const { length: talked } = this.speakers;
    this.#connections?.close();
    this.#connections = undefined;
    if (talked > 0) this.#options.onSpeakers();
  }

  #follow(carrier: RoomMedia): void {
    const { by } = this.#carrier;
    this.#carrier = carrier;
    if (carrier.by === 'server' && carrier.available && carrier.epoch !== this.#epoch) {
      // The connections of the former epoch have ended.
      this.disconnect();
      this.#epoch = carrier.epoch;
      if (hasWebRtc()) void this.#connect();
    }
    if (by !== carrier.by) this.#options.onCarrier();
  }

  async #connect(): Promise<void> {
    const epoch = this.#epoch;
    const { onCarrier, clock, random } = this.#options;
    const loaded = await import('./served-connections.js').catch(() => undefined);
    if (epoch !== this.#epoch || epoch === undefined) return;
    if (!loaded) {
      const wait = backoffDelay(++this.#failures, backoff, random);
      this.#cancelRetry = clock.after(wait, () => void this.#connect());
      return;
    }
    const address = `/sfu/${this.#room}`;
    this.#connections = new loaded.ServedConnections({ ...this.#options, address, onConnected: onCarrier });
    this.#connections.setSoundOnly(this.#soundOnly);
    this.#connections.set(this.#media, this.#muted);
  }
}

/** Whether this client can connect to a media server. A program outside of a browser often cannot. */
const hasWebRtc = (): boolean => typeof RTCPeerConnection !== 'undefined';
