import type { Account } from '../util/account.js';
import type { LogLimits } from './backplane.js';

/** A log, as its budget sees it. */
export interface BudgetedLog {
  /**
   * Discards the oldest entries until the discarded entries of a share make up the given bytes. Entries of other shares
   * that are older are discarded too, since a log has no gaps.
   */
  discardShare(share: number, bytes: number): void;
}

/** Fraction of its limit to which a budget is reduced when it is exceeded, so that searching for shares is rare. */
const REDUCED = 0.9;

/** The entries of one user in all logs. */
interface Share {
  readonly number: number;
  readonly userId: string;
  readonly party: Party;
  bytes: number;
  readonly logs: Map<BudgetedLog, number>;
}

/** A network with its guests, or a user with a token. All parties have the same claim to memory. */
interface Party {
  readonly parties: Map<string, Party>;
  readonly key: string;
  readonly limit: number;
  bytes: number;
  readonly shares: Map<string, Share>;
}

/** The account of entries that no client has caused. */
const SERVER: Account = { userId: '' };

/**
 * The memory of all logs of a node. If a limit is exceeded, the oldest entries of the largest share are discarded, so
 * that a user who writes much only displaces own messages.
 */
export class LogBudget {
  /** Bytes of all logs. */
  bytes = 0;
  private readonly networks = new Map<string, Party>();
  private readonly users = new Map<string, Party>();
  /** Shares by number. The numbers of shares without entries are used again. */
  private readonly shares: (Share | undefined)[] = [];
  private readonly unused: number[] = [];

  constructor(private readonly limits: LogLimits) {}

  /** Counts an entry. Returns the number of the share that it belongs to. */
  charge(log: BudgetedLog, account: Account = SERVER, bytes: number): number {
    const share = this.shareOf(account);
    share.bytes += bytes;
    share.party.bytes += bytes;
    this.bytes += bytes;
    share.logs.set(log, (share.logs.get(log) ?? 0) + bytes);
    return share.number;
  }

  /** Stops counting a discarded entry. */
  release(log: BudgetedLog, number: number, bytes: number): void {
    const share = this.shares[number];
    if (!share) return;
    const { party } = share;
    share.bytes -= bytes;
    party.bytes -= bytes;
    this.bytes -= bytes;
    const left = (share.logs.get(log) ?? 0) - bytes;
    if (left > 0) share.logs.set(log, left);
    else share.logs.delete(log);
    if (share.logs.size > 0) return;
    party.shares.delete(share.userId);
    if (party.shares.size === 0) party.parties.delete(party.key);
    this.shares[number] = undefined;
    this.unused.push(number);
  }

  /** Discards entries until all limits are kept, after an entry of a share was added. */
  enforce(number: number): void {
    const share = this.shares[number];
    const { total, user } = this.limits;
    if (share && share.userId !== SERVER.userId) {
      if (share.bytes > user) this.reduce(share, share.bytes - user * REDUCED);
      const { party } = share;
      if (party.bytes > party.limit) {
        while (party.bytes > party.limit * REDUCED)
          this.reduceLargest(party, party.bytes - party.limit * REDUCED);
      }
    }
    if (this.bytes <= total) return;
    while (this.bytes > total * REDUCED) {
      const party = largest([...this.networks.values(), ...this.users.values()]);
      this.reduceLargest(party, this.bytes - total * REDUCED);
    }
  }

  private reduceLargest(party: Party, bytes: number): void {
    this.reduce(largest([...party.shares.values()]), bytes);
  }

  /** Discards about the given bytes of a share, from its largest log first. */
  private reduce(share: Share, bytes: number): void {
    const goal = Math.max(0, share.bytes - bytes);
    while (share.bytes > goal) {
      const [log] = [...share.logs].reduce((most, each) => (each[1] > most[1] ? each : most));
      log.discardShare(share.number, share.bytes - goal);
    }
  }

  private shareOf({ userId, network }: Account): Share {
    const parties = network === undefined ? this.users : this.networks;
    const key = network ?? userId;
    let party = parties.get(key);
    if (!party) {
      const limit = network === undefined ? this.limits.user : this.limits.network;
      party = { parties, key, limit, bytes: 0, shares: new Map() };
      parties.set(key, party);
    }
    let share = party.shares.get(userId);
    if (!share) {
      share = { number: this.unused.pop() ?? this.shares.length, userId, party, bytes: 0, logs: new Map() };
      party.shares.set(userId, share);
      this.shares[share.number] = share;
    }
    return share;
  }
}

const largest = <T extends { bytes: number }>(all: T[]): T =>
  all.reduce((most, each) => (each.bytes > most.bytes ? each : most));
