import type { Result } from './load/task.js';
import type { NodesResults } from './nodes-recorded.js';
import { median } from './statistics.js';

/** Access to the measurements of several nodes. */
export interface Figures {
  of(load: string, kind: string): Result[];
  median(load: string, kind: string, figure: (result: Result) => number): number;
  /** CPU time in µs of the busiest node per message that arrived through it. */
  nodeCost(result: Result): number;
}

export function figuresOf(results: NodesResults): Figures {
  const of = (load: string, kind: string): Result[] => results[load]?.[kind] ?? [];
  return {
    of,
    median: (load, kind, figure) => median(of(load, kind).map(figure)),
    nodeCost: ({ cpuBy = [], deliveries = Number.NaN }) =>
      (Math.max(...cpuBy) / (deliveries / cpuBy.length)) * 1e6,
  };
}
