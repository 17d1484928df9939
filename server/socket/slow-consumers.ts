import { getHeapStatistics } from 'node:v8';
import type { CloseName } from 'lectern-protocol';
import { runningTime } from '../util/running-time.js';

/** Limits for the send queues of clients that read more slowly than they are sent to. */
export interface OutboundLimits {
  /** Bytes queued for a client above which volatile messages to it are dropped. */
  outboundDrop: number;
  /** Bytes queued for a client above which it is disconnected. */
  outboundLimit: number;
  /** Time in seconds after which a client that reads nothing is disconnected. */
  outboundStall: number;
  /** Bytes queued for all clients, as a share of the heap limit. */
  outboundShare: number;
}

/** A connection with queued bytes. */
export interface SlowConnection {
  /** Bytes that the kernel has not accepted yet. */
  readonly queuedBytes: number;
  /** Bytes that the kernel has accepted so far. */
  readonly acceptedBytes: number;
  close(name: CloseName): void;
  /** Closes the connection immediately and discards its queue. */
  terminateWith(name: CloseName): void;
}

const CHECK_MS = 1000;

/** If the queues exceed their total limit, the slowest clients are disconnected until this share of it is left. */
const RELIEF_SHARE = 7 / 8;

/** Tracks connections with queued bytes, and disconnects those whose queue is too large or stalled. */
export class SlowConsumers {
  private readonly tracked = new Map<SlowConnection, { acceptedBytes: number; since: number }>();
  private readonly maxTotal: number;
  private readonly timer: NodeJS.Timeout;
  /** Bytes in all queues at the last check, plus all that were added since. */
  private total = 0;

  constructor(readonly limits: OutboundLimits) {
    this.maxTotal = getHeapStatistics().heap_size_limit * limits.outboundShare;
    this.timer = setInterval(() => this.check(), CHECK_MS).unref();
  }

  /** Returns the queue size of each connection with queued bytes. */
  queueSizes(): number[] {
    return [...this.tracked.keys()].map((connection) => connection.queuedBytes);
  }

  /** @param bytes number of bytes that were just queued */
  track(connection: SlowConnection, bytes: number): void {
    if (!this.tracked.has(connection)) {
      this.tracked.set(connection, { acceptedBytes: connection.acceptedBytes, since: runningTime() });
    }
    this.total += bytes;
    if (this.total > this.maxTotal) this.cutSlowest();
  }

  untrack(connection: SlowConnection): void {
    this.tracked.delete(connection);
  }

  close(): void {
    clearInterval(this.timer);
    this.tracked.clear();
  }

  /** Disconnects clients that have read nothing for too long. */
  private check(): void {
    const now = runningTime();
    for (const [connection, state] of this.tracked) {
      const { queuedBytes, acceptedBytes } = connection;
      if (queuedBytes === 0) this.tracked.delete(connection);
      else if (acceptedBytes > state.acceptedBytes) {
        state.acceptedBytes = acceptedBytes;
        state.since = now;
      } else if (now - state.since >= this.limits.outboundStall * 1000) {
        this.tracked.delete(connection);
        connection.close('too-slow');
      }
    }
    this.cutSlowest();
  }

  /** Adds up all queues, and disconnects the clients with the largest ones if the total is too large. */
  private cutSlowest(): void {
    const slowest = [...this.tracked.keys()]
      .map((connection) => ({ connection, queuedBytes: connection.queuedBytes }))
      .sort((a, b) => b.queuedBytes - a.queuedBytes);
    this.total = slowest.reduce((sum, { queuedBytes }) => sum + queuedBytes, 0);
    if (this.total <= this.maxTotal) return;
    for (const { connection, queuedBytes } of slowest) {
      if (this.total <= this.maxTotal * RELIEF_SHARE) break;
      this.total -= queuedBytes;
      this.tracked.delete(connection);
      connection.terminateWith('overloaded');
    }
  }
}
