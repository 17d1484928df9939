import { type Awaitable, type Backplane, updateValue } from '../backplane/backplane.js';
import { CredentialRefusal, Refusal } from '../protocol/errors.js';
import { KeyedMutex } from '../util/keyed-mutex.js';
import { networkOf } from '../util/network-of.js';

/** Pause in ms after the first failure. Each further failure doubles it. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 25_000;
/** Maximum number of failures within the window. The address is then refused until the window ends. */
const MAX_FAILURES = 10;
const WINDOW_MS = 30 * 60_000;
/** Maximum number of stored addresses. Beyond it, the addresses whose last failure is oldest are removed. */
const MAX_ADDRESSES = 10_000;

interface Failures {
  count: number;
  /** Time of the first failure. Times are in ms of the throttle's clock. */
  since: number;
  last: number;
}

/** Limits failed attempts with tickets, tokens and passwords, per IP address (docs/protocol.md#failed-attempts). */
export class FailureThrottle {
  /** Failures by address, in the order of the last failure. */
  private readonly addresses = new Map<string, Failures>();
  /** Runs attempts of the same address on this node one at a time. */
  private readonly attempts = new KeyedMutex();

  /**
   * @param clock a monotonic clock in ms; the same on all nodes of a cluster
   * @param shared stores the failures for all nodes of a cluster; without it, they are stored in memory
   */
  constructor(
    private readonly clock: () => number = () => performance.now(),
    private readonly shared?: Backplane,
  ) {}

  /** Returns the number of failures of an address. @throws Refusal rate-limited if it must wait */
  check(address: string): Awaitable<number> {
    const network = networkOf(address);
    if (!this.shared) return this.refuseTooMany(this.addresses.get(network));
    return this.shared.get<Failures>(key(network)).then((failures) => this.refuseTooMany(failures?.value));
  }

  private refuseTooMany(failures: Failures | undefined): number {
    if (!failures) return 0;
    const { count, since, last } = failures;
    const now = this.clock();
    const until =
      count >= MAX_FAILURES
        ? since + WINDOW_MS
        : last + Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), LONGEST_PAUSE_MS);
    if (now >= until) return count;
    const wait = Math.ceil(until - now);
    throw new Refusal('rate-limited', `too many failed attempts; try again in ${wait} ms`, {
      retry_after_ms: wait,
    });
  }

  /**
   * Runs the attempts of an address on this node one at a time. Otherwise, many simultaneous guesses could be checked
   * before the first of them counts as a failure.
   */
  serially<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    return this.attempts.run(networkOf(address), attempt);
  }

  /** Runs an attempt and records its failure. @throws Refusal rate-limited if the address must wait */
  async attempt<T>(address: string, task: () => Promise<T> | T): Promise<T> {
    await this.check(address);
    try {
      return await task();
    } catch (error) {
      if (error instanceof CredentialRefusal) await this.fail(address);
      throw error;
    }
  }

  /** Records a failure. Returns the number of failures of the address, including this one. */
  fail(address: string): Awaitable<number> {
    const network = networkOf(address);
    const now = this.clock();
    const oneMore = (before: Failures | undefined): Failures =>
      !before || now - before.since > WINDOW_MS
        ? { count: 1, since: now, last: now }
        : { ...before, count: before.count + 1, last: now };
    if (this.shared) return updateValue(this.shared, key(network), oneMore).then(({ count }) => count);
    const failures = oneMore(this.addresses.get(network));
    this.addresses.delete(network);
    this.addresses.set(network, failures);
    for (const oldest of this.addresses.keys()) {
      if (this.addresses.size <= MAX_ADDRESSES) break;
      this.addresses.delete(oldest);
    }
    return failures.count;
  }
}

const key = (network: string): string => `throttle/${network}`;
