import { setTimeout as pause } from 'node:timers/promises';
import { Crowd } from './crowd.js';
import type { Result, Task } from './task.js';
import { cpuSeconds, residentBytes } from './usage.js';

/** Members of a room of idle clients. */
const TOGETHER = 10;
/** s that memory is left to settle. */
const SETTLING = 2;

/** Clients who are there and say nothing, ten to a room. */
export async function idle(task: Task, { clients }: { clients: number }): Promise<Result> {
  await pause(SETTLING * 1000);
  const before = residentBytes(task.pid);
  const crowd = new Crowd(task);
  await crowd.each(clients, (index) => crowd.enter(`room-${Math.floor(index / TOGETHER)}`));
  await crowd.quiet();
  await pause(SETTLING * 1000);
  const memory = (residentBytes(task.pid) - before) / clients;
  const cpu = cpuSeconds(task.pid);
  const generatorCpu = cpuSeconds(process.pid);
  await pause(task.seconds * 1000);
  return {
    seconds: task.seconds,
    cpu: cpuSeconds(task.pid) - cpu,
    generatorCpu: cpuSeconds(process.pid) - generatorCpu,
    memory,
  };
}

/** Clients who all enter one room; until the last of them has been told of the last. */
export async function join(task: Task, { clients }: { clients: number }): Promise<Result> {
  const crowd = new Crowd(task);
  const cpu = cpuSeconds(task.pid);
  const generatorCpu = cpuSeconds(process.pid);
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, () => crowd.enter('room-0')));
  const ended = await crowd.quiet();
  return {
    seconds: (ended - started) / 1000,
    cpu: cpuSeconds(task.pid) - cpu,
    generatorCpu: cpuSeconds(process.pid) - generatorCpu,
    bytes: crowd.received,
    entered: clients,
  };
}
