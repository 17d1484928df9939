import type { ServerName } from '../servers.js';

/**
 * - `talk`: in each room messages are in flight all the time: when all members have one, the next is sent.
 * - `paced`: messages at a fixed rate, whatever becomes of them.
 * - `idle`: connections that say nothing.
 * - `join`: clients that enter one room all at once.
 * - `lectures`: what lectures say: chat, markers, playback, the signals of everybody to everybody.
 * - `audience`: clients that log in, so that they may come back, and get another ticket.
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
  /** Clients beside them who are there and say nothing; default 0. */
  others?: number;
  /** Characters of a message, said in a lobby, where messages may be long; default 128, said in a room. */
  length?: number;
}

/** What several nodes share. */
export interface SharedTask {
  /** Redis's URL, and its process. */
  redis: string;
  redisPid: number;
  /** The PostgreSQL database's URL, and the process that all of PostgreSQL's are children of; not all need one. */
  database?: { url: string; pid: number };
}

/** What the generator of the load is told, as JSON in its argument. */
export interface Task {
  load: Load;
  server: ServerName;
  /** Of each node: connections go to one after the other. */
  ports: number[];
  /** The nodes' processes. */
  pids: number[];
  /** What the nodes share, where they do. */
  shared?: SharedTask;
  /** How long it is measured, and how long it is not before that. */
  seconds: number;
  warmUp: number;
}

/** What something took of the nodes and of what they share. */
export interface Effects {
  seconds: number;
  /** Seconds of processor. */
  cpu: number;
  redisCpu: number;
  databaseCpu: number;
  /** Transactions of the database that write. */
  transactions: number;
  /** Bytes that Redis holds more than before, and channels that are heard more. */
  redisMemory: number;
  channels: number;
}

/** What came of it, as JSON on the generator's standard output. A load leaves out what it does not tell. */
export interface Result {
  seconds: number;
  /** Seconds of processor that the server took, and that the generator took. */
  cpu: number;
  generatorCpu: number;
  /** Seconds of processor by node, where there are several. */
  cpuBy?: number[];
  /** Seconds of Redis's processor. */
  redisCpu?: number;
  /** Seconds of processor that went to what has nothing to do with it. */
  others?: number;
  /** Messages that arrived at a client. */
  deliveries?: number;
  /** Bytes that arrived at clients, frames included. */
  bytes?: number;
  /** ms from sending to arrival. */
  p50?: number;
  p99?: number;
  /** The same of messages that came from another node than the one they arrived by. */
  acrossP50?: number;
  acrossP99?: number;
  /** Bytes of the server's memory for each connection. */
  memory?: number;
  /** Clients that entered. */
  entered?: number;
  /** What it took that they logged in, and that each then got another ticket. */
  entering?: Effects;
  refreshing?: Effects;
}
