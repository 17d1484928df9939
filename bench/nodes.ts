import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RoundTrips } from './load/round-trip.js';
import type { Result, SharedTask } from './load/task.js';
import {
  AGAIN,
  kindsOfNodes,
  loadsOfNodes,
  type NodesKind,
  type NodesLoad,
  OTHERS,
  ROUND_TRIP,
} from './nodes-loads.js';
import { type NodesResults, readNodes, recordNodes } from './nodes-recorded.js';
import { page } from './page.js';
import { kept, read } from './recorded.js';
import { type Effort, generate, resultOf } from './runs.js';
import { cores, root, startServer } from './servers.js';
import { startDatabases, startRedis } from './shared.js';
import { digits } from './statistics.js';

// Measures several nodes of Lectern that share a Redis, next to one node without it and to Socket.IO with its Redis
// adapter, and writes that part of docs/benchmarks.md. Linux only, with two otherwise idle cores, redis-server and
// PostgreSQL.
// Measures all loads, or one; the others stay unchanged in the document:
//     npm run bench:nodes [load]
// Adds two rounds to those of the last run:
//     npm run bench:nodes -- --more --rounds 2
// A short round, which is only printed:
//     npm run bench:nodes -- --quick [load] [kind]

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    more: { type: 'boolean' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
  },
  allowPositionals: true,
});

const [rounds, seconds, warmUp] = values.quick ? [1, 2, 2] : [3, 3, 3];
const effort: Effort = {
  rounds: Number(values.rounds ?? rounds),
  seconds: Number(values.seconds ?? seconds),
  warmUp,
};

const chosen = <T extends { id: string }>(all: T[]): T[] => {
  const named = all.filter(({ id }) => positionals.includes(id));
  return named.length > 0 ? named : all;
};

const loads = chosen(loadsOfNodes);
const kinds = chosen(kindsOfNodes);
const report = (line: string): void => console.error(line);

type Databases = Awaited<ReturnType<typeof startDatabases>>;

/** Runs one load on some new nodes. */
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

/** Cost of a Redis call for a node, with as many in flight as the load has messages. */
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

/** Measures until the machine is otherwise idle; if it never is, the measurement with the least other work counts. */
async function alone(measure: () => Promise<Result>): Promise<Result> {
  const share = ({ others = 0, seconds }: Result) => others / seconds;
  let best = await measure();
  for (let again = 0; share(best) > OTHERS && again < AGAIN; again++) {
    report(`other processes took ${digits(share(best) * 100)} % of a core: once more`);
    const next = await measure();
    if (share(next) < share(best)) best = next;
  }
  return best;
}

async function measureAll(databases: Databases): Promise<void> {
  const results: NodesResults = values.quick ? {} : (readNodes()?.results ?? {});
  if (!values.more) for (const { id } of loads) delete results[id];
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
        // Each one comes first equally often.
        const kind = all[(round + turn) % all.length] as NodesKind;
        note(load.id, kind.id, await alone(() => measureNodes(load, kind, databases)));
      }
      const { calls } = load;
      if (calls) note(load.id, ROUND_TRIP, await alone(() => measureRoundTrip(calls)));
    }
    if (!values.quick) recordNodes(effort, results);
  }
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value;

async function main(): Promise<void> {
  if (availableParallelism() < 2) throw new Error('the servers and the load each need a core of their own');
  if (!existsSync(join(root, 'bench', 'node_modules'))) throw new Error('first: npm ci --prefix bench');
  const databases = await startDatabases();
  try {
    await measureAll(databases);
  } finally {
    await databases.remove();
  }
  if (values.quick) return;
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
