import type { RecentRefusal } from '../util/recent-refusals.js';

/** A budget of a node, see BudgetMeter. */
export interface BudgetStatus {
  name: string;
  /** Amount in use; absent for a budget that is only a rate. */
  used?: number;
  limit?: number;
  /** Whether all nodes report the same amount. */
  shared?: true;
  /** Number of refusals since the start. */
  refused: number;
}

/** The state of a node. */
export interface NodeStatus {
  host: string;
  pid: number;
  version: string;
  /** Time of the start in ms since 1970. */
  started: number;
  ready: boolean;
  /** Why the node is not ready. */
  why?: string;
  /** Delay of timers by other work, within the last 5 to 10 s. */
  event_loop_delay: { mean_ms: number; max_ms: number };
  /** Memory of the process and of its JavaScript heap in bytes. */
  memory: { rss: number; heap_used: number; heap_limit: number };
  connections: number;
  /** Number of clients, including those that are disconnected and can still resume. */
  clients: number;
  /** Number of rooms with a client on this node. */
  rooms: number;
  /** Bytes in all send queues. */
  queued_bytes: number;
  budgets: BudgetStatus[];
}

/** The reports that nodes give each other about themselves. */
export interface NodeReports {
  status: NodeStatus;
  refusals: RecentRefusal[];
}

/** Reports about this node. */
export type NodeReporter = { [K in keyof NodeReports]: () => NodeReports[K] | Promise<NodeReports[K]> };
