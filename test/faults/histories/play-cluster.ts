import { SerialQueue } from '../../../server/util/serial-queue.js';
import { Cluster } from './cluster.js';
import { faultsOf, kinds } from './cluster-faults.js';
import { play, type Result } from './history.js';
import type { LogListener } from './node-log.js';
import { OPTIONS } from './play-many.js';
import { Random } from './random.js';

/** In one of that many histories, more is sent than a log retains. */
const FLOOD_EVERY = 20;

/** Number of attempts to start a cluster. */
const ATTEMPTS = 3;

/** The kind of faults in the history of a seed. */
export const kindOf = (seed: number): string => kinds[seed % kinds.length] as string;

interface Given {
  seeds: readonly number[];
  nodes: number;
  /** Number of histories that run side by side, each with nodes, a Redis and a PostgreSQL of its own. */
  atOnce: number;
  /** Receives every line of the nodes' logs. */
  log?: LogListener;
  /** The kind of faults in all histories, instead of the ones that belong to their seeds. */
  kind?: string | undefined;
  /** Whether every third participant uses Socket.IO. */
  socketIo?: boolean;
}

/** Starts a cluster, again if that fails: another process can take a port, or start too slowly. */
async function startCluster(nodes: number, log?: LogListener): Promise<Cluster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await Cluster.start(nodes, OPTIONS, log);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      console.error(`the cluster has not started and is started again: ${error}`);
    }
  }
}

/** Plays the histories of the seeds, each on several nodes. */
export async function playOnCluster(
  { seeds, nodes, atOnce, log, kind: given, socketIo = false }: Given,
  told: (kind: string, result: Result) => void,
): Promise<void> {
  const waiting = [...seeds];
  // A cluster needs all processors while it starts. If several started at once, each could take too long.
  const starts = new SerialQueue();
  const work = async () => {
    const cluster = await starts.run(async () => waiting.length > 0 && startCluster(nodes, log));
    if (!cluster) return;
    try {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
        // Other random numbers than those for the messages.
        const random = new Random(-seed);
        const flood = random.below(FLOOD_EVERY) === 0;
        const kind = given ?? kindOf(seed);
        const faults = faultsOf(kind, cluster, random);
        told(kind, await play(seed, cluster, { faults, flood, socketIo }));
      }
    } finally {
      await cluster.remove();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
