import { getHeapStatistics } from 'node:v8';
import type { CloseName } from '../../schemas/generated/codes.js';

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
}

const CHECK_MS = 1000;

/** Watches the connections for which bytes wait, and cuts those that let too many wait or for too long. */
export class Outbound {
  private readonly slow = new Map<SlowConnection, { taken: number; since: number }>();
  private readonly most: number;
  private readonly timer: NodeJS.Timeout;

  constructor(readonly limits: OutboundLimits) {
    this.most = getHeapStatistics().heap_size_limit * limits.outboundShare;
    this.timer = setInterval(() => this.check(), CHECK_MS).unref();
  }

  /** Bytes waiting for each client that has any. */
  queues(): number[] {
    return [...this.slow.keys()].map((connection) => connection.waiting);
  }

  watch(connection: SlowConnection): void {
    if (this.slow.has(connection)) return;
    this.slow.set(connection, { taken: connection.taken, since: performance.now() });
  }

  forget(connection: SlowConnection): void {
    this.slow.delete(connection);
  }

  close(): void {
    clearInterval(this.timer);
    this.slow.clear();
  }

  private check(): void {
    const now = performance.now();
    let sum = 0;
    let slowest: SlowConnection | undefined;
    for (const [connection, state] of this.slow) {
      const { waiting, taken } = connection;
      if (waiting === 0) {
        this.slow.delete(connection);
        continue;
      }
      if (taken > state.taken) {
        state.taken = taken;
        state.since = now;
      } else if (now - state.since >= this.limits.outboundStall * 1000) {
        this.slow.delete(connection);
        connection.close('too-slow');
        continue;
      }
      sum += waiting;
      if (!slowest || waiting > slowest.waiting) slowest = connection;
    }
    if (sum > this.most && slowest) {
      this.slow.delete(slowest);
      slowest.close('overloaded');
    }
  }
}
