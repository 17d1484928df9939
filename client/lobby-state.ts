import type { ServerData } from 'lectern-protocol';
import type { RequestError } from './request-error.js';

export interface LobbyState {
  /** False before join(), and while the connection is lost. */
  joined: boolean;
  /** Client ids of the other members, in the order of joining. */
  peers: readonly string[];
}

export interface LobbyEvents {
  state: LobbyState;
  /** A broadcast to the lobby. `own`: it is this client's. */
  message: { from: string; message: unknown; own: boolean };
  /** A signal to this client, as passed to signal(). Those of voices() are among them. */
  signal: ServerData['/lobby RTCSIGNAL'];
  /** Rejoining after a reconnection was refused. */
  refused: RequestError;
}
