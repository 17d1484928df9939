import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';
import type { Store } from '../store/store.js';
import type { Account } from '../util/account.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';

export type StorageOptions = Pick<
  Options,
  'databaseBytes' | 'userStorageRate' | 'guestStorageRate' | 'addressStorageRate'
>;

const DAY_MS = 24 * 60 * 60_000;
/** Interval in ms in which the size of the database is read. */
const MEASURE_MS = 10_000;
/** Bytes that a row takes up in addition to its texts. */
const ROW_BYTES = 256;
/**
 * Multiple of its daily amount up to which the guests of a network can store if they stored something before. New guests,
 * of whom one person can be any number, do not keep them from continuing.
 */
const OVERDRAFT = 4;
/** Maximum number of users, and of networks, whose use is stored. Beyond it, the oldest ones are forgotten. */
const MAX_ACCOUNTS = 100_000;

/** The bytes that an account has stored lately. They shrink by the daily amount within a day. */
interface Use {
  bytes: number;
  at: number;
}

/** Limits what accounts can add to the database in a day, and the size of the whole database. */
export class StorageBudget {
  private readonly users = new Map<string, Use>();
  private readonly networks = new Map<string, Use>();
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly accountBudget: Budget;
  private readonly databaseBudget: Budget;

  constructor(
    private readonly options: StorageOptions,
    private readonly store: Pick<Store, 'databaseBytes'>,
    budgets: BudgetMeter,
  ) {
    this.accountBudget = budgets.add('stored_bytes_per_day');
    this.databaseBudget = budgets.add('database_bytes', {
      used: () => this.size,
      limit: options.databaseBytes,
      shared: true,
    });
  }

  /** Reads the size of the database, now and from time to time. */
  async open(): Promise<void> {
    await this.measure();
    // Without the database, nothing can be stored anyway.
    this.timer = setInterval(() => this.measure().catch(() => {}), MEASURE_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async measure(): Promise<void> {
    this.size = await this.store.databaseBytes();
  }

  /**
   * Counts a row before it is stored.
   * @param texts that the row contains
   * @param repeatable whether the reply is stored as well, for a repeated request
   * @throws Refusal rate-limited if the account has stored too much today, or unavailable if the database is too large
   */
  spend({ userId, network }: Account, texts: readonly string[], repeatable: boolean): void {
    const { options } = this;
    if (this.size >= options.databaseBytes) {
      this.databaseBudget.refused();
      throw new Refusal(
        'unavailable',
        'the database has reached its maximum size; ask the server administrator to enlarge it or to delete data',
      );
    }
    const row = texts.reduce((sum, text) => sum + Buffer.byteLength(text), ROW_BYTES);
    const bytes = repeatable ? row * 2 : row;
    const now = performance.now();
    const perDay = network === undefined ? options.userStorageRate : options.guestStorageRate;
    const user = useOf(this.users, userId, perDay, now);
    let wait = waitOf(user, bytes, perDay, perDay);
    const near =
      network === undefined ? undefined : useOf(this.networks, network, options.addressStorageRate, now);
    if (near) {
      const isKnown = user.bytes > 0;
      const limit = options.addressStorageRate * (isKnown ? OVERDRAFT : 1);
      wait = Math.max(wait, waitOf(near, bytes, limit, options.addressStorageRate));
    }
    if (wait > 0) {
      this.accountBudget.refused();
      const minutes = Math.ceil(wait / 60_000);
      throw new Refusal(
        'rate-limited',
        `what can be stored in a day is used up for you or your network; try again in ${minutes} min`,
        { retry_after_ms: wait },
      );
    }
    user.bytes += bytes;
    remember(this.users, userId, user);
    if (network === undefined || !near) return;
    near.bytes += bytes;
    remember(this.networks, network, near);
  }
}

function useOf(uses: ReadonlyMap<string, Use>, key: string, perDay: number, now: number): Use {
  const use = uses.get(key);
  return { bytes: use ? Math.max(0, use.bytes - ((now - use.at) / DAY_MS) * perDay) : 0, at: now };
}

/** Returns the time in ms until an account can store more bytes without exceeding a limit. */
const waitOf = (use: Use, bytes: number, limit: number, perDay: number): number =>
  Math.ceil(Math.max(0, ((use.bytes + bytes - limit) / perDay) * DAY_MS));

function remember(uses: Map<string, Use>, key: string, use: Use): void {
  uses.delete(key);
  uses.set(key, use);
  if (uses.size <= MAX_ACCOUNTS) return;
  const [oldest = ''] = uses.keys();
  uses.delete(oldest);
}
