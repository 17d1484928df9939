import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { Histogram } from './histogram.js';
import type { Result } from './task.js';
import { cpuOfMachine, cpuSeconds } from './usage.js';

// Repeatedly makes Redis publish a message without subscribers, with the client library that Lectern uses, and prints
// the durations. The task and the result are JSON.

/** Duration, and either the number of calls in flight or the calls per second. */
export interface RoundTrips {
  redis: string;
  redisPid: number;
  calls: { inFlight: number } | { perSecond: number };
  seconds: number;
  warmUp: number;
}

/** About the size of an envelope with a text of 128 characters. */
const MESSAGE = '-'.repeat(256);

async function run({ redis: url, redisPid, calls, seconds, warmUp }: RoundTrips): Promise<Result> {
  // As in Lectern: without a timer for each command.
  const redis = await createClient({ url, commandOptions: { timeout: 0 } }).connect();
  const latencies = new Histogram();
  let done = 0;
  const call = async () => {
    const asked = performance.now();
    await redis.sendCommand(['SPUBLISH', 'nobody', MESSAGE]);
    done++;
    latencies.add((performance.now() - asked) * 1000);
  };
  if ('inFlight' in calls) {
    const again = (): Promise<void> => call().then(again);
    for (let i = 0; i < calls.inFlight; i++) void again();
  } else {
    setInterval(call, 1000 / calls.perSecond);
  }
  const look = () => ({
    at: performance.now() / 1000,
    cpu: cpuSeconds(process.pid),
    redis: cpuSeconds(redisPid),
    all: cpuOfMachine(),
    done,
  });
  await pause(warmUp * 1000);
  latencies.clear();
  const before = look();
  await pause(seconds * 1000);
  const after = look();
  return {
    seconds: after.at - before.at,
    cpu: after.cpu - before.cpu,
    generatorCpu: 0,
    redisCpu: after.redis - before.redis,
    others: after.all - before.all - (after.cpu - before.cpu) - (after.redis - before.redis),
    deliveries: after.done - before.done,
    p50: latencies.percentile(50) / 1000,
    p99: latencies.percentile(99) / 1000,
  };
}

const [, , task = ''] = process.argv;
process.stdout.write(JSON.stringify(await run(JSON.parse(task))), () => process.exit());
