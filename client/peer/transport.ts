import type { Emitter } from '../emitter.js';
import type { Signal } from './signals.js';

/** The streams that this client sends. */
export interface LocalMedia {
  microphone?: MediaStream;
  camera?: MediaStream;
  screen?: MediaStream;
}

export type MediaKind = keyof LocalMedia;

export interface TransportEvents {
  /** A signal for the other side. */
  signal: Signal;
  /** A negotiation has been completed. */
  stable: undefined;
  /** Media and text can be sent. */
  connect: undefined;
  /** Unchecked text from the other side. */
  text: string;
  /** The other side's streams, or their tracks, changed. */
  streams: undefined;
  /** The connection has ended, other than by close(). */
  close: { iceFailed: boolean };
}

/** One side of a peer connection. */
export interface Transport extends Pick<Emitter<TransportEvents>, 'on'> {
  /** The other side's streams, by the ids that it gave them. */
  readonly streams: ReadonlyMap<string, MediaStream>;
  /** Ids under which the other side receives this side's streams. */
  readonly streamIds: Readonly<Partial<Record<MediaKind, string>>>;
  /** Takes a signal from the other side. A signal that the browser refuses has no effect. */
  signal(signal: Signal): void;
  /** Replaces the streams that are sent. */
  setMedia(media: LocalMedia): void;
  /** Sends text. Before the event `connect`, the text is discarded. */
  send(text: string): void;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

export interface TransportOptions {
  /** Whether this side makes the offers. */
  initiator: boolean;
  iceServers: RTCIceServer[];
  iceTransportPolicy: 'all' | 'relay';
  media: LocalMedia;
}

/** @throws Error if the platform does not support WebRTC */
export type TransportFactory = (options: TransportOptions) => Transport;
