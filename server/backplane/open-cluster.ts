import type { Options } from 'lectern-protocol/options';
import type { BudgetMeter } from '../util/budget-meter.js';
import type { Backplane } from './backplane.js';
import { LocalBackplane } from './local-backplane.js';
import { type NodeRegistry, singleNode } from './node-registry.js';
import type { RedisBackplane, RedisOptions } from './redis-backplane.js';
import type { RedisNodeRegistry } from './redis-node-registry.js';
import { SharedClock } from './shared-clock.js';

/** The state that a server shares with the other nodes of its cluster, if it has any. */
export interface Cluster {
  backplane: Backplane;
  nodes: NodeRegistry;
  /** A monotonic clock in ms since 1970, the same on all nodes. */
  clock(): number;
  /** Only of a single node: its state, for the handover. */
  local?: LocalBackplane;
  /** Only of a node in a cluster. */
  redis?: { backplane: RedisBackplane; nodes: RedisNodeRegistry };
  close(): Promise<void>;
}

type ClusterOptions = Pick<Options, 'redis' | 'logBytes' | 'userLogBytes' | 'addressLogBytes'>;

/**
 * Connects this node to its cluster, or creates the local state of a single node.
 * @param budgets to which the memory of the logs is reported, if it is in this process
 * @param onAnswer called with the duration in seconds of each call to Redis
 * @throws OptionsError if Redis cannot be reached
 */
export async function openCluster(
  { redis: urls, logBytes, userLogBytes, addressLogBytes }: ClusterOptions,
  log: RedisOptions['log'],
  budgets: BudgetMeter,
  onAnswer: (seconds: number) => void,
): Promise<Cluster> {
  const limits = { total: logBytes, user: userLogBytes, network: addressLogBytes };
  if (urls.length === 0) {
    const local = new LocalBackplane(undefined, limits);
    budgets.add('log_bytes', { used: () => local.logBytes, limit: limits.total });
    // Roughly continues the clock of the previous process, whose handover has times.
    const clock = () => performance.timeOrigin + performance.now();
    return { backplane: local, nodes: singleNode, clock, local, close: () => local.close() };
  }
  // Only nodes of a cluster load the Redis client, which takes several MB of memory.
  const { RedisBackplane } = await import('./redis-backplane.js');
  const backplane = await RedisBackplane.open({ urls, log, limits, onAnswer });
  const clock = new SharedClock(() => backplane.time());
  const close = async () => {
    clock.close();
    await backplane.close();
  };
  try {
    await clock.open();
  } catch (error) {
    await close();
    throw error;
  }
  const { nodes } = backplane;
  return { backplane, nodes, clock: clock.now, redis: { backplane, nodes }, close };
}
