import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@redis/client';
import pg from 'pg';
import { Crowd, type Member } from './crowd.js';
import { SETTLING } from './crowds.js';
import type { Effects, Result, SharedTask, Task } from './task.js';
import { cpuOfAll, cpuOfFamily, cpuSeconds, residentOfAll } from './usage.js';

/**
 * Clients that log in as fast as they are admitted. Measures the cost of the logins, and of a new ticket, which each
 * client requests regularly.
 */
export async function audience(
  task: Task,
  { rooms, members }: { rooms: number; members: number },
): Promise<Result> {
  const { pids } = task;
  const clients = rooms * members;
  await pause(SETTLING * 1000);
  const memory = residentOfAll(pids);
  const crowd = new Crowd(task);
  const renewed: (() => void)[] = [];
  let all: Member[] = [];
  const entering = await effectsOf(task, async () => {
    all = await crowd.each(clients, (index) =>
      crowd.enter(`room-${index % rooms}`, {
        text: (text) => {
          if (text.includes('"type":"refreshReconnectionTicket"')) renewed[index]?.();
        },
      }),
    );
    return crowd.quiet();
  });
  const settled = residentOfAll(pids);
  const refreshing = await effectsOf(task, async () => {
    await crowd.each(clients, (index) => {
      const answered = new Promise<void>((resolve) => {
        renewed[index] = resolve;
      });
      all[index]?.client.say(JSON.stringify({ type: 'refreshReconnectionTicket', id: 2 }));
      return answered;
    });
    return performance.now();
  });
  return {
    seconds: entering.seconds,
    cpu: entering.cpu,
    generatorCpu: cpuSeconds(process.pid),
    memory: (settled - memory) / clients,
    entered: clients,
    entering,
    refreshing,
  };
}

/** @param act resolves with its end, by performance.now() */
async function effectsOf({ pids, shared }: Task, act: () => Promise<number>): Promise<Effects> {
  const look = async () => ({
    cpu: cpuOfAll(pids),
    redisCpu: shared ? cpuSeconds(shared.redisPid) : 0,
    databaseCpu: shared?.database ? cpuOfFamily(shared.database.pid) : 0,
    ...(await lookInto(shared)),
  });
  const before = await look();
  const started = performance.now();
  const seconds = ((await act()) - started) / 1000;
  // Later writes belong to it, and the database reports its numbers with a delay.
  await pause(SETTLING * 1000);
  const after = await look();
  return {
    seconds,
    cpu: after.cpu - before.cpu,
    redisCpu: after.redisCpu - before.redisCpu,
    databaseCpu: after.databaseCpu - before.databaseCpu,
    transactions: after.transactions - before.transactions,
    redisMemory: after.redisMemory - before.redisMemory,
    channels: after.channels - before.channels,
  };
}

/** Figures that Redis and the database report. */
async function lookInto(shared: SharedTask | undefined) {
  if (!shared) return { redisMemory: 0, channels: 0, transactions: 0 };
  const redis = await createClient({ url: shared.redis }).connect();
  const memory = String(await redis.sendCommand(['INFO', 'memory']));
  const channels = (await redis.sendCommand(['PUBSUB', 'SHARDCHANNELS'])) as unknown[];
  redis.destroy();
  return {
    redisMemory: Number(/^used_memory:(\d+)/m.exec(memory)?.[1]),
    channels: channels.length,
    transactions: shared.database ? await transactionsOf(shared.database.url) : 0,
  };
}

/** Total number of transactions that have written. */
async function transactionsOf(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query('select pg_snapshot_xmax(pg_current_snapshot())::text as begun');
  await client.end();
  return Number(rows[0].begun);
}
