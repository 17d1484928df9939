import type { Options } from 'lectern-protocol/options';
import { type Awaitable, type Backplane, updateValue } from '../backplane/backplane.js';
import { Refusal } from '../protocol/errors.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import { networkOf } from '../util/network-of.js';
import { afterRunning } from '../util/running-time.js';
import { UserQueue } from '../util/user-queue.js';
import { shuttingDown } from './hash-queue.js';

/** Number of wrong passwords after which there is a pause before the next check. */
const FREE_FAILURES = 3;
/** Pause in ms after so many failures. Each further failure doubles it. */
const FIRST_PAUSE_MS = 100;
/** Failures count for this long after the last one. */
const WINDOW_MS = 30 * 60_000;
/** Maximum number of stored pairs of room and network. */
const MAX_STORED = 10_000;
/** Maximum time in ms for which a check waits. It is shorter than the time after which a client gives up. */
const MAX_WAIT_MS = 8000;
/** Share of this time within which each waiting user gets a turn, if the rate allows that. */
const IN_TIME = 0.75;
/** Time in ms after which a pause is calculated again, because more checks can wait by then. */
const LOOK_MS = 200;
/** Time in ms after which a refused client should try again. */
const RETRY_AFTER_MS = 2000;

/** Limits of the checks that wait for a pair. */
const QUEUE_LIMITS = { perUser: 1000, total: 1000, retryAfter: RETRY_AFTER_MS, oldestFirst: true };

interface Failures {
  count: number;
  /** Time of the end of the last check in ms of the throttle's clock, or of its start while it runs. */
  last: number;
}

/** The result of a check. `pause` is the time in ms before the next check after a wrong password. */
export type PasswordCheck = { fits: true } | { fits: false; pause: number };

/** A check that waits for its turn. */
interface Check {
  verify(): Promise<boolean>;
  answer(result: PasswordCheck): void;
  refuse(reason: unknown): void;
}

/**
 * Slows down guesses of a room's password, for each pair of room and network (docs/protocol.md#wrong-passwords).
 *
 * Checks are delayed and not refused, so that the right password is accepted in spite of somebody else's guesses. If
 * many users wait, the pauses are shorter, so that each of them gets a turn in time: guests cannot be told apart, and one
 * who guesses on many connections must not keep the others out. A check counts as a failure from its start, so that
 * simultaneous guesses do not escape the count.
 */
export class PasswordThrottle {
  /** Failures by pair, in the order of the last failure. */
  private readonly failures = new Map<string, Failures>();
  private readonly queues = new Map<string, UserQueue<Check>>();
  /** Longest pause between two checks, in ms. */
  private readonly longestPause: number;
  /** Shortest pause between two checks after several failures, in ms. */
  private readonly shortestPause: number;
  private readonly budget: Budget;
  private closed = false;

  /**
   * @param clock a monotonic clock in ms; the same on all nodes of a cluster
   * @param shared stores the failures for all nodes of a cluster; without it, they are stored in memory
   */
  constructor(
    { passwordPause, passwordRate }: Pick<Options, 'passwordPause' | 'passwordRate'>,
    budgets: BudgetMeter,
    private readonly clock: () => number,
    private readonly shared?: Backplane,
    private readonly sleep: (ms: number) => Promise<void> = pause,
  ) {
    this.longestPause = passwordPause * 1000;
    this.shortestPause = 1000 / passwordRate;
    this.budget = budgets.add('password_checks');
  }

  /**
   * Checks a password when its turn comes. A right one ends the slowdown.
   * @param verify returns whether the password is right
   * @returns whether it is right and, if not, the pause before the next check, in ms
   * @throws Refusal rate-limited if the turn does not come within 8 s
   */
  check(
    roomId: string,
    { address, userId }: { address: string; userId: string },
    verify: () => Promise<boolean>,
  ): Promise<PasswordCheck> {
    const pair = `${networkOf(address)} ${roomId}`;
    return new Promise((resolve, reject) => {
      if (this.closed) throw shuttingDown();
      const refuse = (reason: unknown) => {
        deadline.cancel();
        reject(reason);
      };
      const check: Check = {
        verify() {
          deadline.cancel();
          return verify();
        },
        answer: resolve,
        refuse,
      };
      const deadline = afterRunning(MAX_WAIT_MS, () => {
        this.queues.get(pair)?.delete(userId, check);
        refuse(this.tooMany());
      }).unref();
      this.add(pair, userId, check)?.refuse(this.tooMany());
    });
  }

  /** Refuses all waiting checks, and all checks from now on, because the server is shutting down. */
  close(): void {
    this.closed = true;
    for (const queue of this.queues.values()) {
      for (let check = queue.take(); check; check = queue.take()) check.refuse(shuttingDown());
    }
  }

  /** Adds a check to the queue of its pair. Returns the check that does not fit into the queue, if any. */
  private add(pair: string, userId: string, check: Check): Check | undefined {
    const queue = this.queues.get(pair);
    if (queue) return queue.add(userId, check);
    const created = new UserQueue<Check>(QUEUE_LIMITS);
    this.queues.set(pair, created);
    const refused = created.add(userId, check);
    void this.work(pair, created);
    return refused;
  }

  /** Runs the checks of a pair, one at a time, until none waits. Never rejects. */
  private async work(pair: string, queue: UserQueue<Check>): Promise<void> {
    while (queue.size > 0) {
      try {
        const wait = await this.reserve(pair, queue.peakUsers);
        if (wait > 0) {
          await this.sleep(Math.min(wait, LOOK_MS));
          continue;
        }
      } catch (error) {
        queue.take()?.refuse(error);
        continue;
      }
      await this.runNext(pair, queue);
    }
    this.queues.delete(pair);
  }

  private async runNext(pair: string, queue: UserQueue<Check>): Promise<void> {
    const check = queue.take();
    try {
      if (!check) await this.change(pair, withoutLast);
      else if (await check.verify()) {
        await this.change(pair, () => undefined);
        check.answer({ fits: true });
      } else {
        const now = this.clock();
        const failures = await this.change(pair, (before) => before && { ...before, last: now });
        check.answer({ fits: false, pause: this.pauseAfter(failures?.count ?? 0, 1) });
      }
    } catch (error) {
      check?.refuse(error);
      // The password was not checked, for example because too many hashes are waiting.
      await Promise.resolve(this.change(pair, withoutLast)).catch(() => {});
    }
  }

  /**
   * Reserves the next check and counts it as a failure. Returns the time in ms to wait, if it is not allowed yet.
   * @param users number of users of which each must get a turn in time
   */
  private async reserve(pair: string, users: number): Promise<number> {
    const now = this.clock();
    let wait = 0;
    await this.change(pair, (before) => {
      // A time in the future comes from before the clock was restarted.
      const known = before && before.last <= now && now - before.last <= WINDOW_MS ? before : undefined;
      wait = known ? Math.max(0, known.last + this.pauseAfter(known.count, users) - now) : 0;
      return wait > 0 ? before : { count: (known?.count ?? 0) + 1, last: now };
    });
    return wait;
  }

  /** Returns the time in ms between a check and the next one. */
  private pauseAfter(failures: number, users: number): number {
    const beyond = failures - FREE_FAILURES;
    if (beyond < 0) return 0;
    const inTime = Math.max((MAX_WAIT_MS * IN_TIME) / users, this.shortestPause);
    return Math.min(FIRST_PAUSE_MS * 2 ** beyond, this.longestPause, inTime);
  }

  private change(
    pair: string,
    next: (before: Failures | undefined) => Failures | undefined,
  ): Awaitable<Failures | undefined> {
    const { shared } = this;
    if (shared) return updateValue<Failures | undefined>(shared, `throttle/${pair}`, next);
    const before = this.failures.get(pair);
    const after = next(before);
    if (after !== before) this.store(pair, after);
    return after;
  }

  private store(pair: string, failures: Failures | undefined): void {
    this.failures.delete(pair);
    if (!failures) return;
    this.failures.set(pair, failures);
    // A pair with several failures gets another chance with half of them, so that many new pairs do not remove it.
    for (const [oldest, { count, last }] of this.failures) {
      if (this.failures.size <= MAX_STORED) break;
      this.failures.delete(oldest);
      if (count > 1) this.failures.set(oldest, { count: Math.floor(count / 2), last });
    }
  }

  private tooMany(): Refusal {
    this.budget.refused();
    const text = `too many wrong passwords for this room from your network; try again in ${RETRY_AFTER_MS} ms`;
    return new Refusal('rate-limited', text, { retry_after_ms: RETRY_AFTER_MS });
  }
}

const withoutLast = (failures: Failures | undefined): Failures | undefined =>
  failures && failures.count > 1 ? { ...failures, count: failures.count - 1 } : undefined;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
