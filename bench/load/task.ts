import type { ServerName } from '../servers.js';

/**
 * - `talk`: each room always has messages in flight: when all members have received one, the next is sent.
 * - `paced`: messages at a fixed rate, independent of their delivery.
 * - `idle`: connections that send nothing.
 * - `join`: clients that join one room at once.
 * - `lectures`: messages of lectures: chat, markers, playback, and signals between all members.
 * - `audience`: clients that log in with tickets, and request another ticket.
 */
export type Load =
  | Talk
  | { kind: 'paced'; rooms: number; members: number; perSecond: number }
  | { kind: 'idle'; clients: number }
  | { kind: 'join'; clients: number }
  | { kind: 'lectures'; lectures: number; members: number }
  | { kind: 'audience'; rooms: number; members: number };

export interface Talk {
  kind: 'talk';
  rooms: number;
  members: number;
  inFlight: number;
  /** Number of additional idle clients; default 0. */
  others?: number;
  /** Characters of a message in a lobby, where messages can be long; default 128, in a room. */
  length?: number;
}

/** Shared services of several nodes. */
export interface SharedTask {
  /** Redis's URL, and its process. */
  redis: string;
  redisPid: number;
  /** The PostgreSQL database's URL, and PostgreSQL's main process; not all servers need one. */
  database?: { url: string; pid: number };
}

/** Task of the load generator, as JSON in its argument. */
export interface Task {
  load: Load;
  server: ServerName;
  /** URL of each node: connections are opened to one after the other. */
  ports: number[];
  /** The nodes' processes. */
  pids: number[];
  /** The nodes' shared services, if any. */
  shared?: SharedTask;
  /** Duration of the measurement and of the warm-up. */
  seconds: number;
  warmUp: number;
}

/** Cost for the nodes and their shared services. */
export interface Effects {
  seconds: number;
  /** CPU time in seconds. */
  cpu: number;
  redisCpu: number;
  databaseCpu: number;
  /** Transactions of the database that write. */
  transactions: number;
  /** Increase of Redis's memory in bytes, and of its subscribed channels. */
  redisMemory: number;
  channels: number;
}

/** Result, as JSON on the generator's standard output. A load omits the figures that it does not measure. */
export interface Result {
  seconds: number;
  /** CPU time in seconds of the server and of the generator. */
  cpu: number;
  generatorCpu: number;
  /** CPU time in seconds by node, if there are several. */
  cpuBy?: number[];
  /** Redis's CPU time in seconds. */
  redisCpu?: number;
  /** CPU time in seconds of unrelated processes. */
  others?: number;
  /** Messages that arrived at a client. */
  deliveries?: number;
  /** Bytes that arrived at clients, frames included. */
  bytes?: number;
  /** ms from sending to arrival. */
  p50?: number;
  p99?: number;
  /** The same for messages from another node than the receiving client's. */
  acrossP50?: number;
  acrossP99?: number;
  /** Bytes of the server's memory per connection. */
  memory?: number;
  /** Clients that joined. */
  entered?: number;
  /** Cost of their logins, and of one more ticket for each. */
  entering?: Effects;
  refreshing?: Effects;
}
