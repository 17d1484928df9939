import type { Text } from '../schemas/generated/messages.js';
import { Emitter } from './emitter.js';
import type { Participant } from './participant.js';
import type { Signaler } from './signaler.js';

/** What the Manager needs of a Signaler. */
export type Signaling = Pick<Signaler, 'state' | 'id' | 'on' | 'send' | 'request' | 'connect' | 'close'>;

export interface ManagerOptions {
  username?: string;
  /** `relay`: only through TURN servers. Default `all`. */
  iceTransportPolicy?: RTCIceTransportPolicy;
  /** As by setMicrophone. */
  microphone?: MediaStream;
}

/** This client, as the others in the room are told. */
export interface Self {
  readonly id: string | undefined;
  readonly username: string;
  /** Speaking level, 0 to 1. */
  readonly level: number;
  readonly muted: boolean;
  readonly microphone: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
}

/** A text that somebody wrote. */
export interface TextEvent {
  /** The writer's client id, put on by the server. */
  sender: string;
  /** The writer's name in the room. */
  username: string;
  data: Text;
  /** Whether we wrote it. */
  own: boolean;
  /** Whether it was written to us alone, and not to the room. */
  direct: boolean;
}

export interface ManagerEvents {
  /** Somebody came or left. */
  participants: ReadonlyMap<string, Participant>;
  /** A field of one participant changed, other than the level. */
  participant: Participant;
  /** Speaking levels changed, own or others'; at most ten times a second. */
  levels: undefined;
  self: Self;
  text: TextEvent;
}

export class Manager extends Emitter<ManagerEvents> {
  readonly self: Self = {
    id: undefined,
    username: '',
    level: 0,
    muted: false,
    microphone: undefined,
    camera: undefined,
    screen: undefined,
  };
  readonly participants: ReadonlyMap<string, Participant> = new Map();

  constructor(
    readonly signaler: Signaling,
    _options: ManagerOptions = {},
  ) {
    super();
  }

  start(): void {}
  setUsername(_username: string): void {}
  setMicrophone(_stream: MediaStream | undefined): void {}
  setMuted(_muted: boolean): void {}
  setCamera(_stream: MediaStream | undefined): void {}
  setScreen(_stream: MediaStream | undefined): void {}
  async sendText(_text: string): Promise<void> {}
  leave(): void {}
}
