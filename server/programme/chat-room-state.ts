import type { AggroError, JoinRoomError, ProgrammeUser } from 'lectern-protocol';

/** The shared state of a chat room, which is always replaced as a whole. */
export interface ChatRoomState {
  title: string;
  max: number;
  /** Members by client ID, in the order in which they joined. */
  members: Readonly<Record<string, ProgrammeUser>>;
  /** The spotlighted message. */
  aggro?: AggroState;
  /** Users who cannot spotlight a message, each with the time until which this applies (ms since 1970). */
  pauses: readonly (readonly [userUID: string, until: number])[];
}

export interface AggroState {
  aggroUID: string;
  by: Omit<ProgrammeUser, 'id'>;
  msg: string;
  titleBroad?: string;
  /** ms since 1970 */
  until: number;
  /** Points at the start. */
  start: number;
  ups: readonly string[];
  downs: readonly string[];
}

/** Users who voted on a message. */
export interface Votes {
  ups: ReadonlySet<string>;
  downs: ReadonlySet<string>;
}

/** The state after a change, or the reason why the change is refused. */
export type StateChange<E> = { state: ChatRoomState } | { refused: E };

export const countOf = ({ members }: ChatRoomState): number => Object.keys(members).length;

export const pointsOf = ({ start, ups, downs }: AggroState): number =>
  Math.max(0, start + ups.length - downs.length);

export function withMember(
  state: ChatRoomState | undefined,
  user: ProgrammeUser,
): StateChange<JoinRoomError> {
  if (!state) return { refused: 'UNKNOWN' };
  if (Object.hasOwn(state.members, user.id)) return { refused: 'ALREADY_IN' };
  if (countOf(state) >= state.max) return { refused: 'FULL' };
  return { state: { ...state, members: { ...state.members, [user.id]: user } } };
}

/** Returns the state without a client; undefined if the room is empty then. */
export function withoutMember(state: ChatRoomState | undefined, clientId: string): ChatRoomState | undefined {
  if (!state || !Object.hasOwn(state.members, clientId)) return state;
  const { [clientId]: _, ...members } = state.members;
  return Object.keys(members).length === 0 ? undefined : { ...state, members };
}

/**
 * @param pause time in ms after which the user can spotlight another message
 * @param now ms since 1970
 */
export function withAggro(
  state: ChatRoomState,
  aggro: AggroState,
  { pause, now }: { pause: number; now: number },
): StateChange<AggroError> {
  if (state.aggro && state.aggro.until > now) return { refused: 'AGGRO_RUNNING' };
  const { userUID } = aggro.by;
  const pauses = state.pauses.filter(([, until]) => until > now);
  if (pauses.some(([user]) => user === userUID)) return { refused: 'AGGRO_PAUSE' };
  return { state: { ...state, aggro, pauses: [...pauses, [userUID, now + pause]] } };
}

/** Counts each user once per direction. Returns the same state if nothing has changed or the message has ended. */
export function withVotes(
  state: ChatRoomState | undefined,
  aggroUID: string,
  clicks: Votes,
): ChatRoomState | undefined {
  const aggro = state?.aggro;
  if (aggro?.aggroUID !== aggroUID) return state;
  const ups = union(aggro.ups, clicks.ups);
  const downs = union(aggro.downs, clicks.downs);
  if (ups === aggro.ups && downs === aggro.downs) return state;
  return { ...(state as ChatRoomState), aggro: { ...aggro, ups, downs } };
}

function union(known: readonly string[], more: ReadonlySet<string>): readonly string[] {
  const all = new Set([...known, ...more]);
  return all.size === known.length ? known : [...all];
}

export function withoutAggro(state: ChatRoomState | undefined, aggroUID: string): ChatRoomState | undefined {
  if (state?.aggro?.aggroUID !== aggroUID) return state;
  const { aggro, ...rest } = state;
  return rest;
}
