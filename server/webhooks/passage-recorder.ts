import type { HookClient } from '../hooks/hooks.js';
import type { Passage, Store } from '../store/store.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import type { LimitedLog } from '../util/limited-log.js';

/** Maximum number of passages in one change. */
const BATCH = 200;

/** Maximum number of passages that wait for the database. */
const MAX_WAITING = 50_000;

/** Time in ms after which a change that has failed is made again. */
const RETRY_MS = 1000;

interface Services {
  store: Pick<Store, 'recordPassages'>;
  budgets: BudgetMeter;
  /** The log of failures that can repeat every second. */
  refusals: Pick<LimitedLog, 'write'>;
  /** Called when events have been stored. */
  stored(): void;
}

interface Waiting {
  passage: Passage;
  /** Called when it is stored, or the database has refused it for the first time. */
  settled(): void;
}

/** Stores the joins and leaves of the clients of this node, in order. Those that come together are stored together. */
export class PassageRecorder {
  private readonly waiting: Waiting[] = [];
  private readonly budget: Budget;
  private storing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly services: Services) {
    this.budget = services.budgets.add('webhook_passages', {
      used: () => this.waiting.length,
      limit: MAX_WAITING,
    });
  }

  /** Resolves when the event is stored. If the database is unavailable, it is stored later. Never rejects. */
  joined(client: HookClient, roomId: string): Promise<void> {
    return this.add('joined', client, roomId);
  }

  /** Resolves as `joined` does. */
  left(client: HookClient, roomId: string): Promise<void> {
    return this.add('left', client, roomId);
  }

  /** Stores the passages that wait, unless the database is unavailable. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.store();
    await this.storing;
  }

  private add(kind: Passage['kind'], { id, userId, name, role }: HookClient, roomId: string): Promise<void> {
    if (this.waiting.length >= MAX_WAITING) {
      this.budget.refused();
      return Promise.resolve();
    }
    return new Promise((settled) => {
      this.waiting.push({ passage: { kind, roomId, clientId: id, userId, name, role }, settled });
      this.store();
    });
  }

  private store(): void {
    if (this.timer || this.waiting.length === 0) return;
    this.storing ??= this.storeAll().finally(() => {
      this.storing = undefined;
      // Added since the last one was stored.
      this.store();
    });
  }

  /** Never rejects. */
  private async storeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, BATCH);
      try {
        await this.services.store.recordPassages({ passages: batch.map(({ passage }) => passage) });
        this.waiting.splice(0, batch.length);
        this.services.stored();
      } catch (err) {
        const text = 'webhooks: joins and leaves could not be stored; trying again';
        this.services.refusals.write('warn', text, {}, { err });
        if (!this.closed) this.timer = setTimeout(() => this.retry(), RETRY_MS).unref();
        return;
      } finally {
        for (const { settled } of batch) settled();
      }
    }
  }

  private retry(): void {
    this.timer = undefined;
    this.store();
  }
}
