import { v4 as uuid } from 'uuid';
import { SharedTimeout } from '../util/shared-timeout.js';
import {
  type Author,
  type Backplane,
  boundsOf,
  type Deed,
  type Entry,
  type LogListener,
  lifetimeOf,
  type Position,
  type Presence,
  type PresenceListener,
  type Versioned,
} from './backplane.js';
import { InOrder } from './in-order.js';
import { LogFeed } from './log-feed.js';
import { PresenceFeed } from './presence-feed.js';
import { RedisLink, wasNotSent } from './redis-link.js';
import { RedisLocks } from './redis-locks.js';
import { Names } from './redis-names.js';
import { RedisNodes } from './redis-nodes.js';

interface Given {
  /** `redis://` or `rediss://`; several are of one cluster. */
  urls: readonly string[];
  log: { warn(fields: object, text: string): void };
  /** What all keys and channels begin with; default `lectern:`. */
  prefix?: string;
  /** ms since 1970, about the same on all nodes. */
  clock?: () => number;
  /** Told how many seconds Redis took for an answer. */
  answered?: (seconds: number) => void;
}

/** ms for which what is to come soon is waited for. */
const patience = new SharedTimeout(2000);

/** What does not come soon is not waited for: where channels have fallen silent, what was done is heard of later. */
async function soon(awaited: Promise<void> | undefined): Promise<void> {
  if (awaited) await patience.race(awaited).catch(() => {});
}

/** A term that is later than any. */
const LAST_TERM = Number.MAX_SAFE_INTEGER;

/** The backplane of several nodes: all of it in Redis, or in a Redis Cluster. */
export class RedisBackplane implements Backplane {
  private readonly logs = new Map<string, LogFeed>();
  private readonly rooms = new Map<string, PresenceFeed>();
  /** Who did not get out while Redis was away, by the room: of each client its term. */
  private readonly leaving = new Map<string, Map<string, number>>();
  private link!: RedisLink;
  private locks!: RedisLocks;
  private sections!: InOrder;
  /** This node among the others. */
  nodes!: RedisNodes;

  private constructor(
    private readonly names: Names,
    private readonly clock: () => number,
    private readonly logger: Given['log'],
  ) {}

  /** @throws OptionsError where Redis cannot be reached */
  static async open(given: Given): Promise<RedisBackplane> {
    const { urls, log, prefix = 'lectern:', clock = Date.now, answered } = given;
    const names = new Names(prefix);
    const backplane = new RedisBackplane(names, clock, log);
    const restored = () => void backplane.restored();
    // Before it is open nothing is locked.
    let locks: RedisLocks | undefined;
    const failed = () => locks?.failed();
    const link = await RedisLink.open({ urls, log, restored, failed, ...(answered && { answered }) });
    locks = new RedisLocks(link, names, () => backplane.nodes.id, log);
    backplane.link = link;
    backplane.locks = locks;
    backplane.nodes = new RedisNodes(link, names, log, () => backplane.makeUp());
    backplane.sections = new InOrder(backplane.locks);
    return backplane;
  }

  get reachable(): boolean {
    return this.link.reachable;
  }

  /** How many logs and rooms are heard, and how many messages of logs wait to be told. */
  get load(): { subscriptions: number; backlog: number } {
    let backlog = 0;
    for (const feed of this.logs.values()) backlog += feed.backlog;
    return { subscriptions: this.logs.size + this.rooms.size, backlog };
  }

  /** ms since 1970 by the clock of Redis. */
  async time(): Promise<number> {
    return Number(await this.link.call('time', [this.names.beats], []));
  }

  async append(name: string, envelope: string, author?: Author, request = ''): Promise<Position> {
    const said = author ? JSON.stringify(author) : '';
    const args = [...this.bounded(name), this.names.logChannel(name), envelope, said, request];
    const [epoch, seq] = (await this.link.call('append', this.names.log(name), args)) as [string, number];
    // Who appended has heard it, too, where it listens.
    await soon(this.logs.get(name)?.reached({ epoch, seq }));
    return { epoch, seq };
  }

  async publish(name: string, envelope: string, author?: Author): Promise<void> {
    const message = `  ${author ? JSON.stringify(author) : ''}\n${envelope}`;
    try {
      await this.link.publish(this.names.logChannel(name), message);
    } catch (error) {
      if (!wasNotSent(error)) throw error;
      // Nobody else can be told: those who are on this node are.
      this.logs.get(name)?.receive(message);
    }
  }

  inOrder<T>(name: string, task: () => Promise<T>, deed?: Deed): Promise<T> {
    return this.sections.take(name, task, deed);
  }

  /** A node has died: where it was changing what a log tells, the log begins anew. */
  async abandon(name: string, node: string): Promise<void> {
    await this.locks.abandon(name, node);
  }

  async head(name: string): Promise<Position> {
    const [epoch, seq] = (await this.link.call('head', this.names.log(name), [uuid()])) as [string, number];
    return { epoch, seq };
  }

  async read(name: string, { epoch, seq }: Position): Promise<Entry[] | undefined> {
    const args = [...this.bounded(name), epoch, String(seq)];
    const found = (await this.link.call('read', this.names.log(name), args)) as [string, string[]][] | null;
    return found?.map(entryOf);
  }

  async subscribe(name: string, listener: LogListener): Promise<Position> {
    let feed = this.logs.get(name);
    if (!feed) {
      feed = new LogFeed({
        head: () => this.head(name),
        read: (after) => this.read(name, after),
        log: this.logger,
      });
      this.logs.set(name, feed);
      feed.opened = this.link.subscribe(this.names.logChannel(name), feed.receive);
    }
    feed.listeners.add(listener);
    try {
      await feed.opened;
      return await feed.position();
    } catch (error) {
      await this.unsubscribe(name, listener);
      throw error;
    }
  }

  async unsubscribe(name: string, listener: LogListener): Promise<void> {
    const feed = this.logs.get(name);
    feed?.listeners.delete(listener);
    if (!feed || feed.listeners.size > 0) return;
    this.logs.delete(name);
    feed.end();
    await this.link.unsubscribe(this.names.logChannel(name), feed.receive);
  }

  async enter(roomId: string, member: Presence, most = -1, term = 0): Promise<boolean> {
    await this.nodes.enters(roomId, member.id);
    const args = [
      this.names.roomChannel(roomId),
      member.id,
      JSON.stringify(member),
      String(Number.isFinite(most) ? most : -1),
      String(term),
      this.nodes.id,
    ];
    try {
      const answer = await this.link.call('enter', this.names.room(roomId), args);
      const [entered, change] = answer as [number, number];
      if (entered !== 1) {
        await this.nodes.left(roomId, member.id);
        return false;
      }
      this.leaving.get(roomId)?.delete(member.id);
      await soon(this.rooms.get(roomId)?.reached(change));
      return true;
    } catch (error) {
      // It may have been done.
      this.leaveLater(roomId, member.id, term);
      throw error;
    }
  }

  async leave(roomId: string, clientId: string, term = LAST_TERM): Promise<boolean> {
    try {
      return await this.takeOut(roomId, clientId, term);
    } catch {
      this.leaveLater(roomId, clientId, term);
      return true;
    }
  }

  async forget(roomId: string, clientId: string): Promise<void> {
    this.leaving.get(roomId)?.delete(clientId);
    await this.nodes.left(roomId, clientId);
  }

  /**
   * Takes out of a room who is there for a node, such as a dead one. Answers who it was.
   * @param stays whether a client is left in it: another node is about to go on with it
   */
  async leaveAll(
    roomId: string,
    node: string,
    stays: (clientId: string) => Promise<boolean>,
  ): Promise<Presence[]> {
    const gone: Presence[] = [];
    for (const { member, node: on } of (await this.held(roomId)).members) {
      if (on !== node || (await stays(member.id))) continue;
      if (await this.takeOut(roomId, member.id, LAST_TERM, node)) gone.push(member);
    }
    return gone;
  }

  private async takeOut(roomId: string, clientId: string, term: number, node = ''): Promise<boolean> {
    const args = [this.names.roomChannel(roomId), clientId, String(term), node];
    const change = Number(await this.link.call('leave', this.names.room(roomId), args));
    await this.nodes.left(roomId, clientId);
    await soon(this.rooms.get(roomId)?.reached(change));
    return change > 0;
  }

  private leaveLater(roomId: string, clientId: string, term: number): void {
    const room = this.leaving.get(roomId) ?? new Map<string, number>();
    this.leaving.set(roomId, room.set(clientId, term));
  }

  /** Does what could not be done before. */
  private async makeUp(): Promise<void> {
    await this.locks.makeUp();
    await this.finishLeaving();
  }

  private async finishLeaving(): Promise<void> {
    for (const [roomId, clients] of this.leaving) {
      for (const [clientId, term] of clients) {
        await this.takeOut(roomId, clientId, term);
        clients.delete(clientId);
      }
      if (clients.size === 0) this.leaving.delete(roomId);
    }
  }

  async watch(roomId: string, listener: PresenceListener): Promise<Presence[]> {
    let feed = this.rooms.get(roomId);
    if (!feed) {
      feed = new PresenceFeed(() => this.membersOf(roomId), this.logger);
      this.rooms.set(roomId, feed);
      feed.opened = this.link.subscribe(this.names.roomChannel(roomId), feed.receive);
    }
    feed.listeners.add(listener);
    try {
      await feed.opened;
      return await feed.members();
    } catch (error) {
      await this.unwatch(roomId, listener);
      throw error;
    }
  }

  async unwatch(roomId: string, listener: PresenceListener): Promise<void> {
    const feed = this.rooms.get(roomId);
    feed?.listeners.delete(listener);
    if (!feed || feed.listeners.size > 0) return;
    this.rooms.delete(roomId);
    feed.end();
    await this.link.unsubscribe(this.names.roomChannel(roomId), feed.receive);
  }

  async members(roomId: string): Promise<Presence[]> {
    return (await this.membersOf(roomId)).members;
  }

  async get<T>(key: string): Promise<Versioned<T> | undefined> {
    const [version, value] = await this.link.get(this.names.value(key));
    if (version === null || value === null) return undefined;
    return { version: Number(version), value: JSON.parse(value) as T };
  }

  async compareAndSet<T>(key: string, version: number, value: T | undefined): Promise<number | undefined> {
    const next = value === undefined ? '' : JSON.stringify(value);
    const args = [String(version), next, String(lifetimeOf(key) ?? '')];
    const set = (await this.link.call('set', [this.names.value(key)], args)) as string | null;
    return set === null ? undefined : Number(set);
  }

  async close(): Promise<void> {
    // What is left half done makes a log begin anew.
    await soon(this.sections.finished());
    await this.nodes.close();
    this.link.close();
  }

  /** Redis is back: this node says that it lives, and hears what it missed, or learns that something is missing. */
  private async restored(): Promise<void> {
    await this.nodes.beat();
    for (const feed of [...this.logs.values(), ...this.rooms.values()]) feed.catchUp();
  }

  private async membersOf(roomId: string): Promise<{ changes: number; members: Presence[] }> {
    const { changes, members } = await this.held(roomId);
    return { changes, members: members.map(({ member }) => member) };
  }

  private async held(
    roomId: string,
  ): Promise<{ changes: number; members: { node: string; member: Presence }[] }> {
    const found = await this.link.call('members', this.names.room(roomId), []);
    const [changes, held] = found as [number, string[]];
    const members = held.map((text) => {
      const end = text.indexOf('\n');
      const [, node = ''] = text.slice(0, end).split(' ');
      return { node, member: JSON.parse(text.slice(end + 1)) as Presence };
    });
    return { changes, members };
  }

  private bounded(name: string): string[] {
    const { messages, bytes, ms } = boundsOf(name);
    return [uuid(), String(this.clock()), String(messages), String(bytes), String(ms)];
  }
}

function entryOf([id, fields]: [string, string[]]): Entry {
  const given: Record<string, string> = {};
  for (let i = 0; i < fields.length; i += 2) given[fields[i] ?? ''] = fields[i + 1] ?? '';
  const { envelope = '', author, request } = given;
  return {
    seq: Number.parseInt(id, 10),
    envelope,
    ...(author !== undefined && { author: JSON.parse(author) }),
    ...(request !== undefined && { request }),
  };
}
