import { type Awaitable, type Backplane, updateValue } from '../backplane/backplane.js';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';
import { KeyedMutex } from '../util/keyed-mutex.js';

/** ms of the first pause; each failure doubles it. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 25_000;
/** So many failures within the window, and the address is refused until the window is over. */
const MAX_FAILURES = 10;
const WINDOW_MS = 30 * 60_000;
/** Addresses remembered at most; past it those that failed longest ago are forgotten. */
const MAX_ADDRESSES = 10_000;

interface Failures {
  count: number;
  /** When the first of them was; times are in ms of the throttle's clock. */
  since: number;
  last: number;
}

/** Limits failed attempts with tickets, tokens and passwords, per IP address (docs/protocol.md#failed-attempts). */
export class FailureThrottle {
  /** In the order of the last failure. */
  private readonly addresses = new Map<string, Failures>();
  /** Attempts of each address on this node that must not run at the same time. */
  private readonly attempts = new KeyedMutex();

  /**
   * @param clock a monotonic clock in ms; where nodes share the failures, the same on all
   * @param shared where they are kept that several nodes share; those of one are kept here
   */
  constructor(
    private readonly clock: () => number = () => performance.now(),
    private readonly shared?: Backplane,
  ) {}

  /** How often the address has failed. @throws Refusal rate-limited where it has to wait */
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
   * Does one attempt of an address on this node after the other: many at once must not be tried before the first of
   * them has failed, where guessing is worth while.
   */
  serially<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    return this.attempts.run(networkOf(address), attempt);
  }

  /** Does what can be guessed, slowly for who guesses wrong. */
  async attempt<T>(address: string, task: () => Promise<T> | T): Promise<T> {
    await this.check(address);
    try {
      return await task();
    } catch (error) {
      if (error instanceof ForgedRefusal) await this.fail(address);
      throw error;
    }
  }

  /** Answers how often the address has failed, this time included. */
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

/** An IPv6 host has a whole /64 to speak from: it counts as one. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::', 2);
  const front = head.split(':').filter(Boolean);
  if (tail === undefined) return front.slice(0, 4).join(':');
  const back = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return [...front, ...zeros, ...back].slice(0, 4).join(':');
}
