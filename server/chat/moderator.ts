import type { Presence } from '../backplane/backplane.js';

/** Returns the user who moderates a room without settings: the presenter among its members who has been in it the longest. */
export const moderatorAmong = (members: Iterable<Presence>): string | undefined => {
  for (const { role, userId } of members) if (role === 'presenter') return userId;
  return undefined;
};
