import { text } from 'node:stream/consumers';
import type { Load, Result, Task } from './load/task.js';
import { half, type Row } from './loads.js';
import { cores, type ServerName, start, startServer } from './servers.js';
import { median } from './statistics.js';

/** Duration and number of measurements. */
export interface Effort {
  rounds: number;
  seconds: number;
  warmUp: number;
}

/** Every result of a load, by server. */
export type Results = Map<string, Map<ServerName, Result[]>>;

/** The server's CPU time in µs per message that arrived. */
export const cost = ({ cpu, deliveries = Number.NaN }: Result): number => (cpu / deliveries) * 1e6;

/** The figure by which servers are compared: the resource that the load uses most. */
export function comparedBy(kind: Load['kind']): (result: Result) => number {
  if (kind === 'idle') return ({ memory = Number.NaN }) => memory;
  return kind === 'join' ? ({ cpu }) => cpu : cost;
}

/**
 * Runs all loads on all servers, one after the other, and repeats that: disturbances of the machine affect all of them
 * alike.
 */
export async function measureAll(
  rows: Row[],
  { rounds, seconds, warmUp }: Effort,
  report: (line: string) => void,
): Promise<Results> {
  const results: Results = new Map(rows.map(({ id }) => [id, new Map()]));
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) {
      const load = atHalf(row, results);
      for (let turn = 0; turn < row.servers.length; turn++) {
        // Each one comes first equally often.
        const server = row.servers[(round + turn) % row.servers.length] as ServerName;
        const result = await measureOne({ load, server, seconds, warmUp });
        const all = results.get(row.id);
        all?.set(server, [...(all.get(server) ?? []), result]);
        report(`${round + 1}/${rounds} ${row.title}, ${server}: ${JSON.stringify(result, rounded)}`);
      }
    }
  }
  return results;
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value;

/** The rate of a paced load is half of the relay's capacity. */
function atHalf({ load }: Row, results: Results): Row['load'] {
  if (load.kind !== 'paced') return load;
  const capacity = (results.get(half.of)?.get('relay') ?? []).map(
    ({ deliveries = 0, seconds }) => deliveries / seconds,
  );
  return { ...load, perSecond: Math.round(median(capacity) / load.members / 2) };
}

/**
 * One load on one server.
 * @param flags of Node, for the server
 */
export async function measureOne(task: Omit<Task, 'ports' | 'pids'>, flags: string[] = []): Promise<Result> {
  const { port, pid, stop } = await startServer(task.server, flags);
  try {
    return await generate({ ...task, ports: [port], pids: [pid] });
  } finally {
    await stop();
  }
}

/** Puts a load on the running servers. */
export const generate = (task: Task): Promise<Result> =>
  resultOf(cores.load, ['dist/bench/load/generate.js', JSON.stringify(task)]);

/** The output of a measuring program. */
export async function resultOf(core: number, args: string[]): Promise<Result> {
  const program = start(core, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = program.stdout ? await text(program.stdout) : '';
  if (output === '') throw new Error(`what was to be measured has failed: ${args.join(' ')}`);
  return JSON.parse(output);
}
