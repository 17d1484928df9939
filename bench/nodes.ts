import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RoundTrips } from './load/round-trip.js';
import type { Result, SharedTask } from './load/task.js';
import { kindsOfNodes, loadsOfNodes, type NodesKind, type NodesLoad, ROUND_TRIP } from './nodes-loads.js';
import { type NodesResults, readNodes, recordNodes } from './nodes-recorded.js';
import { page } from './page.js';
import { kept, read } from './recorded.js';
import { type Effort, generate, resultOf } from './runs.js';
import { cores, root, startServer } from './servers.js';
import { startDatabases, startRedis } from './shared.js';

// Measures several nodes of Lectern, which share a Redis, beside one node without, and beside Socket.IO with its adapter
// for Redis, and writes that part of docs/benchmarks.md. Linux only, with two cores that have nothing else to do, and
// with redis-server and PostgreSQL.
//
//     npm run bench:nodes
//     npm run bench:nodes -- --quick [-- load] [-- kind]     a short round, which is only printed

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, rounds: { type: 'string' }, seconds: { type: 'string' } },
  allowPositionals: true,
});

const effort: Effort = values.quick
  ? { rounds: Number(values.rounds ?? 1), seconds: Number(values.seconds ?? 1), warmUp: 0.5 }
  : { rounds: 3, seconds: 3, warmUp: 0.7 };

const chosen = <T extends { id: string }>(all: T[]): T[] => {
  const named = all.filter(({ id }) => positionals.includes(id));
  return named.length > 0 ? named : all;
};

const loads = chosen(loadsOfNodes);
const kinds = chosen(kindsOfNodes);
const report = (line: string): void => console.error(line);

type Databases = Awaited<ReturnType<typeof startDatabases>>;

/** One load on some nodes, which are new. */
async function measureNodes({ load }: NodesLoad, kind: NodesKind, databases: Databases): Promise<Result> {
  const redis = kind.redis ? await startRedis() : undefined;
  const database = redis && kind.server === 'lectern' ? await databases.next() : undefined;
  const shared: SharedTask | undefined = redis && {
    redis: redis.redis,
    redisPid: redis.redisPid,
    ...(database && { database }),
  };
  const options = [
    ...(shared ? ['--redis', shared.redis] : []),
    ...(shared?.database ? ['--database', shared.database.url] : []),
  ];
  const nodes = await Promise.all(
    Array.from({ length: kind.nodes }, () => startServer(kind.server, [], options)),
  );
  try {
    return await generate({
      load,
      server: kind.server,
      ports: nodes.map(({ port }) => port),
      pids: nodes.map(({ pid }) => pid),
      ...(shared && { shared }),
      seconds: effort.seconds,
      warmUp: effort.warmUp,
    });
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await redis?.remove();
  }
}

/** What a call of Redis takes of a node, with as many in flight as the load has messages. */
async function measureRoundTrip(calls: RoundTrips['calls']): Promise<Result> {
  const { remove, ...redis } = await startRedis();
  const { seconds, warmUp } = effort;
  const task: RoundTrips = { ...redis, calls, seconds, warmUp };
  try {
    return await resultOf(cores.server, ['dist/bench/load/round-trip.js', JSON.stringify(task)]);
  } finally {
    await remove();
  }
}

async function measureAll(databases: Databases): Promise<NodesResults> {
  const results: NodesResults = {};
  const note = (load: string, kind: string, result: Result): void => {
    const byKind = results[load] ?? {};
    results[load] = byKind;
    byKind[kind] = [...(byKind[kind] ?? []), result];
    report(`${load}, ${kind}: ${JSON.stringify(result, rounded)}`);
  };
  for (let round = 0; round < effort.rounds; round++) {
    report(`round ${round + 1} of ${effort.rounds}`);
    for (const load of loads) {
      const all = kinds.filter(({ id }) => load.kinds?.includes(id) ?? true);
      for (let turn = 0; turn < all.length; turn++) {
        // Each is first as often as the others.
        const kind = all[(round + turn) % all.length] as NodesKind;
        note(load.id, kind.id, await measureNodes(load, kind, databases));
      }
      if (load.calls) note(load.id, ROUND_TRIP, await measureRoundTrip(load.calls));
    }
  }
  return results;
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value;

async function main(): Promise<void> {
  if (availableParallelism() < 2) throw new Error('the servers and the load each need a core of their own');
  if (!existsSync(join(root, 'bench', 'node_modules'))) throw new Error('first: npm ci --prefix bench');
  const databases = await startDatabases();
  let results: NodesResults;
  try {
    results = await measureAll(databases);
  } finally {
    await databases.remove();
  }
  if (values.quick) return;
  recordNodes(effort, results);
  mkdirSync(join(root, 'docs', 'benchmarks'), { recursive: true });
  writeFileSync(join(root, 'docs', 'benchmarks.md'), page(read(kept), readNodes()));
  report('written to docs/benchmarks.md');
}

main().then(
  () => process.exit(),
  (error: Error) => {
    console.error(error);
    process.exit(1);
  },
);
