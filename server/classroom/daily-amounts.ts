import type { Account } from '../util/account.js';

const DAY_MS = 24 * 60 * 60_000;
/**
 * Multiple of its daily amount up to which the guests of a network can continue if they used some of it before. New
 * guests, of whom one person can be any number, do not keep them from continuing.
 */
const OVERDRAFT = 4;
/** Maximum number of users, and of networks, whose use is stored. Beyond it, the oldest ones are forgotten. */
const MAX_ACCOUNTS = 100_000;

/** The bytes that an account has used lately. They shrink by the daily amount within a day. */
interface Use {
  bytes: number;
  at: number;
}

/** Bytes per day. */
interface Rates {
  user: number;
  guest: number;
  /** All guests of a network together. */
  address: number;
}

/** Counts what accounts store in a day. */
export class DailyAmounts {
  private readonly users = new Map<string, Use>();
  private readonly networks = new Map<string, Use>();

  constructor(private readonly rates: Rates) {}

  /**
   * Counts bytes of an account, unless they are too many.
   * @returns the time in ms after which they would not be too many; 0 if they were counted
   */
  spend({ userId, network }: Account, bytes: number): number {
    const { rates } = this;
    const now = performance.now();
    const perDay = network === undefined ? rates.user : rates.guest;
    const user = useOf(this.users, userId, perDay, now);
    let wait = waitOf(user, bytes, perDay, perDay);
    const near = network === undefined ? undefined : useOf(this.networks, network, rates.address, now);
    if (near) {
      const limit = rates.address * (user.bytes > 0 ? OVERDRAFT : 1);
      wait = Math.max(wait, waitOf(near, bytes, limit, rates.address));
    }
    if (wait > 0) return wait;
    user.bytes += bytes;
    remember(this.users, userId, user);
    if (network === undefined || !near) return 0;
    near.bytes += bytes;
    remember(this.networks, network, near);
    return 0;
  }
}

function useOf(uses: ReadonlyMap<string, Use>, key: string, perDay: number, now: number): Use {
  const use = uses.get(key);
  return { bytes: use ? Math.max(0, use.bytes - ((now - use.at) / DAY_MS) * perDay) : 0, at: now };
}

/** Returns the time in ms until an account can use more bytes without exceeding a limit. */
const waitOf = (use: Use, bytes: number, limit: number, perDay: number): number =>
  Math.ceil(Math.max(0, ((use.bytes + bytes - limit) / perDay) * DAY_MS));

function remember(uses: Map<string, Use>, key: string, use: Use): void {
  uses.delete(key);
  uses.set(key, use);
  if (uses.size <= MAX_ACCOUNTS) return;
  const [oldest = ''] = uses.keys();
  uses.delete(oldest);
}
