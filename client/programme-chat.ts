import type { Aggro, AggroPause, ProgrammeUser, ServerData } from 'lectern-protocol';

/** A message that is held up before a chat room. */
export interface RunningAggro extends Aggro {
  /** Until when at most; ms on the scale of Date.now(). */
  until: number;
}

/** A chat room that we are in. */
export interface ProgrammeChat {
  /** In the order of their coming, ourselves included; a user with several clients there is in it with each. */
  users: readonly ProgrammeUser[];
  aggro: RunningAggro | undefined;
  /** Until when we may hold up nothing else, ms on the scale of Date.now(); undefined where we may. */
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

/** Other points, where the message is still the one that is held up. */
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
