import type { Account } from '../util/account.js';
import { ExpiringMap } from './expiring-map.js';
import { RateBucket, scaledRate, type TypeRate } from './limits.js';

/** Maximum number of buckets of users, and of networks. Beyond it, the oldest ones are forgotten. */
const MAX_BUCKETS = 100_000;

/** The buckets from which a message of an account is taken. */
export interface AccountBuckets {
  user: RateBucket;
  /** That of the guests of its network; undefined for users with a token. */
  network: RateBucket | undefined;
  /** Returns that of the guest alone, if the guests of its network send too many. */
  reserve(): RateBucket;
}

/** The bucket of a user for one type. */
interface UserBucket {
  readonly rate: RateBucket;
  /** Created if the guest's network exceeds the rate. */
  reserve?: RateBucket;
}

/** Rate limits of users, and of the networks of guests, for message types that have a rate of their own. */
export class TypeRates {
  private readonly users = new ExpiringMap<UserBucket>(MAX_BUCKETS, ({ rate }, now) => rate.isFull(now));
  private readonly networks = new ExpiringMap<RateBucket>(MAX_BUCKETS, (rate, now) => rate.isFull(now));

  /**
   * @param ofNetwork factors of the rate and burst for all guests of a network
   * @param ofGuest share of the rate that each guest has if its network exceeds its own
   */
  constructor(
    private readonly ofNetwork: { rate: number; burst: number },
    private readonly ofGuest: number,
  ) {}

  bucketsOf({ userId, network }: Account, own: TypeRate, now: number): AccountBuckets {
    const { key } = own;
    const user = this.users.get(`${key} ${userId}`, now, () => ({ rate: new RateBucket(own, now) }));
    const { rate, burst } = this.ofNetwork;
    return {
      user: user.rate,
      network:
        network === undefined
          ? undefined
          : this.networks.get(
              `${key} ${network}`,
              now,
              () => new RateBucket(scaledRate(own, rate, burst), now),
            ),
      reserve: () => {
        user.reserve ??= new RateBucket(scaledRate(own, this.ofGuest, this.ofGuest), now);
        return user.reserve;
      },
    };
  }
}
