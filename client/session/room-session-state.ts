import type { EntryState, Room, Text } from 'lectern-protocol';
import type { Credentials } from '../handshake.js';
import type { Self } from '../local-participant.js';
import type { ManagerOptions } from '../manager-options.js';
import type { SignalerOptions } from '../signaler-options.js';
import type { ConnectionState } from './connection-state.js';
import type { MicrophoneState } from './own-microphone.js';

export interface RoomSessionOptions
  extends Credentials,
    Pick<ManagerOptions, 'username' | 'iceTransportPolicy'>,
    Pick<SignalerOptions, 'WebSocket' | 'reconnect'> {
  /** Address of the server, with the path under which it is served. Default: the server of the page. */
  server?: string | URL | undefined;
  room: string;
  /** Whether to open the microphone after joining. Default true; otherwise this client listens until `setMicrophone(true)`. */
  microphone?: boolean | undefined;
  /** Whether to join muted. Default false. */
  muted?: boolean | undefined;
  /** Whether to play the others' voices. Default true; otherwise play the `audio` of each participant. */
  playVoices?: boolean | undefined;
  /** Number of texts to keep; older ones are dropped. Default 200. */
  keepTexts?: number | undefined;
}

/** This client, as the others see it. */
export interface SelfState extends Omit<Self, 'level'> {
  readonly speaking: boolean;
}

export interface RoomState extends Readonly<ConnectionState>, Readonly<MicrophoneState> {
  readonly self: SelfState;
  /** Whether the browser blocks sound until the user clicks or presses a key in the page. */
  readonly soundBlocked: boolean;
  /** The room's settings; undefined if it has none. */
  readonly settings: Room | undefined;
  /** Whether this client waits until the room's owner admits it (option `wait`), was admitted or refused. */
  readonly entry: EntryState['state'] | undefined;
  /** Name of the user who has muted this client; undefined once it is unmuted. */
  readonly mutedBy: string | undefined;
}

/** A text in the room. */
export interface RoomText {
  /** Unique in this session. */
  readonly key: number;
  /** The writer's client id. */
  readonly sender: string;
  readonly username: string;
  readonly text: string;
  /** When it was written, by the writer's clock. */
  readonly time: Text['time'];
  /** Whether this client wrote it. */
  readonly own: boolean;
  /** Whether it was written to this client alone. */
  readonly direct: boolean;
}
