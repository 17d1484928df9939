/** Names of keys and channels in Redis. A hash tag keeps all keys of a log, or of a room, on one node of a Redis Cluster. */
export class RedisKeys {
  /** Sorted set: time of the last heartbeat of each node. */
  readonly heartbeats: string;
  /** Sorted set: expiry of the lease of the node that takes over from each dead node. */
  readonly claims: string;
  /** The last serial. */
  readonly serial: string;

  constructor(private readonly prefix: string) {
    this.heartbeats = `${prefix}{nodes}:beats`;
    this.claims = `${prefix}{nodes}:claims`;
    this.serial = `${prefix}{serial}`;
  }

  /** Returns the keys of a log. */
  log = (name: string): string[] =>
    ['head', 'entries', 'requests'].map((part) => `${this.logChannel(name)}:${part}`);
  /** Returns the channel of a log. */
  logChannel = (name: string): string => `${this.prefix}{${name}}`;

  /** Returns the keys of the members of a room. */
  room = (id: string): string[] =>
    ['members', 'order', 'changes'].map((part) => `${this.prefix}{room/${id}}:${part}`);
  /** Returns the channel of the members of a room. */
  roomChannel = (id: string): string => `${this.prefix}{room/${id}}:presence`;

  /** Returns one of the keys that a health check writes. */
  check = (number: number): string => `${this.prefix}{check/${number}}`;

  /** Returns the key of a shared value. */
  value = (key: string): string => `${this.prefix}{value/${key}}`;

  /** Returns the key of the set of clients whose sessions a node owns. */
  sessionsOf = (node: string): string => `${this.prefix}{node/${node}}:sessions`;
  /** Returns the key of the set of rooms in which a node has members. */
  roomsOf = (node: string): string => `${this.prefix}{node/${node}}:rooms`;
}

/** Returns the name of a budget that all nodes share: those with the same database of Redis and the same prefix. */
export function ledgerOf([url = '']: readonly string[], prefix: string): string {
  const database = (URL.canParse(url) && new URL(url).pathname.slice(1)) || '0';
  return `${database} ${prefix}`;
}
