import { Postgres } from '../../helpers/postgres.js';
import { Redis } from '../../helpers/redis.js';
import { LecternProcess } from './lectern-process.js';
import { NodeClock } from './node-clock.js';
import { type LogListener, NodeLog } from './node-log.js';
import { RedisLink } from './redis-link.js';
import type { Server } from './server.js';
import { pause, within } from './waiting.js';

/** ms between two checks whether a node is ready. */
const LOOK = 50;

/** ms in which all nodes have to be ready after their start, which takes long on a busy machine. */
const START = 300_000;

/** A node, its connection to Redis and its clock. */
export interface Node {
  process: LecternProcess;
  link: RedisLink;
  clock: NodeClock;
}

/** A cluster of several servers with a Redis and a PostgreSQL of its own, all of them real processes. */
export class Cluster implements Server {
  /**
   * The other nodes have the data that one of them had in memory, and no data of Redis is needed: every lost answer is
   * a violation.
   */
  readonly kills = 0;
  private turn = 0;

  private constructor(
    readonly redis: Redis,
    readonly postgres: Postgres,
    readonly nodes: readonly Node[],
    readonly log: NodeLog,
  ) {}

  /**
   * Creates and starts a cluster; the caller has to `remove()` it.
   * @param options of each node's command line
   * @param told receives every line of the nodes' logs
   */
  static async start(count: number, options: readonly string[], told?: LogListener): Promise<Cluster> {
    const [redis, postgres] = await Promise.all([Redis.make(), Postgres.make('fsync=off')]);
    const database = await postgres.createDatabase();
    const log = new NodeLog(told);
    const nodes: Node[] = [];
    const cluster = new Cluster(redis, postgres, nodes, log);
    try {
      for (let i = 0; i < count; i++) {
        const clock = new NodeClock();
        const link = await RedisLink.start(redis.port);
        const shared = ['--redis', `redis://127.0.0.1:${link.port}`, '--database', database];
        const all = [...shared, '--log-level', 'debug', ...options];
        const process = new LecternProcess(all, log.listener(i), clock.environment);
        nodes.push({ process, link, clock });
      }
      await Promise.all(nodes.map(({ process }) => process.start()));
      await within(cluster.isWell(), 'all nodes to be ready', START);
      return cluster;
    } catch (error) {
      await cluster.remove();
      throw error;
    }
  }

  /** Like a load balancer that does not inspect traffic: each node in turn, except dead ones. */
  route(): number {
    const up = this.nodes.filter(({ process }) => process.isUp);
    return up[this.turn++ % up.length]?.process.port ?? 0;
  }

  /** Resolves once every node reports that it is ready. */
  async isWell(): Promise<void> {
    await Promise.all(this.nodes.map(({ process }) => ready(process)));
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map(({ process }) => process.remove()));
    for (const { link, clock } of this.nodes) {
      await link.remove();
      clock.remove();
    }
    await this.redis.remove();
    await this.postgres.remove();
  }
}

async function ready({ port }: LecternProcess): Promise<void> {
  for (;;) {
    const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      async (response) => {
        await response.text();
        return response.ok;
      },
      () => false,
    );
    if (isReady) return;
    await pause(LOOK);
  }
}
