import type { EntryState, Room, Text } from 'lectern-protocol';
import type { Credentials } from '../handshake.js';
import type { ManagerOptions } from '../manager-options.js';
import type { SignalerOptions } from '../signaler-options.js';
import type { ConnectionState } from './connection-state.js';
import type { MediaOptions, MediaState } from './media-state.js';

export interface RoomSessionOptions
  extends Credentials,
    MediaOptions,
    Pick<ManagerOptions, 'username' | 'iceTransportPolicy'>,
    Pick<SignalerOptions, 'WebSocket' | 'reconnect'> {
  /** Address of the server, with the path under which it is served. Default: the server of the page. */
  server?: string | URL | undefined;
  room: string;
  /** Whether to open the microphone after joining. Default true; otherwise this client listens until `setMicrophone(true)`. */
  microphone?: boolean | undefined;
  /** Number of texts to keep; older ones are dropped. Default 200. */
  keepTexts?: number | undefined;
}

export interface RoomState extends Readonly<ConnectionState>, MediaState {
  /** The room: that of the options, until the server moves this client to another one. */
  readonly room: string;
  /** The room from which the server has moved this client last, with the reason, for people, if there is one. */
  readonly moved: { readonly from: string; readonly reason: string | undefined } | undefined;
  /** The room's settings; undefined if it has none. */
  readonly settings: Room | undefined;
  /** Whether this client waits until the room's owner admits it (option `wait`), was admitted or refused. */
  readonly entry: EntryState['state'] | undefined;
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
