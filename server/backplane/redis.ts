import { v4 as uuid } from 'uuid';
import {
  type Author,
  type Backplane,
  boundsOf,
  type Entry,
  type LogListener,
  type Position,
  type Presence,
  type PresenceListener,
  type Versioned,
} from './backplane.js';
import { LogFeed } from './log-feed.js';
import { PresenceFeed } from './presence-feed.js';
import { RedisLink } from './redis-link.js';

/** Names of keys and channels. One hash tag keeps all of a log, and all of a room, on one node of a cluster. */
class Names {
  constructor(private readonly prefix: string) {}

  log = (name: string): string[] =>
    ['head', 'entries', 'requests'].map((part) => `${this.logChannel(name)}:${part}`);
  logChannel = (name: string): string => `${this.prefix}{${name}}`;

  room = (id: string): string[] =>
    ['members', 'order', 'changes'].map((part) => `${this.prefix}{room/${id}}:${part}`);
  roomChannel = (id: string): string => `${this.prefix}{room/${id}}:presence`;

  value = (key: string): string => `${this.prefix}{value/${key}}`;
}

interface Given {
  /** `redis://` or `rediss://`; several are of one cluster. */
  urls: readonly string[];
  log: { warn(fields: object, text: string): void };
  /** What all keys and channels begin with; default `lectern:`. */
  prefix?: string;
  /** ms since 1970, about the same on all nodes. */
  clock?: () => number;
}

/** The backplane of several nodes: all of it in Redis, or in a Redis Cluster. */
export class RedisBackplane implements Backplane {
  private readonly logs = new Map<string, LogFeed>();
  private readonly rooms = new Map<string, PresenceFeed>();
  private link!: RedisLink;

  private constructor(
    private readonly names: Names,
    private readonly clock: () => number,
    private readonly logger: Given['log'],
  ) {}

  /** Rejects where Redis cannot be reached. */
  static async open({ urls, log, prefix = 'lectern:', clock = Date.now }: Given): Promise<RedisBackplane> {
    const backplane = new RedisBackplane(new Names(prefix), clock, log);
    backplane.link = await RedisLink.open(urls, log, () => backplane.catchUp());
    return backplane;
  }

  async append(name: string, envelope: string, author?: Author, request = ''): Promise<Position> {
    const said = author ? JSON.stringify(author) : '';
    const args = [...this.bounded(name), this.names.logChannel(name), envelope, said, request];
    const [epoch, seq] = (await this.link.call('append', this.names.log(name), args)) as [string, number];
    // Who appended has heard it, too, where it listens.
    await this.logs.get(name)?.reached({ epoch, seq });
    return { epoch, seq };
  }

  async publish(name: string, envelope: string, author?: Author): Promise<void> {
    await this.link.publish(
      this.names.logChannel(name),
      `  ${author ? JSON.stringify(author) : ''}\n${envelope}`,
    );
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
    await this.link.unsubscribe(this.names.logChannel(name), feed.receive);
  }

  async enter(roomId: string, member: Presence, most = -1): Promise<boolean> {
    const args = [
      this.names.roomChannel(roomId),
      member.id,
      JSON.stringify(member),
      String(Number.isFinite(most) ? most : -1),
    ];
    const [entered, change] = (await this.link.call('enter', this.names.room(roomId), args)) as [
      number,
      number,
    ];
    if (entered === 1) await this.rooms.get(roomId)?.reached(change);
    return entered === 1;
  }

  async leave(roomId: string, clientId: string): Promise<void> {
    const change = await this.link.call('leave', this.names.room(roomId), [
      this.names.roomChannel(roomId),
      clientId,
    ]);
    await this.rooms.get(roomId)?.reached(Number(change));
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
    const set = (await this.link.call('set', [this.names.value(key)], [String(version), next])) as
      | string
      | null;
    return set === null ? undefined : Number(set);
  }

  async close(): Promise<void> {
    this.link.close();
  }

  /** What was not heard while Redis was away is heard now, or known to be missing. */
  private catchUp(): void {
    for (const feed of [...this.logs.values(), ...this.rooms.values()]) feed.catchUp();
  }

  private async membersOf(roomId: string): Promise<{ changes: number; members: Presence[] }> {
    const found = await this.link.call('members', this.names.room(roomId), []);
    const [changes, members] = found as [number, string[]];
    return { changes, members: members.map((member) => JSON.parse(member)) };
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
