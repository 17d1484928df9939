import type { MediaKind } from 'lectern-protocol';
import { noRemoteMedia, type RemoteMedia } from '../peer/remote-media.js';
import type { SpeakingLevels } from '../speaking-levels.js';
import type { ServedMedia } from './served-media.js';

/** The streams and level of one participant, as the media server carries them. */
export class ServedParticipant implements ServedMedia {
  #tracks = new Map<MediaKind, MediaStreamTrack>();
  #remote: RemoteMedia = { ...noRemoteMedia, muted: true };
  #level = 0;
  #serverLevel = 0;
  #stopLevel = () => {};
  readonly #levels: Pick<SpeakingLevels, 'watch'> | undefined;
  readonly #onLevel: () => void;

  constructor(levels: Pick<SpeakingLevels, 'watch'> | undefined, onLevel: () => void) {
    this.#levels = levels;
    this.#onLevel = onLevel;
  }

  get remote(): RemoteMedia {
    return this.#remote;
  }

  get level(): number {
    return this.#remote.audio ? this.#level : this.#serverLevel;
  }

  /** Sets the level that the media server hears, 0 to 1, for a participant that this client does not receive. */
  setServerLevel(level: number): void {
    this.#serverLevel = level;
  }

  /** Returns whether something has changed. */
  set(tracks: ReadonlyMap<MediaKind, MediaStreamTrack>, muted: boolean): boolean {
    const before = this.#remote;
    const audio = this.#stream(tracks, before.audio, ['microphone']);
    const camera = this.#stream(tracks, before.camera, ['camera']);
    const screen = this.#stream(tracks, before.screen, ['screen', 'screenSound']);
    this.#tracks = new Map(tracks);
    const same =
      audio === before.audio &&
      camera === before.camera &&
      screen === before.screen &&
      muted === before.muted;
    if (same) return false;
    this.#remote = { audio, camera, screen, muted, listening: false };
    if (audio !== before.audio) this.#watch(audio);
    return true;
  }

  setSilenced(silenced: boolean): void {
    for (const track of this.#tracks.values()) if (track.kind === 'audio') track.enabled = !silenced;
  }

  close(): void {
    this.#stopLevel();
  }

  /** Returns the stream with these tracks: the former one if they are the same, undefined if there are none. */
  #stream(
    tracks: ReadonlyMap<MediaKind, MediaStreamTrack>,
    before: MediaStream | undefined,
    kinds: MediaKind[],
  ): MediaStream | undefined {
    const same = kinds.every((kind) => tracks.get(kind) === this.#tracks.get(kind));
    if (same) return before;
    const present = kinds.flatMap((kind) => tracks.get(kind) ?? []);
    return present.length > 0 ? new MediaStream(present) : undefined;
  }

  #watch(audio: MediaStream | undefined): void {
    this.#stopLevel();
    this.#level = 0;
    this.#stopLevel =
      (audio &&
        this.#levels?.watch(audio, (level) => {
          this.#level = level;
          this.#onLevel();
        })) ??
      (() => {});
  }
}
