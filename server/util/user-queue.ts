/** What one user has in a queue. */
interface Share<T> {
  waiting: T[];
  /** Number of items that the user has added, including refused ones, since the queue was last empty. */
  added: number;
}

interface Limits {
  /** Maximum number of waiting items of one user. */
  perUser: number;
  /** Maximum number of waiting items of all users. */
  total: number;
}

/**
 * A bounded queue that several users share fairly: the user who has added the fewest items goes first. A user who
 * floods the queue waits, and is refused, instead of the others.
 *
 * Among equals, the newest and the oldest user take turns. If many users are made up to fill the queue, a new user does
 * not wait for all of them, and the oldest is served nevertheless.
 */
export class UserQueue<T> {
  /** In the order in which the users began to wait. Users without items are remembered until the queue is empty. */
  private readonly shares = new Map<string, Share<T>>();
  private waiting = 0;
  private newestFirst = false;

  constructor(private readonly limits: Limits) {}

  /** Number of waiting items. */
  get size(): number {
    return this.waiting;
  }

  /**
   * Adds an item. If the queue is full, the last item of the user who has added the most has to leave it; among equals,
   * of the newest one.
   * @returns the item that is not in the queue: the new one or one that left; undefined if all are in the queue
   */
  add(user: string, item: T): T | undefined {
    const share = this.shareOf(user);
    share.added++;
    if (share.waiting.length >= this.limits.perUser) return item;
    let refused: T | undefined;
    if (this.waiting >= this.limits.total) {
      refused = this.dropOfBusiest(share);
      if (refused === undefined) return item;
    }
    if (share.waiting.length === 0) {
      this.shares.delete(user);
      this.shares.set(user, share);
    }
    share.waiting.push(item);
    this.waiting++;
    return refused;
  }

  /** Removes and returns the next item; undefined if the queue is empty. */
  take(): T | undefined {
    this.newestFirst = !this.newestFirst;
    let next: Share<T> | undefined;
    for (const share of this.shares.values()) {
      if (share.waiting.length === 0) continue;
      const before = !next || share.added < next.added || (this.newestFirst && share.added === next.added);
      if (before) next = share;
    }
    const item = next?.waiting.shift();
    if (next) this.removed();
    return item;
  }

  /**
   * Removes and returns the last item of the user who has added the most.
   * @param newcomer only if that is another user than this one, and has added at least as many items
   */
  dropOfBusiest(newcomer?: Share<T>): T | undefined {
    let busiest: Share<T> | undefined;
    const least = newcomer?.added ?? 0;
    for (const share of this.shares.values()) {
      if (share.waiting.length === 0 || share === newcomer) continue;
      if (share.added >= (busiest?.added ?? least)) busiest = share;
    }
    const item = busiest?.waiting.pop();
    if (busiest) this.removed();
    return item;
  }

  /** Removes an item that no longer waits for its turn. Returns false if it is not in the queue. */
  delete(user: string, item: T): boolean {
    const share = this.shares.get(user);
    const index = share?.waiting.indexOf(item) ?? -1;
    if (!share || index < 0) return false;
    share.waiting.splice(index, 1);
    this.removed();
    return true;
  }

  private removed(): void {
    this.waiting--;
    if (this.waiting === 0) this.shares.clear();
  }

  private shareOf(user: string): Share<T> {
    const known = this.shares.get(user);
    if (known) return known;
    if (this.shares.size >= 2 * this.limits.total) {
      for (const [other, { waiting }] of this.shares) {
        if (waiting.length > 0) continue;
        this.shares.delete(other);
        break;
      }
    }
    const share = { waiting: [], added: 0 };
    this.shares.set(user, share);
    return share;
  }
}
