import { setTimeout as pause } from 'node:timers/promises';
import { Crowd } from './crowd.js';
import type { Result, Task } from './task.js';
import { cpuOfAll, cpuSeconds, residentOfAll } from './usage.js';

/** Members of a room of idle clients. */
const TOGETHER = 10;
/** Seconds for memory to settle. */
export const SETTLING = 2;

/** Clients that are connected and send nothing, ten per room. */
export async function idle(task: Task, { clients }: { clients: number }): Promise<Result> {
  await pause(SETTLING * 1000);
  const before = residentOfAll(task.pids);
  const crowd = new Crowd(task);
  await crowd.each(clients, (index) => crowd.enter(`room-${Math.floor(index / TOGETHER)}`));
  await crowd.quiet();
  await pause(SETTLING * 1000);
  const memory = (residentOfAll(task.pids) - before) / clients;
  const cpu = cpuOfAll(task.pids);
  const generatorCpu = cpuSeconds(process.pid);
  await pause(task.seconds * 1000);
  return {
    seconds: task.seconds,
    cpu: cpuOfAll(task.pids) - cpu,
    generatorCpu: cpuSeconds(process.pid) - generatorCpu,
    memory,
  };
}

/** Clients that all join one room; ends when the last one has been informed of the last. */
export async function join(task: Task, { clients }: { clients: number }): Promise<Result> {
  const crowd = new Crowd(task);
  const cpu = cpuOfAll(task.pids);
  const generatorCpu = cpuSeconds(process.pid);
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, () => crowd.enter('room-0')));
  const ended = await crowd.quiet();
  return {
    seconds: (ended - started) / 1000,
    cpu: cpuOfAll(task.pids) - cpu,
    generatorCpu: cpuSeconds(process.pid) - generatorCpu,
    bytes: crowd.received,
    entered: clients,
  };
}
