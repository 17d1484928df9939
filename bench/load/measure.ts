import { setTimeout as pause } from 'node:timers/promises';
import type { Histogram } from './histogram.js';
import type { Result, Task } from './task.js';
import { cpuOfMachine, cpuSeconds } from './usage.js';

/** Counters of a running load. */
export interface Counts {
  deliveries: number;
  bytes(): number;
  /** Latencies in µs. */
  latencies: Histogram;
  /** The same for messages from another node; empty if there is one node. */
  across: Histogram;
}

/** Lets a running load warm up, and then measures it for a while. */
export async function measure({ pids, shared, seconds, warmUp }: Task, counts: Counts): Promise<Result> {
  await pause(warmUp * 1000);
  counts.latencies.clear();
  counts.across.clear();
  const watched = shared ? [...pids, shared.redisPid] : pids;
  const before = look(watched, counts);
  await pause(seconds * 1000);
  const after = look(watched, counts);
  const spent = after.cpus.map((cpu, index) => cpu - (before.cpus[index] ?? 0));
  const cpuBy = spent.slice(0, pids.length);
  const redisCpu = spent[pids.length];
  const own = after.own - before.own;
  const ms = (latencies: Histogram, percent: number) => latencies.percentile(percent) / 1000;
  return {
    seconds: after.at - before.at,
    cpu: cpuBy.reduce((sum, cpu) => sum + cpu, 0),
    generatorCpu: own,
    others: after.all - before.all - own - spent.reduce((sum, cpu) => sum + cpu, 0),
    deliveries: after.deliveries - before.deliveries,
    bytes: after.bytes - before.bytes,
    p50: ms(counts.latencies, 50),
    p99: ms(counts.latencies, 99),
    ...(redisCpu !== undefined && { redisCpu }),
    ...(pids.length > 1 && { cpuBy, acrossP50: ms(counts.across, 50), acrossP99: ms(counts.across, 99) }),
  };
}

function look(pids: number[], counts: Counts) {
  return {
    at: performance.now() / 1000,
    cpus: pids.map(cpuSeconds),
    own: cpuSeconds(process.pid),
    all: cpuOfMachine(),
    deliveries: counts.deliveries,
    bytes: counts.bytes(),
  };
}
