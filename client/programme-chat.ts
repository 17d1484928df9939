import type { Aggro, AggroPause, ProgrammeUser, ServerData } from 'lectern-protocol';

/** A message that is shown to a whole chat room and voted on. */
export interface RunningAggro extends Aggro {
  /** Time at which it ends at the latest, in ms on the scale of Date.now(). */
  until: number;
}

/** A chat room that this client has joined. */
export interface ProgrammeChat {
  /** In the order of joining, including this client. A user with several clients has an entry for each. */
  users: readonly ProgrammeUser[];
  aggro: RunningAggro | undefined;
  /** End of the pause before this user's next aggro, in ms on the scale of Date.now(); undefined without a pause. */
  pausedUntil: number | undefined;
}

export type Change = (chat: ProgrammeChat) => ProgrammeChat;

export const emptyChat: ProgrammeChat = { users: [], aggro: undefined, pausedUntil: undefined };

export const withUser =
  (user: ProgrammeUser): Change =>
  (chat) => {
    const known = chat.users.some(({ id }) => id === user.id);
    const users = known
      ? chat.users.map((each) => (each.id === user.id ? user : each))
      : [...chat.users, user];
    return { ...chat, users };
  };

export const withoutUser =
  (clientId: string): Change =>
  (chat) => ({ ...chat, users: chat.users.filter(({ id }) => id !== clientId) });

export const withAggro =
  (aggro: Aggro): Change =>
  (chat) => ({ ...chat, aggro: { ...aggro, until: Date.now() + aggro.ms } });

/** Ignores points of a former aggro. */
export const withPoint =
  ({ aggroUID, point }: ServerData['/programme aggroPoint']): Change =>
  (chat) =>
    chat.aggro?.aggroUID === aggroUID ? { ...chat, aggro: { ...chat.aggro, point } } : chat;

export const withoutAggro =
  (aggroUID: string): Change =>
  (chat) =>
    chat.aggro?.aggroUID === aggroUID ? { ...chat, aggro: undefined } : chat;

export const withPause =
  ({ ms }: AggroPause): Change =>
  (chat) => ({ ...chat, pausedUntil: Date.now() + ms });
