import type { RemoteMedia } from '../peer/remote-media.js';

/** What the media server carries of a participant. */
export interface ServedMedia {
  readonly remote: RemoteMedia;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  setSilenced(silenced: boolean): void;
}
