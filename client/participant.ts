import type { Quality } from './peer/quality.js';
import type { VideoPeer, VideoPeerState } from './peer/video-peer.js';
import type { Trouble } from './trouble.js';

/** Somebody else in the room. The same object for as long as they are there; its fields change. */
export interface Participant {
  readonly id: string;
  readonly username: string;
  /** The user's id, as the server knows it; the participant's own where the server knows of no other. */
  readonly user: string;
  /** A viewer is not heard where only presenters may speak. */
  readonly role: 'presenter' | 'viewer';
  /** Undefined after the other said bye, and until we are (again) in the room ourselves. */
  readonly peer: VideoPeer | undefined;
  /** The peer's state; `closed` where there is none. */
  readonly state: VideoPeerState;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  readonly quality: Quality | undefined;
  readonly muted: boolean;
  /** Has no microphone. */
  readonly listening: boolean;
  /** May not be heard, as the room's settings or the Manager's `mayBeHeard` say: whatever they send is silence here. */
  readonly silenced: boolean;
  readonly audio: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
  /** Why they cannot be heard, where we know. */
  readonly trouble: Trouble | undefined;
}

/** A Participant as the Manager holds it. */
export class RoomParticipant implements Participant {
  peer: VideoPeer | undefined;
  /** How many attempts at a connection there were with peers before this one. */
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
