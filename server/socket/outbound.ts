import { getHeapStatistics } from 'node:v8';
import type { CloseName } from 'lectern-protocol';

/** How much may wait for clients that are slower than what is sent to them. */
export interface OutboundLimits {
  /** Bytes for one client past which volatile messages to it are dropped. */
  outboundDrop: number;
  /** Bytes for one client past which it is cut. */
  outboundLimit: number;
  /** Seconds for which a client may take nothing. */
  outboundStall: number;
  /** Bytes for all clients, as a share of the heap's limit. */
  outboundShare: number;
}

/** A connection with bytes waiting. */
export interface SlowConnection {
  /** Bytes handed to it that the kernel has not taken. */
  readonly waiting: number;
  /** Bytes that the kernel has taken, ever. */
  readonly taken: number;
  close(name: CloseName): void;
  /** Ends it at once: what waits for it is dropped. */
  cut(name: CloseName): void;
}

const CHECK_MS = 1000;

/** Where too much waits for all together, the slowest are cut until it is less than this share of that. */
const RELIEVED = 7 / 8;

/** Watches the connections for which bytes wait, and cuts those that let too many wait or for too long. */
export class Outbound {
  private readonly slow = new Map<SlowConnection, { taken: number; since: number }>();
  private readonly most: number;
  private readonly timer: NodeJS.Timeout;
  /** Bytes waiting for all at the last look, and all that has been added since. */
  private sum = 0;

  constructor(readonly limits: OutboundLimits) {
    this.most = getHeapStatistics().heap_size_limit * limits.outboundShare;
    this.timer = setInterval(() => this.check(), CHECK_MS).unref();
  }

  /** Bytes waiting for each client that has any. */
  queues(): number[] {
    return [...this.slow.keys()].map((connection) => connection.waiting);
  }

  /** @param bytes that were just added to what waits for it */
  watch(connection: SlowConnection, bytes: number): void {
    if (!this.slow.has(connection)) {
      this.slow.set(connection, { taken: connection.taken, since: performance.now() });
    }
    this.sum += bytes;
    if (this.sum > this.most) this.relieve();
  }

  forget(connection: SlowConnection): void {
    this.slow.delete(connection);
  }

  close(): void {
    clearInterval(this.timer);
    this.slow.clear();
  }

  /** Cuts those that have taken nothing for too long. */
  private check(): void {
    const now = performance.now();
    for (const [connection, state] of this.slow) {
      const { waiting, taken } = connection;
      if (waiting === 0) this.slow.delete(connection);
      else if (taken > state.taken) {
        state.taken = taken;
        state.since = now;
      } else if (now - state.since >= this.limits.outboundStall * 1000) {
        this.slow.delete(connection);
        connection.close('too-slow');
      }
    }
    this.relieve();
  }

  /** Looks how much waits for all, and cuts the slowest where that is too much. */
  private relieve(): void {
    const slowest = [...this.slow.keys()]
      .map((connection) => ({ connection, waiting: connection.waiting }))
      .sort((a, b) => b.waiting - a.waiting);
    this.sum = slowest.reduce((sum, { waiting }) => sum + waiting, 0);
    if (this.sum <= this.most) return;
    for (const { connection, waiting } of slowest) {
      if (this.sum <= this.most * RELIEVED) break;
      this.sum -= waiting;
      this.slow.delete(connection);
      connection.cut('overloaded');
    }
  }
}
