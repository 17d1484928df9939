import { v4 as uuid } from 'uuid';
import { logTag } from '../util/log-tag.js';
import type { LockPurpose } from './backplane.js';
import type { ClusterLock } from './cluster-mutex.js';
import type { RedisConnection } from './redis-connection.js';
import type { RedisKeys } from './redis-keys.js';

/** Time in ms after which a lock expires; longer than any task takes. */
const LEASE_MS = 10_000;

/** The locks of logs, stored in Redis next to each log. */
export class RedisLocks implements ClusterLock {
  /** Locks that this node holds: log, and ID of this node at that time. */
  private readonly held = new Map<string, string>();
  /** Logs in which a change might not have been announced: log, and ID of this node at that time. */
  private readonly uncertain = new Map<string, string>();

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: RedisKeys,
    private readonly node: () => string,
    private readonly logger: { warn(fields: object, text: string): void },
  ) {}

  async acquire(log: string, purpose: LockPurpose): Promise<string | undefined> {
    const former = this.uncertain.get(log);
    if (former !== undefined) await this.breakLock(log, former);
    const node = this.node();
    const args = [uuid(), this.keys.logChannel(log), node, String(LEASE_MS), purpose];
    const epoch = (await this.connection.call('lock', this.keys.log(log), args)) as string | null;
    if (epoch === null) return undefined;
    this.held.set(log, node);
    return epoch;
  }

  async release(log: string): Promise<boolean> {
    const node = this.held.get(log);
    this.held.delete(log);
    if (node === undefined) return false;
    try {
      if (this.uncertain.has(log)) await this.breakLock(log, node);
      else return (await this.connection.call('unlock', this.keys.log(log), [node])) === 1;
    } catch (err) {
      this.logger.warn({ log: logTag(log), err }, 'could not release a lock, which expires later');
    }
    return false;
  }

  /** Called when a call to Redis failed: tasks that run now might have made changes without announcing them. */
  markUncertain(): void {
    for (const [log, node] of this.held) this.uncertain.set(log, node);
  }

  /** Breaks locks that could not be broken before. @throws Refusal unavailable */
  async retryPending(): Promise<void> {
    for (const [log, node] of this.uncertain) if (!this.held.has(log)) await this.breakLock(log, node);
  }

  /**
   * Breaks the lock of a node that failed while it held the lock. If the lock was for a change, the log gets a new epoch,
   * since the change might not have been announced.
   * @throws Refusal unavailable
   */
  async breakLock(log: string, node: string): Promise<void> {
    const args = [uuid(), this.keys.logChannel(log), node];
    if ((await this.connection.call('abandon', this.keys.log(log), args)) === 1) {
      this.logger.warn(
        { log: logTag(log) },
        'a log has a new epoch, because a change might not have been announced',
      );
    }
    this.uncertain.delete(log);
  }
}
