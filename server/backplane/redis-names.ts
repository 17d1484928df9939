/** Names of keys and channels. One hash tag keeps all of a log, and all of a room, on one node of a cluster. */
export class Names {
  /** When each node has last said that it lives. */
  readonly beats: string;
  /** Until when somebody clears up after each dead node. */
  readonly claims: string;

  constructor(private readonly prefix: string) {
    this.beats = `${prefix}{nodes}:beats`;
    this.claims = `${prefix}{nodes}:claims`;
  }

  log = (name: string): string[] =>
    ['head', 'entries', 'requests'].map((part) => `${this.logChannel(name)}:${part}`);
  logChannel = (name: string): string => `${this.prefix}{${name}}`;

  room = (id: string): string[] =>
    ['members', 'order', 'changes'].map((part) => `${this.prefix}{room/${id}}:${part}`);
  roomChannel = (id: string): string => `${this.prefix}{room/${id}}:presence`;

  value = (key: string): string => `${this.prefix}{value/${key}}`;

  /** The clients whose sessions a node answers for. */
  sessionsOf = (node: string): string => `${this.prefix}{node/${node}}:sessions`;
  /** The rooms in which a node has members. */
  roomsOf = (node: string): string => `${this.prefix}{node/${node}}:rooms`;
}
