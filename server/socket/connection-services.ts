import type { Options } from 'lectern-protocol/options';
import { TickBatcher } from '../delivery/tick-batcher.js';
import type { BudgetMeter } from '../util/budget-meter.js';
import { BatchSender } from './batch-sender.js';
import { IncompleteMessages } from './incomplete-messages.js';
import { SlowConsumers } from './slow-consumers.js';

/** Counts the traffic of all connections. */
export interface Traffic {
  received(bytes: number): void;
  sent(bytes: number, messages: number): void;
  dropped(): void;
}

/** Services that all connections share. */
export class ConnectionServices {
  readonly sender: BatchSender;
  readonly batcher: TickBatcher;
  readonly slowConsumers: SlowConsumers;
  readonly incomplete: IncompleteMessages;

  constructor(
    readonly options: Options,
    readonly traffic: Traffic & { readonly budgets: BudgetMeter },
  ) {
    this.sender = new BatchSender(options.sending);
    this.batcher = new TickBatcher(this.sender);
    this.slowConsumers = new SlowConsumers(options);
    this.incomplete = new IncompleteMessages(options, traffic.budgets);
  }

  close(): void {
    this.slowConsumers.close();
    this.incomplete.close();
  }
}
