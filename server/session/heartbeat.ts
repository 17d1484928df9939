import type { Connection } from '../delivery/connection.js';
import { afterRunning, type Deadline } from '../util/running-time.js';

/** A connection as the heartbeat sees it. */
export interface HeartbeatTarget {
  readonly connection: Connection;
  /** Sends the envelope `ping`, which web pages can see, unlike a ping of the transport. */
  sendPing(): void;
}

/** Number of groups that are pinged one after the other within the interval, so that the load is even. */
const SLOTS = 16;

/**
 * Pings every connection once per interval, and disconnects it if nothing arrives within the timeout. All connections
 * share one timer: each tick pings one slot of a wheel, or checks one.
 */
export class Heartbeat {
  private readonly slots: Set<HeartbeatTarget>[] = Array.from({ length: SLOTS }, () => new Set());
  private readonly checks = new Set<Deadline>();
  private readonly timer: NodeJS.Timeout;
  private turn = 0;
  private next = 0;

  /**
   * @param interval time in seconds between two pings of a connection
   * @param timeout time in seconds after a ping until a silent connection is considered dead
   */
  constructor(
    interval: number,
    private readonly timeout: number,
  ) {
    this.timer = setInterval(() => this.advance(), (interval * 1000) / SLOTS).unref();
  }

  add(beating: HeartbeatTarget): void {
    this.slots[this.next++ % SLOTS]?.add(beating);
  }

  remove(beating: HeartbeatTarget): void {
    for (const slot of this.slots) slot.delete(beating);
  }

  close(): void {
    clearInterval(this.timer);
    for (const check of this.checks) check.cancel();
  }

  private advance(): void {
    const slot = this.turn++ % SLOTS;
    const members = this.slots[slot];
    if (!members || members.size === 0) return;
    const asked = [...members].map((beating) => {
      const { connection } = beating;
      const receivedBytes = connection.receivedBytes;
      connection.ping();
      beating.sendPing();
      return { connection, receivedBytes };
    });
    const check = afterRunning(this.timeout * 1000, () => {
      this.checks.delete(check);
      for (const { connection, receivedBytes } of asked) {
        if (connection.reading && connection.receivedBytes === receivedBytes) connection.close('dead');
      }
    }).unref();
    this.checks.add(check);
  }
}
