/** What one user has in a queue. */
interface Share<T> {
  waiting: T[];
  /** Number of items that were taken since the queue was last empty. */
  taken: number;
  /** Time in ms until which the user should not have tried again, after a refusal. */
  refusedUntil: number;
}

/** Maximum number of users that are remembered, as a multiple of the waiting items. */
const REMEMBERED = 5;

interface Limits {
  /** Maximum number of waiting items of one user. */
  perUser: number;
  /** Maximum number of waiting items of all users. */
  total: number;
  /** Time in ms after which a refused user should try again. Before that, it does not displace others. */
  retryAfter: number;
  /** Whether the oldest user always goes first among equals, because every item gets its turn in time anyway. */
  oldestFirst?: boolean;
}

/**
 * A bounded queue that several users share fairly: the user of whom the fewest items were taken goes first. A user who
 * floods the queue waits, and is refused, instead of the others.
 *
 * Among equals, the newest and the oldest user take turns, unless the oldest goes first. If many users are made up to
 * fill the queue, a new user then does not wait for all of them. A user who is refused and tries again keeps its place,
 * and becomes the oldest.
 */
export class UserQueue<T> {
  /**
   * In the order in which the users came, or in which their last items were taken. Users without items are remembered
   * until the queue is empty.
   */
  private readonly shares = new Map<string, Share<T>>();
  private waiting = 0;
  private waitingUsers = 0;
  private mostUsers = 0;
  private newestFirst = false;

  /** @param clock a monotonic clock in ms */
  constructor(
    private readonly limits: Limits,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Number of waiting items. */
  get size(): number {
    return this.waiting;
  }

  /** Largest number of users that waited at the same time, since the queue was last empty. */
  get peakUsers(): number {
    return this.mostUsers;
  }

  /**
   * Adds an item. If the queue is full, the last item of the user with the most has to leave it; among equals, of the
   * newest one.
   * @returns the item that is not in the queue: the new one or one that left; undefined if all are in the queue
   */
  add(user: string, item: T): T | undefined {
    const share = this.shareOf(user);
    if (share.waiting.length >= this.limits.perUser) return item;
    let refused: T | undefined;
    if (this.waiting >= this.limits.total) {
      const now = this.clock();
      if (share.refusedUntil <= now) refused = this.dropOfBusiest(share);
      if (refused === undefined) {
        share.refusedUntil = now + this.limits.retryAfter;
        return item;
      }
    }
    share.waiting.push(item);
    this.waiting++;
    if (share.waiting.length === 1) this.waitingUsers++;
    this.mostUsers = Math.max(this.mostUsers, this.waitingUsers);
    return refused;
  }

  /** Removes and returns the next item; undefined if the queue is empty. */
  take(): T | undefined {
    this.newestFirst = !this.newestFirst && !this.limits.oldestFirst;
    let next: [string, Share<T>] | undefined;
    for (const entry of this.shares) {
      const [, { waiting, taken }] = entry;
      if (waiting.length === 0) continue;
      const least = next?.[1].taken ?? Number.POSITIVE_INFINITY;
      if (taken < least || (this.newestFirst && taken === least)) next = entry;
    }
    if (!next) return undefined;
    const [user, share] = next;
    const item = share.waiting.shift();
    share.taken++;
    this.shares.delete(user);
    this.shares.set(user, share);
    this.removedFrom(share);
    return item;
  }

  /**
   * Removes and returns the last item of the user with the most, waiting and taken.
   * @param newcomer only if that is another user than this one, and has at least as many with the item to be added
   */
  dropOfBusiest(newcomer?: Share<T>): T | undefined {
    let busiest: Share<T> | undefined;
    let most = newcomer ? itemsOf(newcomer) + 1 : 0;
    for (const share of this.shares.values()) {
      if (share.waiting.length === 0 || share === newcomer || itemsOf(share) < most) continue;
      busiest = share;
      most = itemsOf(share);
    }
    if (!busiest) return undefined;
    const item = busiest.waiting.pop();
    busiest.refusedUntil = this.clock() + this.limits.retryAfter;
    this.removedFrom(busiest);
    return item;
  }

  /** Removes an item that no longer waits for its turn. Returns false if it is not in the queue. */
  delete(user: string, item: T): boolean {
    const share = this.shares.get(user);
    const index = share?.waiting.indexOf(item) ?? -1;
    if (!share || index < 0) return false;
    share.waiting.splice(index, 1);
    this.removedFrom(share);
    return true;
  }

  private removedFrom(share: Share<T>): void {
    this.waiting--;
    if (share.waiting.length === 0) this.waitingUsers--;
    if (this.waiting > 0) return;
    this.shares.clear();
    this.mostUsers = 0;
  }

  private shareOf(user: string): Share<T> {
    const known = this.shares.get(user);
    if (known) return known;
    if (this.shares.size >= REMEMBERED * this.limits.total) {
      for (const [other, { waiting }] of this.shares) {
        if (waiting.length > 0) continue;
        this.shares.delete(other);
        break;
      }
    }
    const share = { waiting: [], taken: 0, refusedUntil: 0 };
    this.shares.set(user, share);
    return share;
  }
}

const itemsOf = ({ waiting, taken }: Share<unknown>): number => waiting.length + taken;
