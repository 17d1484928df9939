import type { ErrorCode } from 'lectern-protocol';
import type { CloseInfo } from '../reconnect.js';
import type { LoginRefusal, SignalerState } from '../signaler-state.js';

/** Why a session has no connection. */
export interface ConnectionProblem {
  /**
   * The server's error code, or the name of the close code. `unreachable`: the server cannot be reached.
   * `invalid`: the address of the server or the ID of the room is not valid.
   */
  code: ErrorCode | NonNullable<CloseInfo['name']> | 'unreachable' | 'invalid';
  /** What happened and what to do, in English. */
  message: string;
  /** Whether the session has ended. Otherwise, it reconnects automatically. */
  final: boolean;
  /** More about a refusal by the server, for example that the password is wrong. */
  refused: LoginRefusal | undefined;
}

export interface ConnectionState {
  /**
   * - `idle`: not started.
   * - `waiting`: the connection is lost, or could not be made. The session reconnects automatically.
   * - `closed`: the session has ended, and does not reconnect.
   */
  connection: SignalerState['name'];
  /** Undefined while there is a connection, and after leaving. */
  problem: ConnectionProblem | undefined;
}

export const idle: ConnectionState = { connection: 'idle', problem: undefined };

/** The state of a session that cannot start with its options. */
export const invalid = (error: unknown): ConnectionState => ({
  connection: 'closed',
  problem: { code: 'invalid', message: String((error as Error).message), final: true, refused: undefined },
});

/**
 * The address of the server: the given one, or that of the page.
 * @throws TypeError if it is not a URL of http, https, ws or wss
 */
export function serverAddress(server: string | URL | undefined): URL {
  const given = server || globalThis.location?.origin;
  if (!given)
    throw new TypeError('outside of a page, the address of the server is required (option `server`)');
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^(http|ws)s?:$/.test(url.protocol)) return url;
  throw new TypeError(`${given} is not the address of a server: it needs to begin with https:// or http://`);
}

/** What a session connects to, and with what. */
export interface Destination {
  url: string;
  hasToken: boolean;
}

export function connectionState(
  state: SignalerState,
  to: Destination,
  before: ConnectionState,
): ConnectionState {
  const connection = state.name;
  // The reason of the last loss remains until a connection is open again.
  if (connection === 'connecting') return { connection, problem: before.problem };
  if (state.name === 'waiting' || state.name === 'closed') {
    return { connection, problem: problemOf(state, to) };
  }
  return { connection, problem: undefined };
}

function problemOf(
  { name, close, refused }: SignalerState & { name: 'waiting' | 'closed' },
  { url, hasToken }: Destination,
): ConnectionProblem | undefined {
  const final = name === 'closed';
  if (refused) {
    const { code } = refused;
    const advice = code === 'login-required' && !hasToken ? ' (option `token`), signed by your back end' : '';
    return { code, message: refused.message + advice, final, refused };
  }
  if (!close) return undefined;
  const message = close.meaning ?? (close.reason || unreachable(url));
  return { code: close.name ?? 'unreachable', message, final, refused };
}

const unreachable = (url: string): string =>
  `${new URL(url).origin} cannot be reached: check the address, and whether the server runs`;
