import type { Options } from 'lectern-protocol/options';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import { networkOf } from '../util/network-of.js';
import { runningTime } from '../util/running-time.js';

export type IncompleteLimits = Pick<
  Options,
  'messageTimeout' | 'incompleteBytes' | 'incompleteAddressBytes' | 'messageBytes'
>;

/** A connection that receives a message in several parts. */
export interface IncompleteConnection {
  readonly address: string;
  /** Closes the connection immediately and discards the parts that have arrived. */
  terminateWith(name: 'incomplete', reason: string): void;
}

interface Held {
  bytes: number;
  network: string;
  /** Time at which the first part arrived, in ms of a monotonic clock. */
  since: number;
}

const LONGEST_CHECK_MS = 1000;

/** If the parts exceed a limit, connections are closed until this share of the limit is left. */
const RELIEF_SHARE = 7 / 8;

/**
 * Tracks messages of which only some bytes have arrived. Limits the time that one may take, and the bytes that the
 * server holds for one address and in total. Pings between the parts of a message do not extend its time.
 */
export class IncompleteMessages {
  private readonly held = new Map<IncompleteConnection, Held>();
  private readonly byNetwork = new Map<string, number>();
  private total = 0;
  private readonly timer: NodeJS.Timeout;
  private readonly budgets: { time: Budget; address: Budget; all: Budget };

  constructor(
    readonly limits: IncompleteLimits,
    budgets: BudgetMeter,
  ) {
    this.budgets = {
      time: budgets.add('message_time'),
      address: budgets.add('incomplete_address_bytes'),
      all: budgets.add('incomplete_bytes', { used: () => this.total, limit: limits.incompleteBytes }),
    };
    const interval = Math.min(LONGEST_CHECK_MS, (limits.messageTimeout * 1000) / 4);
    this.timer = setInterval(() => this.closeLate(), interval).unref();
  }

  /** Records how many bytes of an incomplete message the server holds for a connection. */
  hold(connection: IncompleteConnection, bytes: number): void {
    let held = this.held.get(connection);
    if (!held) {
      held = { bytes: 0, network: networkOf(connection.address), since: runningTime() };
      this.held.set(connection, held);
    }
    const { network } = held;
    this.add(network, bytes - held.bytes);
    held.bytes = bytes;
    const { incompleteAddressBytes, incompleteBytes } = this.limits;
    const ofNetwork = this.byNetwork.get(network) ?? 0;
    const { address, all } = this.budgets;
    if (ofNetwork > incompleteAddressBytes) this.relieve(address, network, ofNetwork, incompleteAddressBytes);
    if (this.total > incompleteBytes) this.relieve(all, undefined, this.total, incompleteBytes);
  }

  /** Called when the message is complete, or the connection is closed. */
  release(connection: IncompleteConnection): void {
    const held = this.held.get(connection);
    if (!held) return;
    this.held.delete(connection);
    this.add(held.network, -held.bytes);
  }

  close(): void {
    clearInterval(this.timer);
    this.held.clear();
  }

  private add(network: string, bytes: number): void {
    this.total += bytes;
    const sum = (this.byNetwork.get(network) ?? 0) + bytes;
    if (sum > 0) this.byNetwork.set(network, sum);
    else this.byNetwork.delete(network);
  }

  private closeLate(): void {
    const { messageTimeout } = this.limits;
    const oldest = runningTime() - messageTimeout * 1000;
    for (const [connection, { since }] of this.held) {
      if (since > oldest) continue;
      this.release(connection);
      this.budgets.time.refused();
      connection.terminateWith('incomplete', `a message took longer than ${messageTimeout} s to arrive`);
    }
  }

  /**
   * Closes the connections that hold the most bytes for the longest time. An honest client's message arrives quickly,
   * so that it comes after messages that are never completed.
   */
  private relieve(budget: Budget, network: string | undefined, bytes: number, limit: number): void {
    const now = runningTime();
    const worst = [...this.held]
      .filter(([, held]) => network === undefined || held.network === network)
      .map(([connection, held]) => ({ connection, held, cost: held.bytes * (now - held.since + 1) }))
      .sort((a, b) => b.cost - a.cost);
    let left = bytes;
    for (const { connection, held } of worst) {
      if (left <= limit * RELIEF_SHARE) break;
      left -= held.bytes;
      this.release(connection);
      budget.refused();
      connection.terminateWith('incomplete', 'too many bytes of incomplete messages');
    }
  }
}
