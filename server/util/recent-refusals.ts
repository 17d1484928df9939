import type { Account } from './account.js';

/** Part of the server that refused something: a WebSocket, a login, a message, or a request to the HTTP API. */
type Refused = 'connection' | 'login' | 'message' | 'request';

/** Refusals with the same reason for the same user or network. It contains nothing that a client has written. */
export interface RecentRefusal {
  what: Refused;
  /** Type of the message; absent for others, and if it is not known. */
  type?: string;
  /** The reason of a login, the HTTP status of a connection, otherwise the error code. */
  code: string;
  /** ID of the user; absent if it is not known. For a network, the user who was refused last. */
  user?: string;
  /** Network of a guest, or of a client that is not known. */
  network?: string;
  count: number;
  /** Time of the first and the last one in ms since 1970. */
  first: number;
  last: number;
}

type Reason = Pick<RecentRefusal, 'what' | 'type' | 'code'>;

/** Maximum number of kinds. The one that has not occurred for the longest is discarded. */
const MAX_KINDS = 100;

/**
 * The recent refusals of a node, for its operator. Guests count by their network, since anyone can become another guest:
 * a program that opens many sessions does not displace the refusals of others.
 */
export class RecentRefusals {
  private readonly kinds = new Map<string, RecentRefusal>();

  /** @param who undefined if neither the user nor the network is known */
  add({ what, type, code }: Reason, who: Partial<Account> = {}): void {
    const { userId: user, network } = who;
    const key = `${what} ${type} ${code} ${network === undefined ? `user ${user}` : network}`;
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
  list(): RecentRefusal[] {
    return [...this.kinds.values()].reverse();
  }
}
