import type { Options } from 'lectern-protocol/options';
import type { Logger } from 'pino';
import type { Backplane } from './backplane.js';
import { LocalBackplane } from './local.js';
import { alone, type Nodes } from './nodes.js';
import { RedisBackplane } from './redis.js';
import type { RedisNodes } from './redis-nodes.js';
import { SharedClock } from './shared-clock.js';

/** What this server shares with others, where there are any. */
export interface Shared {
  backplane: Backplane;
  nodes: Nodes;
  /** Monotonic, in ms since 1970; the same on all nodes. */
  clock(): number;
  /** Of a server that is alone: what it leaves for the next. */
  local?: LocalBackplane;
  /** Of one among others. */
  redis?: { backplane: RedisBackplane; nodes: RedisNodes };
  close(): Promise<void>;
}

/**
 * @param answered told how many seconds Redis took for an answer
 * @throws OptionsError where Redis cannot be reached
 */
export async function openShared(
  { redis: urls }: Pick<Options, 'redis'>,
  log: Logger,
  answered: (seconds: number) => void,
): Promise<Shared> {
  if (urls.length === 0) {
    const local = new LocalBackplane();
    // Close to where it was in the server whose place this one takes.
    const clock = () => performance.timeOrigin + performance.now();
    return { backplane: local, nodes: alone, clock, local, close: () => local.close() };
  }
  const backplane = await RedisBackplane.open({ urls, log, answered });
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
