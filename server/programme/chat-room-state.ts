import type { AggroError, JoinRoomError, ProgrammeUser } from 'lectern-protocol';

/** What the nodes share of a chat room: a small value, changed as a whole. */
export interface ChatRoomState {
  title: string;
  max: number;
  /** By the ids of their clients, in the order of their coming. */
  members: Readonly<Record<string, ProgrammeUser>>;
  /** The message that is held up. */
  aggro?: AggroState;
  /** Who may hold up nothing for a while, each until when (ms since 1970). */
  pauses: readonly (readonly [userUID: string, until: number])[];
}

export interface AggroState {
  aggroUID: string;
  by: Omit<ProgrammeUser, 'id'>;
  msg: string;
  titleBroad?: string;
  /** ms since 1970 */
  until: number;
  /** Points that it began with. */
  start: number;
  ups: readonly string[];
  downs: readonly string[];
}

/** Users who pushed a held-up message. */
export interface Clicks {
  ups: ReadonlySet<string>;
  downs: ReadonlySet<string>;
}

/** What a change makes of a room, or why it is refused: the room is then as it was. */
export type Change<E> = { state: ChatRoomState } | { refused: E };

export const countOf = ({ members }: ChatRoomState): number => Object.keys(members).length;

export const pointsOf = ({ start, ups, downs }: AggroState): number =>
  Math.max(0, start + ups.length - downs.length);

export function withMember(state: ChatRoomState | undefined, user: ProgrammeUser): Change<JoinRoomError> {
  if (!state) return { refused: 'UNKNOWN' };
  if (Object.hasOwn(state.members, user.id)) return { refused: 'ALREADY_IN' };
  if (countOf(state) >= state.max) return { refused: 'FULL' };
  return { state: { ...state, members: { ...state.members, [user.id]: user } } };
}

/** The room without a client; undefined where nobody is left. */
export function withoutMember(state: ChatRoomState | undefined, clientId: string): ChatRoomState | undefined {
  if (!state || !Object.hasOwn(state.members, clientId)) return state;
  const { [clientId]: _, ...members } = state.members;
  return Object.keys(members).length === 0 ? undefined : { ...state, members };
}

/**
 * @param pause ms for which its user then holds up nothing else
 * @param now ms since 1970
 */
export function withAggro(
  state: ChatRoomState,
  aggro: AggroState,
  { pause, now }: { pause: number; now: number },
): Change<AggroError> {
  if (state.aggro && state.aggro.until > now) return { refused: 'AGGRO_RUNNING' };
  const { userUID } = aggro.by;
  const pauses = state.pauses.filter(([, until]) => until > now);
  if (pauses.some(([user]) => user === userUID)) return { refused: 'AGGRO_PAUSE' };
  return { state: { ...state, aggro, pauses: [...pauses, [userUID, now + pause]] } };
}

/** Counts each user once in each direction; the same state where nothing is new or another message is held up. */
export function withClicks(
  state: ChatRoomState | undefined,
  aggroUID: string,
  clicks: Clicks,
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
