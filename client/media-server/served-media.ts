import type { RemoteMedia } from '../peer/remote-media.js';

/** The streams and level of a participant, as the media server carries them. */
export interface ServedMedia {
  readonly remote: RemoteMedia;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  setSilenced(silenced: boolean): void;
}
