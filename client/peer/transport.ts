import type { Emitter } from '../emitter.js';
import type { Signal } from './signals.js';

/** What we send to others. Each stream is told apart at the other side, whatever its tracks. */
export interface LocalMedia {
  microphone?: MediaStream;
  camera?: MediaStream;
  screen?: MediaStream;
}

export type MediaKind = keyof LocalMedia;

export interface TransportEvents {
  /** To be brought to the other end. */
  signal: Signal;
  /** Offer and answer are exchanged; none is under way. */
  stable: undefined;
  /** Media and text can flow. */
  connect: undefined;
  /** Text from the other end, unchecked. */
  text: string;
  /** The other end's streams, or their tracks, changed. */
  streams: undefined;
  /** It is over, not by close(). */
  close: { iceFailed: boolean };
}

/** One end of one peer connection. */
export interface Transport extends Pick<Emitter<TransportEvents>, 'on'> {
  /** The other end's streams, by the id that it gave them. */
  readonly streams: ReadonlyMap<string, MediaStream>;
  /** Under which ids our streams arrive at the other end. */
  readonly streamIds: Readonly<Partial<Record<MediaKind, string>>>;
  /** Takes a signal from the other end. One that the browser refuses changes nothing. */
  signal(signal: Signal): void;
  /** Sends these streams from now on, and no others. */
  setMedia(media: LocalMedia): void;
  /** Sends text, once connected; before that it is lost. */
  send(text: string): void;
  stats(): Promise<RTCStatsReport>;
  close(): void;
}

export interface TransportOptions {
  /** Whether this end makes the offers. */
  initiator: boolean;
  iceServers: RTCIceServer[];
  iceTransportPolicy: 'all' | 'relay';
  media: LocalMedia;
}

/** Throws where the platform has no WebRTC. */
export type TransportFactory = (options: TransportOptions) => Transport;
