import { execFileSync } from 'node:child_process';
import { Postgres } from '../test/helpers/postgres.js';
import { Redis } from '../test/helpers/redis.js';
import type { SharedTask } from './load/task.js';
import { family } from './load/usage.js';
import { cores } from './servers.js';

// Shared services run on the core of the load, so that nothing else runs on the servers' core, as if Redis had a
// machine of its own.

type Database = NonNullable<SharedTask['database']>;

/** Restricts a running process, and those it will start, to one core. */
function pin(pid: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(cores.load), String(pid)]);
}

/** One PostgreSQL, in which every server finds an empty database. */
export async function startDatabases(): Promise<{
  next(): Promise<Database>;
  remove(): Promise<void>;
}> {
  const postgres = await Postgres.make('max_connections=100');
  const { pid } = postgres;
  for (const each of family(pid)) pin(each);
  return {
    next: async () => ({ url: await postgres.createDatabase(), pid }),
    remove: () => postgres.remove(),
  };
}

/** A new Redis that stores nothing on disk, as described in docs/operations.md. */
export async function startRedis(): Promise<
  Pick<SharedTask, 'redis' | 'redisPid'> & { remove(): Promise<void> }
> {
  const redis = await Redis.make(['--appendonly', 'no', '--maxmemory-policy', 'noeviction']);
  pin(redis.pid);
  return { redis: redis.url, redisPid: redis.pid, remove: () => redis.remove() };
}
