import type { Connection } from '../delivery/connection.js';

/** One who is pinged: the transport, and what is said on it that a page can see. */
export interface HeartbeatTarget {
  readonly connection: Connection;
  /** Sends the envelope `ping`. */
  sendPing(): void;
}

/** How many groups share the interval, so that pings leave evenly. */
const SLOTS = 16;

/**
 * Pings every connection once an interval, and cuts one that has said nothing between its ping and the
 * end of its grace. One timer for all of them: the wheel turns by a slot, and a slot is pinged or checked.
 */
export class Heartbeat {
  private readonly slots: Set<HeartbeatTarget>[] = Array.from({ length: SLOTS }, () => new Set());
  private readonly checks = new Set<NodeJS.Timeout>();
  private readonly timer: NodeJS.Timeout;
  private turn = 0;
  private next = 0;

  /**
   * @param interval seconds between two pings of a connection
   * @param timeout seconds after a ping until a silent connection is dead
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
    for (const check of this.checks) clearTimeout(check);
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
    const check = setTimeout(() => {
      this.checks.delete(check);
      // A process that was held up finds out that the time is over before it has read what came meanwhile.
      setImmediate(() => {
        for (const { connection, receivedBytes } of asked) {
          if (connection.receivedBytes === receivedBytes) connection.close('dead');
        }
      });
    }, this.timeout * 1000).unref();
    this.checks.add(check);
  }
}
