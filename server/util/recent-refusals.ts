import type { ApiRefusal } from 'lectern-protocol/http';
import type { Account } from './account.js';

type Reason = Pick<ApiRefusal, 'what' | 'type' | 'code'>;
type Kind = Pick<ApiRefusal, 'what' | 'code'> &
  Partial<Record<'type' | 'network' | 'user', string | undefined>>;

/** Maximum number of kinds. The one that has not occurred for the longest is discarded. */
const MAX_KINDS = 100;

/** Returns what refusals that are counted together have in common. */
export const kindOf = ({ what, type, code, network, user }: Kind): string =>
  `${what} ${type} ${code} ${network ?? `user ${user}`}`;

/**
 * The recent refusals of a node, for its operator. Guests count by their network, since anyone can become another guest:
 * a program that opens many sessions does not displace the refusals of others. Refusals contain nothing that a client has
 * written.
 */
export class RecentRefusals {
  private readonly kinds = new Map<string, ApiRefusal>();

  /** @param who undefined if neither the user nor the network is known */
  add({ what, type, code }: Reason, who: Partial<Account> = {}): void {
    const { userId: user, network } = who;
    const key = kindOf({ what, type, code, network, user });
    const now = Date.now();
    const known = this.kinds.get(key);
    if (known) {
      known.count++;
      known.last = now;
      if (user !== undefined) known.user = user;
      this.kinds.delete(key);
      this.kinds.set(key, known);
      return;
    }
    if (this.kinds.size >= MAX_KINDS) {
      const [oldest = ''] = this.kinds.keys();
      this.kinds.delete(oldest);
    }
    this.kinds.set(key, {
      what,
      ...(type !== undefined && { type }),
      code,
      ...(user !== undefined && { user }),
      ...(network !== undefined && { network }),
      count: 1,
      first: now,
      last: now,
    });
  }

  /** Returns the refusals, the latest first. */
  list(): ApiRefusal[] {
    return [...this.kinds.values()].reverse();
  }
}
