import { v4 as uuid } from 'uuid';
import type { Nodes, Survivor } from './nodes.js';
import type { RedisLink } from './redis-link.js';
import type { Names } from './redis-names.js';

/** ms between signs of life. */
const BEAT_MS = 2000;
/** ms without one after which a node is dead. */
const DEAD_MS = 6000;
/** ms for which one who clears up may be silent before another does. */
const LEASE_MS = 10_000;

/** A room in which clients of this node are. */
interface Entered {
  clientIds: Set<string>;
  /** That it is so is written down. */
  noted: Promise<unknown>;
}

/** Which nodes live, which of them answers for what, and who clears up after those that died: kept in Redis. */
export class RedisNodes implements Nodes {
  id: string = uuid();
  /** All that live, as far as is known, this one included. */
  alive: readonly string[] = [this.id];
  private readonly rooms = new Map<string, Entered>();
  /** The dead ones that this node clears up after. */
  private readonly claimed = new Set<string>();
  private survivor: Survivor | undefined;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  /** Since when Redis has answered without a break, and when it did last (ms of the monotonic clock). */
  private answers: { since: number; last: number } | undefined;

  constructor(
    private readonly link: RedisLink,
    private readonly names: Names,
    private readonly log: { warn(fields: object, text: string): void },
    /** Does what could not be done before. */
    private readonly makeUp: () => Promise<void>,
  ) {}

  /** Begins to show that this node lives. @throws Refusal unavailable */
  async open(survivor: Survivor): Promise<void> {
    await this.show(true);
    this.survivor = survivor;
    this.timer = setInterval(() => void this.beat(), BEAT_MS).unref();
  }

  /** Says that this node is gone, so that others need not wait to find out. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.survivor = undefined;
    await this.beating;
    if (!this.timer) return;
    await this.link
      .run(this.names.beats, ['ZADD', this.names.beats, '0', this.id])
      .catch((err) => this.log.warn({ err }, 'the others could not be told that this server goes'));
  }

  async others(): Promise<readonly string[]> {
    // One that has just begun is not known yet.
    await this.show(false);
    return this.alive.filter((node) => node !== this.id);
  }

  async hold(clientId: string): Promise<void> {
    const key = this.names.sessionsOf(this.id);
    await this.link.run(key, ['SADD', key, clientId]);
  }

  async release(clientId: string, node = this.id): Promise<void> {
    const key = this.names.sessionsOf(node);
    await this.link.run(key, ['SREM', key, clientId]);
  }

  /** A client of this node is about to enter a room. */
  async enters(roomId: string, clientId: string): Promise<void> {
    let entered = this.rooms.get(roomId);
    if (!entered) {
      const key = this.names.roomsOf(this.id);
      entered = { clientIds: new Set(), noted: this.link.run(key, ['SADD', key, roomId]) };
      this.rooms.set(roomId, entered);
    }
    entered.clientIds.add(clientId);
    try {
      await entered.noted;
    } catch (error) {
      if (this.rooms.get(roomId) === entered) this.rooms.delete(roomId);
      throw error;
    }
  }

  /** A client is not in a room any more. */
  async left(roomId: string, clientId: string): Promise<void> {
    const entered = this.rooms.get(roomId);
    if (!entered?.clientIds.delete(clientId) || entered.clientIds.size > 0) return;
    this.rooms.delete(roomId);
    const key = this.names.roomsOf(this.id);
    await this.link.run(key, ['SREM', key, roomId]);
  }

  /** Shows that this node lives, and looks after the others. Never rejects. */
  beat(): Promise<void> {
    if (!this.survivor) return Promise.resolve();
    this.beating ??= this.show(false)
      .catch(() => {
        this.answers = undefined;
      })
      .finally(() => {
        this.beating = undefined;
      });
    return this.beating;
  }

  private async show(first: boolean): Promise<void> {
    const { beats, claims } = this.names;
    const args = [this.id, String(DEAD_MS), String(LEASE_MS), first ? '1' : '0', ...this.claimed];
    const answer = (await this.link.call('beat', [beats, claims], args)) as [string[], string[]] | null;
    if (!answer) return this.renew();
    const now = performance.now();
    const unbroken = this.answers && now - this.answers.last < DEAD_MS;
    this.answers = { since: unbroken && this.answers ? this.answers.since : now, last: now };
    const [dead, all] = answer;
    this.alive = all.filter((node) => !dead.includes(node));
    await this.makeUp();
    // Who was away itself cannot know who else was.
    if (now - this.answers.since < DEAD_MS) return;
    for (const node of dead) if (!this.claimed.has(node)) void this.clearUp(node);
  }

  private async renew(): Promise<void> {
    this.log.warn(
      { node: this.id },
      'this server was taken for dead, or Redis lost its memory; it begins anew',
    );
    this.id = uuid();
    this.rooms.clear();
    this.claimed.clear();
    this.survivor?.renewed();
    await this.show(true);
  }

  private async clearUp(node: string): Promise<void> {
    this.claimed.add(node);
    const { names, link } = this;
    try {
      const args = [node, String(DEAD_MS), String(LEASE_MS)];
      if ((await link.call('claim', [names.beats, names.claims], args)) !== 1) return;
      this.log.warn({ node }, 'a server is gone; this one clears up after it');
      const [sessions, rooms] = [names.sessionsOf(node), names.roomsOf(node)];
      const clientIds = (await link.run(sessions, ['SMEMBERS', sessions])) as string[];
      const roomIds = (await link.run(rooms, ['SMEMBERS', rooms])) as string[];
      await this.survivor?.inherit(node, clientIds, roomIds);
      await link.run(sessions, ['DEL', sessions]);
      await link.run(rooms, ['DEL', rooms]);
      await link.run(names.claims, ['ZREM', names.claims, node]);
    } catch (err) {
      // When the lease is over it is tried again, here or elsewhere.
      this.log.warn({ node, err }, 'what a server left could not be cleared up');
    } finally {
      this.claimed.delete(node);
    }
  }
}
