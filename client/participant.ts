import type { ServedMedia } from './media-server/served-media.js';
import type { Quality } from './peer/quality.js';
import { noRemoteMedia, type RemoteMedia } from './peer/remote-media.js';
import type { VideoPeer, VideoPeerState } from './peer/video-peer.js';
import type { Trouble } from './trouble.js';

/** Another client in the room. The object stays the same while the client is there; its fields change. */
export interface Participant {
  readonly id: string;
  readonly username: string;
  /** The user's id; the client's id if the server sends none. */
  readonly user: string;
  /** A viewer cannot be heard in a room in which only presenters speak. */
  readonly role: 'presenter' | 'viewer';
  /**
   * Undefined after the participant's `bye`, until this client has joined the room, and in a room whose media a media
   * server carries.
   */
  readonly peer: VideoPeer | undefined;
  /** The peer's state, or that of the connection to the media server; `closed` if there is neither. */
  readonly state: VideoPeerState;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  /** In a room whose media a media server carries, only known to instructors of a lecture. */
  readonly quality: Quality | undefined;
  readonly muted: boolean;
  /** Has no microphone. */
  readonly listening: boolean;
  /** Silent on this side, because of the room's settings or the Manager's `mayBeHeard`. */
  readonly silenced: boolean;
  readonly audio: MediaStream | undefined;
  /** Undefined, like `screen`, also if the Manager's `mayBeSeen` returns false. */
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
  /** Why the participant cannot be heard, if that is known. */
  readonly trouble: Trouble | undefined;
}

/** A Participant as the Manager changes it. */
export class RoomParticipant implements Participant {
  peer: VideoPeer | undefined;
  /** Number of attempts that former peers made. */
  attempts = 0;
  user: string;
  role: 'presenter' | 'viewer' = 'presenter';
  saidBye = false;
  silenced = false;
  hidden = false;
  /** The width at which the camera is shown, in CSS pixels; undefined if it is not known. */
  cameraWidth: number | undefined;
  /** The streams and level of the participant, as the media server carries them. */
  served: ServedMedia | undefined;
  /** The quality of the participant's connections to the media server. */
  servedQuality: Quality | undefined;
  /** The state of the connection to the media server, in a room that it carries. It fails without WebRTC. */
  serverState: 'connecting' | 'connected' | 'failed' | undefined;

  constructor(
    readonly id: string,
    public username: string,
  ) {
    this.user = id;
  }

  get state(): VideoPeerState {
    if (this.saidBye) return 'closed';
    if (this.#isServed) return 'connected';
    return this.peer?.state ?? this.serverState ?? 'closed';
  }

  get level(): number {
    return (this.#isServed ? this.served?.level : this.peer?.level) ?? 0;
  }

  get quality(): Quality | undefined {
    return this.peer ? this.peer.quality : this.servedQuality;
  }

  get muted(): boolean {
    return this.#remote.muted;
  }

  get listening(): boolean {
    return this.#remote.listening;
  }

  get audio(): MediaStream | undefined {
    return this.#remote.audio;
  }

  get camera(): MediaStream | undefined {
    return this.hidden ? undefined : this.#remote.camera;
  }

  get screen(): MediaStream | undefined {
    return this.hidden ? undefined : this.#remote.screen;
  }

  get trouble(): Trouble | undefined {
    if (this.saidBye) return { reason: 'remote-gone' };
    return this.serverState === 'failed' ? { reason: 'unsupported' } : this.peer?.trouble;
  }

  /** Whether this client receives the participant from the media server. */
  get #isServed(): boolean {
    return (
      this.serverState === 'connected' || (this.served !== undefined && this.peer?.state !== 'connected')
    );
  }

  get #remote(): RemoteMedia {
    if (this.#isServed) return this.served?.remote ?? { ...noRemoteMedia, muted: true };
    return this.peer?.remote ?? noRemoteMedia;
  }
}
