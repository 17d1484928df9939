import type { Quality } from './peer/quality.js';
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
  /** Undefined after the participant's `bye`, and until this client has joined the room. */
  readonly peer: VideoPeer | undefined;
  /** The peer's state; `closed` if there is no peer. */
  readonly state: VideoPeerState;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  readonly quality: Quality | undefined;
  readonly muted: boolean;
  /** Has no microphone. */
  readonly listening: boolean;
  /** Silent on this side, because of the room's settings or the Manager's `mayBeHeard`. */
  readonly silenced: boolean;
  readonly audio: MediaStream | undefined;
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

  constructor(
    readonly id: string,
    public username: string,
  ) {
    this.user = id;
  }

  get state(): VideoPeerState {
    return this.peer?.state ?? 'closed';
  }

  get level(): number {
    return this.peer?.level ?? 0;
  }

  get quality(): Quality | undefined {
    return this.peer?.quality;
  }

  get muted(): boolean {
    return this.peer?.remote.muted ?? false;
  }

  get listening(): boolean {
    return this.peer?.remote.listening ?? false;
  }

  get audio(): MediaStream | undefined {
    return this.peer?.remote.audio;
  }

  get camera(): MediaStream | undefined {
    return this.peer?.remote.camera;
  }

  get screen(): MediaStream | undefined {
    return this.peer?.remote.screen;
  }

  get trouble(): Trouble | undefined {
    return this.saidBye ? { reason: 'remote-gone' } : this.peer?.trouble;
  }
}
