import type { Clock } from '../clock.js';
import type { Signaler } from '../signaler.js';
import type { SpeakingLevels } from '../speaking-levels.js';
import type { LocalMedia, TransportFactory } from './transport.js';

export interface VideoPeerOptions {
  /** Sends our signals. The other client's signals are passed to receive(). */
  signaler: Pick<Signaler, 'send'>;
  selfId: string;
  remoteId: string;
  /** Called before each attempt. If it rejects, the attempt does without ICE servers. */
  iceServers: () => Promise<RTCIceServer[]>;
  /** `relay`: only through TURN servers. Default `all`. */
  iceTransportPolicy?: 'all' | 'relay';
  /** As by setMedia(). */
  media?: LocalMedia;
  /** As by setMuted(). Default false. */
  muted?: boolean;
  /** As by setSilenced(). Default false. */
  silenced?: boolean;
  /** Number of attempts that an earlier VideoPeer between the same two clients made. Default 0. */
  attempts?: number;
  /**
   * Whether the other client can have a connection to an earlier page of this one, which has to be replaced. Default
   * false.
   */
  replaces?: boolean;
  /**
   * Measures the other client's speaking level. Without it, the level stays 0. A Manager shares one among its peers.
   */
  levels?: Pick<SpeakingLevels, 'watch'>;
  /** Makes the connections. Default: simple-peer, which is loaded when the first VideoPeer is made. */
  createTransport?: TransportFactory;
  /** Alternative to `createTransport` for a transport that has to be loaded. Called for each attempt. */
  loadTransport?: () => Promise<TransportFactory>;
  clock?: Clock;
  /** From 0 up to but not including 1, like Math.random. */
  random?: () => number;
}
