import type { ProgrammeChatted, ProgrammeRoom } from 'lectern-protocol';
import type { ProgrammeChat, RunningAggro } from './programme-chat.js';
import type { RequestError } from './request-error.js';

export interface ProgrammeState {
  /** False before enter(), and while the connection is lost. */
  entered: boolean;
  /** All chat rooms of the programme, the oldest first. */
  rooms: readonly ProgrammeRoom[];
  /** The chat rooms that this client has joined, by their ids. */
  joined: ReadonlyMap<string, ProgrammeChat>;
}

export interface ProgrammeEvents {
  state: ProgrammeState;
  /** A text in a joined chat room. `sender` is a client id; `own`: it is this client's. */
  chat: ProgrammeChatted & { sender: string; own: boolean };
  /** An aggro has ended, because its time is over or its points have reached 0. `aggro` is its last state. */
  aggroOver: { roomId: string; aggro: RunningAggro };
  /** Rejoining a chat room after a reconnection was refused; without a `roomId`, entering the programme was. */
  refused: { roomId: string | undefined; error: RequestError };
}
