import type { ServerName } from '../servers.js';

/**
 * - `talk`: in each room messages are in flight all the time: when all members have one, the next is sent.
 * - `paced`: messages at a fixed rate, whatever becomes of them.
 * - `idle`: connections that say nothing.
 * - `join`: clients that enter one room all at once.
 * - `lectures`: what lectures say: chat, markers, playback, the signals of everybody to everybody.
 */
export type Load =
  | Talk
  | { kind: 'paced'; rooms: number; members: number; perSecond: number }
  | { kind: 'idle'; clients: number }
  | { kind: 'join'; clients: number }
  | { kind: 'lectures'; lectures: number; members: number };

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

/** What the generator of the load is told, as JSON in its argument. */
export interface Task {
  load: Load;
  server: ServerName;
  port: number;
  /** The server's process. */
  pid: number;
  /** How long it is measured, and how long it is not before that. */
  seconds: number;
  warmUp: number;
}

/** What came of it, as JSON on the generator's standard output. A load leaves out what it does not tell. */
export interface Result {
  seconds: number;
  /** Seconds of processor that the server took, and that the generator took. */
  cpu: number;
  generatorCpu: number;
  /** Messages that arrived at a client. */
  deliveries?: number;
  /** Bytes that arrived at clients, frames included. */
  bytes?: number;
  /** ms from sending to arrival. */
  p50?: number;
  p99?: number;
  /** Bytes of the server's memory for each connection. */
  memory?: number;
  /** Clients that entered. */
  entered?: number;
}
