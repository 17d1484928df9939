import type { Options } from 'lectern-protocol/options';
import type { Account } from '../util/account.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import { ByteBucket } from '../util/byte-bucket.js';
import { Refusal } from './errors.js';
import { ExpiringMap } from './expiring-map.js';
import {
  type RateClass,
  RateLimit,
  type Rates,
  rateLimited,
  ratesOf,
  scaledRate,
  type TypeRate,
} from './limits.js';
import { type AccountBuckets, TypeRates } from './type-rates.js';

/** Maximum number of users, and of networks, whose limits are stored. Beyond it, the oldest ones are forgotten. */
const MAX_ACCOUNTS = 100_000;
/** Share of its own rates that each guest has if the guests of its network send too much together. */
const RESERVE = 0.1;

/** Seconds of the rate of answers that can be used at once. */
const ANSWER_BURST_SECONDS = 8;

/** The limits of the guests of one network together. */
interface NetworkLimits {
  readonly rate: RateLimit;
  readonly answers: ByteBucket;
}

/** The limits of one user. */
interface UserLimits extends NetworkLimits {
  /** Created if the guest's network exceeds its rates. */
  reserve?: RateLimit;
  /** The same for answers. */
  answerReserve?: ByteBucket;
}

const isFull = ({ rate, answers }: NetworkLimits, now: number): boolean => rate.isFull(now) && answers.isFull;

/**
 * Rate limits of users, and of the networks of guests. They outlive connections, so that a client that reconnects does
 * not get a full bucket. Times are in ms of a monotonic clock.
 */
export class AccountLimits {
  /** The rates of one user. */
  readonly rates: Rates;
  private readonly networkRates: Rates;
  private readonly reserveRates: Rates;
  private readonly users = new ExpiringMap<UserLimits>(MAX_ACCOUNTS, isFull);
  private readonly networks = new ExpiringMap<NetworkLimits>(MAX_ACCOUNTS, isFull);
  private readonly types: TypeRates;
  private readonly userBudget: Budget;
  private readonly networkBudget: Budget;
  private readonly answerBudget: Budget;

  constructor(
    private readonly options: Options,
    budgets: BudgetMeter,
  ) {
    this.rates = ratesOf(options);
    this.networkRates = scaled(this.rates, options.addressRate, options.addressBurst);
    this.reserveRates = scaled(this.rates, RESERVE, RESERVE);
    this.types = new TypeRates({ rate: options.addressRate, burst: options.addressBurst }, RESERVE);
    this.userBudget = budgets.add('user_messages');
    this.networkBudget = budgets.add('address_messages');
    this.answerBudget = budgets.add('answer_bytes');
  }

  /**
   * Counts a message.
   * @param own the rate of its type, which applies instead of that of its class
   * @throws Refusal rate-limited if the user, or the guests of its network, send too many
   */
  take(account: Account, rate: RateClass, now: number, own?: TypeRate): void {
    const { user, network, reserve } = own
      ? this.types.bucketsOf(account, own, now)
      : this.bucketsOf(account, rate, now);
    const wait = user.take(now);
    if (wait > 0) {
      this.userBudget.refused();
      throw rateLimited(wait, own?.key);
    }
    if (!network || network.take(now) === 0) return;
    // One guest who opens many connections must not keep the others of the network from sending a little.
    const longer = reserve().take(now);
    if (longer === 0) return;
    this.networkBudget.refused();
    throw rateLimited(longer, own?.key);
  }

  /**
   * Checks that a request can be answered, before the answer is made.
   * @throws Refusal rate-limited if the answers to the user, or to the guests of its network, have been too large
   */
  checkAnswers({ userId, network }: Account): void {
    const now = performance.now();
    const user = this.userOf(userId, now);
    let wait = user.answers.waitMs;
    if (wait === 0 && network !== undefined && this.networkOf(network, now).answers.waitMs > 0) {
      // As for messages, the others of the network still get some answers.
      user.answerReserve ??= new ByteBucket(this.options.answerBytes * RESERVE, ANSWER_BURST_SECONDS);
      wait = user.answerReserve.waitMs;
    }
    if (wait === 0) return;
    this.answerBudget.refused();
    throw new Refusal('rate-limited', `the answers were too large; try again in ${wait} ms`, {
      retry_after_ms: wait,
    });
  }

  /** Counts an answer. */
  answered({ userId, network }: Account, bytes: number): void {
    const now = performance.now();
    const user = this.userOf(userId, now);
    user.answers.spend(bytes);
    user.answerReserve?.spend(bytes);
    if (network !== undefined) this.networkOf(network, now).answers.spend(bytes);
  }

  private bucketsOf({ userId, network }: Account, rate: RateClass, now: number): AccountBuckets {
    const user = this.userOf(userId, now);
    return {
      user: user.rate.bucketOf(rate),
      network: network === undefined ? undefined : this.networkOf(network, now).rate.bucketOf(rate),
      reserve: () => {
        user.reserve ??= new RateLimit(this.reserveRates, now);
        return user.reserve.bucketOf(rate);
      },
    };
  }

  private userOf(userId: string, now: number): UserLimits {
    const { options, rates } = this;
    return this.users.get(userId, now, () => ({
      rate: new RateLimit(rates, now),
      answers: new ByteBucket(options.answerBytes, ANSWER_BURST_SECONDS),
    }));
  }

  private networkOf(network: string, now: number): NetworkLimits {
    return this.networks.get(network, now, () => ({
      rate: new RateLimit(this.networkRates, now),
      answers: new ByteBucket(this.options.addressAnswerBytes, ANSWER_BURST_SECONDS),
    }));
  }
}

const scaled = (rates: Rates, rate: number, burst: number): Rates => ({
  signaling: scaledRate(rates.signaling, rate, burst),
  chat: scaledRate(rates.chat, rate, burst),
  other: scaledRate(rates.other, rate, burst),
});
