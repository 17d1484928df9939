import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';
import type { Account } from '../util/account.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';

/** Maximum numbers of rooms that are open because of one account. */
export interface RoomLimits {
  /** Of one user. */
  user: number;
  /** Of all guests of one network. Beyond it, each of them can open `RESERVED`. */
  network: number;
  /** To which refusals are reported. */
  budget?: Budget;
}

/** Number of rooms that a guest can open if the guests of its network have opened too many together. */
const RESERVED = 5;

const UNLIMITED: RoomLimits = { user: Infinity, network: Infinity };

/**
 * Counts the rooms of this node by the account whose client was the first member. An account counts only while its
 * rooms have members.
 */
export class RoomQuota {
  private readonly users = new Map<string, number>();
  private readonly networks = new Map<string, number>();

  constructor(private readonly limits = UNLIMITED) {}

  static of(options: Pick<Options, 'userRooms' | 'addressRooms'>, budgets: BudgetMeter): RoomQuota {
    const { userRooms: user, addressRooms: network } = options;
    return new RoomQuota({ user, network, budget: budgets.add('rooms') });
  }

  /** Counts a room. @throws Refusal full if the account has opened too many */
  open({ userId, network }: Account): void {
    const { limits } = this;
    const own = this.users.get(userId) ?? 0;
    const near = network === undefined ? 0 : (this.networks.get(network) ?? 0);
    if (own >= limits.user || (near >= limits.network && own >= RESERVED)) {
      limits.budget?.refused();
      throw new Refusal(
        'full',
        `you have opened ${own} rooms, which is the maximum; leave one of them first`,
      );
    }
    this.users.set(userId, own + 1);
    if (network !== undefined) this.networks.set(network, near + 1);
  }

  /** Stops counting a room that has no members any more. */
  close({ userId, network }: Account): void {
    decrement(this.users, userId);
    if (network !== undefined) decrement(this.networks, network);
  }
}

function decrement(counts: Map<string, number>, key: string): void {
  const count = counts.get(key) ?? 0;
  if (count > 1) counts.set(key, count - 1);
  else counts.delete(key);
}
