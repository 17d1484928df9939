import { v4 as uuid } from 'uuid';
import type { Deed } from './backplane.js';
import type { Guard } from './in-order.js';
import type { RedisLink } from './redis-link.js';
import type { Names } from './redis-names.js';

/** ms after which a node that says nothing of a log that it has locked has it no more; longer than any job takes. */
const LEASE_MS = 10_000;

/** Which node changes what is told in which log: kept in Redis, beside the log. */
export class RedisLocks implements Guard {
  /** The logs that are locked, by which id of this node. */
  private readonly held = new Map<string, string>();
  /** The logs in which something was perhaps changed and not told, by which id of this node. */
  private readonly uncertain = new Map<string, string>();

  constructor(
    private readonly link: RedisLink,
    private readonly names: Names,
    private readonly node: () => string,
    private readonly logger: { warn(fields: object, text: string): void },
  ) {}

  async enter(log: string, deed: Deed): Promise<boolean> {
    const former = this.uncertain.get(log);
    if (former !== undefined) await this.abandon(log, former);
    const node = this.node();
    const args = [uuid(), this.names.logChannel(log), node, String(LEASE_MS), deed];
    if ((await this.link.call('lock', this.names.log(log), args)) !== 1) return false;
    this.held.set(log, node);
    return true;
  }

  async leave(log: string): Promise<boolean> {
    const node = this.held.get(log);
    this.held.delete(log);
    if (node === undefined) return false;
    try {
      if (this.uncertain.has(log)) await this.abandon(log, node);
      else return (await this.link.call('unlock', this.names.log(log), [node])) === 1;
    } catch (err) {
      this.logger.warn({ log, err }, 'a log stays locked for some seconds');
    }
    return false;
  }

  /** Redis could not be asked, or did not answer: what is being done at this moment may not be told. */
  failed(): void {
    for (const [log, node] of this.held) this.uncertain.set(log, node);
  }

  /** Does what could not be done before. @throws Refusal unavailable */
  async makeUp(): Promise<void> {
    for (const [log, node] of this.uncertain) if (!this.held.has(log)) await this.abandon(log, node);
  }

  /**
   * Lets a log begin anew that a node has locked to change something and does not go on with: nobody knows what it did
   * and did not tell. One that was only looking is let go of.
   * @throws Refusal unavailable
   */
  async abandon(log: string, node: string): Promise<void> {
    const args = [uuid(), this.names.logChannel(log), node];
    if ((await this.link.call('abandon', this.names.log(log), args)) === 1) {
      this.logger.warn({ log }, 'a log begins anew: perhaps not all was told in it');
    }
    this.uncertain.delete(log);
  }
}
