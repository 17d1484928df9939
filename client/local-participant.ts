import { Emitter } from './emitter.js';
import type { LocalMedia, MediaKind } from './peer/transport.js';
import type { SpeakingLevels } from './speaking-levels.js';

/** This client, as the other clients in the room see it. */
export interface Self {
  readonly id: string | undefined;
  readonly username: string;
  /** A viewer cannot be heard in a room in which only presenters speak. */
  readonly role: 'presenter' | 'viewer';
  /** Whether the room's settings allow this client to be heard. */
  readonly maySpeak: boolean;
  /** Whether this client moderates the room: as its owner, or without settings as the one who has been in it for the longest. */
  readonly moderates: boolean;
  /** Whether the room's media go directly between clients, or through a media server (see docs/media.md). */
  readonly carrier: 'peers' | 'server';
  /** Speaking level, 0 to 1. */
  readonly level: number;
  readonly muted: boolean;
  readonly microphone: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
}

export interface LocalParticipantEvents {
  self: Self;
  /** The streams changed. */
  media: LocalMedia;
  /** The speaking level changed; no event `self` follows. */
  level: number;
}

/** This client in a room: its name, its role, and the streams that it sends. The streams remain their owner's. */
export class LocalParticipant extends Emitter<LocalParticipantEvents> {
  readonly #levels: Pick<SpeakingLevels, 'watch'>;
  #self: Self;
  #stopLevel = () => {};

  constructor(username: string, levels: Pick<SpeakingLevels, 'watch'>) {
    super();
    this.#levels = levels;
    this.#self = {
      id: undefined,
      username,
      role: 'presenter',
      maySpeak: true,
      moderates: false,
      carrier: 'peers',
      level: 0,
      muted: false,
      microphone: undefined,
      camera: undefined,
      screen: undefined,
    };
  }

  get self(): Self {
    return this.#self;
  }

  get media(): LocalMedia {
    const { microphone, camera, screen } = this.#self;
    return { ...(microphone && { microphone }), ...(camera && { camera }), ...(screen && { screen }) };
  }

  update(fields: Partial<Self>): void {
    this.#self = { ...this.#self, ...fields };
    this.emit('self', this.#self);
  }

  setMedia(kind: MediaKind, stream: MediaStream | undefined): void {
    if (kind === 'microphone') this.#silence(stream, this.#self.muted);
    if (stream !== this.#self[kind]) {
      this.update({ [kind]: stream });
      this.emit('media', this.media);
      this.#removeWhenEnded(kind, stream);
    }
    if (kind === 'microphone') this.#watchLevel(stream);
  }

  setMuted(muted: boolean): void {
    this.#silence(this.#self.microphone, muted);
    this.update({ muted });
  }

  /** Measures the level of the microphone again, after `stopLevel`. */
  startLevel(): void {
    this.#watchLevel(this.#self.microphone);
  }

  stopLevel(): void {
    this.#stopLevel();
  }

  #removeWhenEnded(kind: MediaKind, stream: MediaStream | undefined): void {
    const tracks = stream?.getTracks() ?? [];
    const ended = () => {
      const all = stream?.getTracks().every(({ readyState }) => readyState === 'ended');
      if (all && this.#self[kind] === stream) this.setMedia(kind, undefined);
    };
    for (const track of tracks) track.addEventListener('ended', ended);
  }

  #silence(microphone: MediaStream | undefined, muted: boolean): void {
    for (const track of microphone?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  #watchLevel(microphone: MediaStream | undefined): void {
    this.#stopLevel();
    const report = (level: number) => {
      this.#self = { ...this.#self, level };
      this.emit('level', level);
    };
    this.#stopLevel = microphone ? this.#levels.watch(microphone, report) : () => {};
  }
}
