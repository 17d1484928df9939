import type { ApiAnsweringNode, ApiRefusal } from 'lectern-protocol/http';

/** The state of a node. */
export type NodeStatus = Omit<ApiAnsweringNode, 'node' | 'answers'>;

/** The reports that nodes give each other about themselves. */
export interface NodeReports {
  status: NodeStatus;
  refusals: ApiRefusal[];
}

/** Reports about this node. */
export type NodeReporter = { [K in keyof NodeReports]: () => NodeReports[K] | Promise<NodeReports[K]> };
