import { setTimeout as pause } from 'node:timers/promises';
import type { Histogram } from './histogram.js';
import type { Result, Task } from './task.js';
import { cpuSeconds } from './usage.js';

/** What a load counts while it runs. */
export interface Counts {
  deliveries: number;
  bytes(): number;
  /** Of latencies in µs. */
  latencies: Histogram;
}

/** Lets a running load warm up, and then looks at it for a while. */
export async function measure({ pid, seconds, warmUp }: Task, counts: Counts): Promise<Result> {
  await pause(warmUp * 1000);
  counts.latencies.clear();
  const before = look(pid, counts);
  await pause(seconds * 1000);
  const after = look(pid, counts);
  const ms = (percent: number) => counts.latencies.percentile(percent) / 1000;
  return {
    seconds: after.at - before.at,
    cpu: after.cpu - before.cpu,
    generatorCpu: after.own - before.own,
    deliveries: after.deliveries - before.deliveries,
    bytes: after.bytes - before.bytes,
    p50: ms(50),
    p99: ms(99),
  };
}

function look(pid: number, counts: Counts) {
  return {
    at: performance.now() / 1000,
    cpu: cpuSeconds(pid),
    own: cpuSeconds(process.pid),
    deliveries: counts.deliveries,
    bytes: counts.bytes(),
  };
}
