import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';
import type { Store } from '../store/store.js';
import type { Account } from '../util/account.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import { DailyAmounts } from './daily-amounts.js';

export type StorageOptions = Pick<
  Options,
  'databaseBytes' | 'userStorageRate' | 'guestStorageRate' | 'addressStorageRate'
>;

/** Interval in ms in which the size of the database is read. */
const MEASURE_MS = 10_000;
/** Share of the database that can be used when voice messages are stored. The rest remains for everything else. */
const AUDIO_SHARE = 0.75;
/** Bytes that a row takes up in addition to its texts. */
const ROW_BYTES = 256;
/** Limits what accounts can add to the database in a day, and the size of the whole database. */
export class StorageBudget {
  private readonly amounts: DailyAmounts;
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly accountBudget: Budget;
  private readonly databaseBudget: Budget;

  constructor(
    private readonly options: StorageOptions,
    private readonly store: Pick<Store, 'databaseBytes'>,
    budgets: BudgetMeter,
  ) {
    this.amounts = new DailyAmounts({
      user: options.userStorageRate,
      guest: options.guestStorageRate,
      address: options.addressStorageRate,
    });
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

  /** Returns whether the database has space for voice messages. */
  admitsAudio(): boolean {
    const admits = this.size < this.options.databaseBytes * AUDIO_SHARE;
    if (!admits) this.databaseBudget.refused();
    return admits;
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
  spend(account: Account, texts: readonly string[], repeatable: boolean): void {
    const row = texts.reduce((sum, text) => sum + Buffer.byteLength(text), ROW_BYTES);
    this.charge(account, repeatable ? row * 2 : row);
  }

  /** Counts bytes before they are stored. @throws Refusal as spend() */
  charge(account: Account, bytes: number): void {
    if (this.size >= this.options.databaseBytes) {
      this.databaseBudget.refused();
      throw new Refusal(
        'unavailable',
        'the database has reached its maximum size; ask the server administrator to enlarge it or to delete data',
      );
    }
    const wait = this.amounts.spend(account, bytes);
    if (wait === 0) return;
    this.accountBudget.refused();
    const minutes = Math.ceil(wait / 60_000);
    throw new Refusal(
      'rate-limited',
      `what can be stored in a day is used up for you or your network; try again in ${minutes} min`,
      { retry_after_ms: wait },
    );
  }
}
