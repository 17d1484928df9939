import type { Options } from 'lectern-protocol/options';
import type { Identity } from '../identity/identity.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import { networkOf } from '../util/network-of.js';

type Limits = Pick<
  Options,
  | 'connections'
  | 'addressConnections'
  | 'addressConnectionRate'
  | 'addressConnectionBurst'
  | 'userConnections'
  | 'userConnectionRate'
>;

/** Why a connection is not accepted, and when to try again. */
export interface ConnectionRefusal {
  status: 429 | 503;
  why: string;
  retryAfterSeconds: number;
}

/** The used part of the budget of one address or user. */
interface Account {
  name: string;
  open: number;
  tokens: number;
  filledAt: number;
}

/** An open connection, which counts toward the budget of its address or user. */
export interface ConnectionLease {
  /** Counts the connection toward a user who has logged in. Returns false if the user has too many. */
  claim(userId: string): boolean;
  /** Called when the connection is closed. Needs no `this`. */
  release(): void;
}

interface Bucket {
  perSecond: number;
  burst: number;
}

/** Time after which a client should try again if there are too many open connections. */
const RETRY_SECONDS = 5;

/** Maximum number of accounts without open connections. Beyond it, those unused for the longest time are removed. */
const MAX_IDLE = 20_000;

/**
 * Limits open and new connections: of all clients, of an address, and of a user. The connections of users who have logged
 * in with a token do not count toward their address, and a user who shows a valid token can still connect if others
 * behind the same router have used up the address's budget.
 */
export class ConnectionLimits {
  /** Accounts by network or user. They outlive their connections, so that reconnecting does not renew a budget. */
  private readonly active = new Map<string, Account>();
  private readonly idle = new Map<string, Account>();
  private open = 0;
  private readonly addressBucket: Bucket;
  private readonly userBucket: Bucket;
  private readonly budgets: { all: Budget; address: Budget; rate: Budget; user: Budget };

  constructor(
    private readonly limits: Limits,
    budgets: BudgetMeter,
  ) {
    const { connections, addressConnectionRate, addressConnectionBurst } = limits;
    this.addressBucket = { perSecond: addressConnectionRate, burst: addressConnectionBurst };
    this.userBucket = { perSecond: limits.userConnectionRate, burst: limits.userConnections };
    this.budgets = {
      all: budgets.add('connections', { used: () => this.open, limit: connections }),
      address: budgets.add('address_connections'),
      rate: budgets.add('address_connection_rate'),
      user: budgets.add('user_connections'),
    };
  }

  /**
   * Counts a new connection of an address.
   * @param identify verifies the token of the request, if there is one. Only called if the address has used up its
   *   budget
   */
  async admit(
    address: string,
    identify: (() => Promise<Identity | undefined>) | undefined,
  ): Promise<ConnectionLease | ConnectionRefusal> {
    const { limits, budgets } = this;
    if (this.open >= limits.connections) {
      budgets.all.refused();
      return refusal(503, 'the server has too many connections', RETRY_SECONDS);
    }
    const network = this.account(`address ${networkOf(address)}`, this.addressBucket);
    const crowded = network.open >= limits.addressConnections;
    const wait = (1 - network.tokens) / this.addressBucket.perSecond;
    if (!crowded && wait <= 0) return this.take(network);
    const identity = await identify?.();
    // Anyone can get any number of guest identities, so they do not raise the number of connections.
    if (identity && !(crowded && identity.guest) && this.open < limits.connections) {
      const own = this.userAccount(identity.user.id);
      if (own.tokens >= 1 && own.open < limits.userConnections) return this.take(own);
    }
    (crowded ? budgets.address : budgets.rate).refused();
    return crowded
      ? refusal(429, 'too many connections from this address', RETRY_SECONDS)
      : refusal(429, 'too many new connections from this address', wait);
  }

  /** Returns the account of a network or user, with its bucket refilled. */
  private account(name: string, { perSecond, burst }: Bucket): Account {
    const now = performance.now();
    let account = this.active.get(name) ?? this.idle.get(name);
    if (!account) {
      account = { name, open: 0, tokens: burst, filledAt: now };
      this.rest(account);
    }
    account.tokens = Math.min(burst, account.tokens + ((now - account.filledAt) / 1000) * perSecond);
    account.filledAt = now;
    return account;
  }

  private userAccount(userId: string): Account {
    return this.account(`user ${userId}`, this.userBucket);
  }

  private take(first: Account): ConnectionLease {
    let account = first;
    account.tokens--;
    this.open++;
    this.add(account);
    return {
      claim: (userId) => {
        const own = this.userAccount(userId);
        if (own === account) return true;
        if (own.open >= this.limits.userConnections) {
          this.budgets.user.refused();
          return false;
        }
        this.remove(account);
        account = own;
        this.add(account);
        return true;
      },
      release: () => {
        this.open--;
        this.remove(account);
      },
    };
  }

  private add(account: Account): void {
    account.open++;
    this.idle.delete(account.name);
    this.active.set(account.name, account);
  }

  private remove(account: Account): void {
    if (--account.open > 0) return;
    this.active.delete(account.name);
    this.rest(account);
  }

  /** Keeps an account without connections, so that its bucket is not full again when the next one is opened. */
  private rest(account: Account): void {
    this.idle.set(account.name, account);
    for (const oldest of this.idle.keys()) {
      if (this.idle.size <= MAX_IDLE) break;
      this.idle.delete(oldest);
    }
  }
}

function refusal(status: 429 | 503, why: string, seconds: number): ConnectionRefusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(seconds));
  return { status, why: `${why}; try again in ${retryAfterSeconds} s`, retryAfterSeconds };
}
