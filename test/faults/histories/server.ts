import type { NodeLog } from './node-log.js';

/** The server that the participants of a history use, with one process or several. */
export interface Server {
  /** The port on 127.0.0.1 for the next connection. */
  route(): number;
  /** How often all data in memory was lost. */
  readonly kills: number;
  /** The logs of all its processes. */
  readonly log?: NodeLog;
}

/** A fault of a server. */
export interface Fault {
  /** Its name in figures. */
  name: string;
  /** Whether messages can be refused as `unavailable` meanwhile. */
  refuses: 'nowhere' | 'in lectures' | 'everywhere';
  /** Causes the fault. Resolves when the server is available again. */
  strike(): Promise<void>;
}
