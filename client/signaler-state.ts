import type { Denied, Entry, ErrorCode, Welcome } from 'lectern-protocol';
import type { CloseInfo } from './reconnect.js';

/** Why the server refused a login or a connection. */
export interface LoginRefusal {
  code: ErrorCode;
  message: string;
  /** `/password` if the room's password is missing or wrong. */
  pointer?: string;
  /** Whether the room is closed to newcomers. */
  entry?: Exclude<Entry, 'open'>;
  /** Whether the user was removed from the room. */
  removedFrom?: 'room';
  /**
   * HTTP status if the server refused to open the connection: 400 if no room can have the ID, 403 if it does not accept
   * pages of this origin.
   */
  httpStatus?: number;
}

export type SignalerState =
  | { name: 'idle' }
  /** `attempt` counts from 0 since the last stable connection. */
  | { name: 'connecting'; attempt: number }
  /**
   * `welcome.id` is the client's id. `resumed`: the session continues, and the other clients did not see this one
   * leave. `recovered`: no message that was sent to this client in the meantime is missing.
   */
  | { name: 'open'; welcome: Welcome; resumed: boolean; recovered: boolean }
  /**
   * Will reconnect at `retryAt`, in ms on the scale of Date.now(). `refused`: the login was refused for a reason that
   * can pass, for example because the room was full.
   */
  | { name: 'waiting'; attempt: number; retryAt: number; close: CloseInfo; refused?: LoginRefusal }
  /**
   * Will not reconnect: close() was called, the server closed with a code that forbids it, or it refused the login or
   * the connection permanently.
   */
  | { name: 'closed'; close?: CloseInfo; refused?: LoginRefusal };

export const refusalOf = ({ code, data, pointer, entry, removed_from }: Denied): LoginRefusal => ({
  code,
  message: data,
  ...(pointer !== undefined && { pointer }),
  ...(entry !== undefined && { entry }),
  ...(removed_from !== undefined && { removedFrom: removed_from }),
});
