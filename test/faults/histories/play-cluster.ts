import { Cluster } from './cluster.js';
import { faultsOf, kinds } from './cluster-faults.js';
import { play, type Result } from './history.js';
import type { LogListener } from './lectern-process.js';
import { OPTIONS } from './play-many.js';
import { Random } from './random.js';

/** In one of that many histories, more is sent than a log retains. */
const FLOOD_EVERY = 20;

/** The kind of faults in the history of a seed. */
export const kindOf = (seed: number): string => kinds[seed % kinds.length] as string;

interface Given {
  seeds: readonly number[];
  nodes: number;
  /** Number of histories that run side by side, each with nodes, a Redis and a PostgreSQL of its own. */
  atOnce: number;
  /** Receives every line of the nodes' logs. */
  log?: LogListener;
}

/** Plays the histories of the seeds, each on several nodes. */
export async function playOnCluster(
  { seeds, nodes, atOnce, log }: Given,
  told: (kind: string, result: Result) => void,
): Promise<void> {
  const waiting = seeds.values();
  const work = async () => {
    const cluster = await Cluster.start(nodes, OPTIONS, log);
    try {
      for (const seed of waiting) {
        // Other random numbers than those for the messages.
        const random = new Random(-seed);
        const flood = random.below(FLOOD_EVERY) === 0;
        const faults = faultsOf(kindOf(seed), cluster, random);
        told(kindOf(seed), await play(seed, cluster, { faults, flood }));
      }
    } finally {
      await cluster.remove();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, seeds.length) }, work));
}
