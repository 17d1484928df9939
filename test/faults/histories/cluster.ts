import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { Postgres } from '../../helpers/postgres.js';
import { Redis } from '../../helpers/redis.js';
import { LecternProcess, type LogListener } from './lectern-process.js';
import type { Server } from './server.js';
import { pause, within } from './waiting.js';

/** ms between two checks whether a node is ready. */
const LOOK = 50;

/** A node and its connection to Redis. */
export interface Node {
  process: LecternProcess;
  link: FaultyProxy;
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
  ) {}

  /**
   * Creates and starts a cluster; the caller has to `remove()` it.
   * @param options of each node's command line
   * @param told receives every line of the nodes' logs
   */
  static async start(count: number, options: readonly string[], told?: LogListener): Promise<Cluster> {
    const redis = await Redis.make();
    const postgres = await Postgres.make('fsync=off');
    const database = await postgres.createDatabase();
    const nodes = await Promise.all(
      Array.from({ length: count }, async () => {
        const link = await FaultyProxy.start(
          () => redis.port,
          () => 0,
        );
        const shared = ['--redis', `redis://127.0.0.1:${link.port}`, '--database', database];
        // The nodes log many lines while a service is unavailable.
        const quiet = told ? [] : ['--log-level', 'fatal'];
        return { link, process: new LecternProcess([...shared, ...quiet, ...options], told) };
      }),
    );
    const cluster = new Cluster(redis, postgres, nodes);
    await Promise.all(nodes.map(({ process }) => process.start()));
    await cluster.isWell();
    return cluster;
  }

  /** Like a load balancer that does not inspect traffic: each node in turn, except dead ones. */
  route(): number {
    const up = this.nodes.filter(({ process }) => process.isUp);
    return up[this.turn++ % up.length]?.process.port ?? 0;
  }

  /** Resolves once every node reports that it is ready. */
  async isWell(): Promise<void> {
    await within(Promise.all(this.nodes.map(({ process }) => ready(process))), 'all nodes to be ready');
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map(({ process }) => process.remove()));
    for (const { link } of this.nodes) link.close();
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
