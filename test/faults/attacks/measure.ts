import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { startServerProcess } from '../../helpers/server-process.js';
import type { Attack } from './attack.js';
import { Attackers } from './attackers.js';
import { type Experience, HonestClient } from './honest-client.js';
import { lifted } from './limits.js';

/** Figures of one attack on one server. */
export interface Figures {
  seconds: number;
  bytesIn: number;
  bytesOut: number;
  /** The attackers' connections at the end. */
  connections: number;
  /** Resident memory of the server in MiB. */
  memoryBefore: number;
  memoryPeak: number;
  memoryEnd: number;
  /** Bytes by which the database has grown. */
  storedBytes: number;
  /** Processor time of the server. */
  cpuSeconds: number;
  experience: Experience;
}

/** Minimum duration in ms, so that there are enough pings. */
const SHORTEST_MS = 5000;
/** Time in ms between two readings of the server's memory. */
const READ_EVERY_MS = 50;

/**
 * Attacks a new server process while an honest client in another room pings it.
 * @param options of the server, by their names as environment variables
 */
export async function measure(attack: Attack, options: Record<string, string>): Promise<Figures> {
  const data = mkdtempSync(join(tmpdir(), 'lectern-attack-'));
  if (attack.fill) {
    const earlier = await startServerProcess({ ...lifted, LECTERN_DATA: data });
    const filling = new Attackers(earlier.url);
    await attack.fill(filling);
    filling.close();
    await earlier.stop();
  }
  const storedBefore = databaseBytes(data);
  const server = await startServerProcess({ ...options, LECTERN_DATA: data });
  const attackers = new Attackers(server.url);
  let honest: HonestClient | undefined;
  let reading: NodeJS.Timeout | undefined;
  try {
    const run = await attack.prepare(attackers);
    honest = await HonestClient.open({ url: server.url, ...(attack.locked && { locked: attack.locked }) });
    const before = {
      memory: server.resident(),
      most: server.mostResident(),
      bytesIn: attackers.bytesIn,
      bytesOut: attackers.bytesOut,
      cpu: server.cpuSeconds(),
      time: performance.now(),
    };
    let peak = before.memory;
    reading = setInterval(() => {
      peak = Math.max(peak, server.resident());
    }, READ_EVERY_MS);
    honest.begin();
    await Promise.all([run(), pause(SHORTEST_MS)]);
    const experience = await honest.end();
    const most = server.mostResident();
    const figures = {
      seconds: (performance.now() - before.time) / 1000,
      bytesIn: attackers.bytesIn - before.bytesIn,
      bytesOut: attackers.bytesOut - before.bytesOut,
      connections: attackers.connections,
      memoryBefore: before.memory,
      // The maximum since the start is exact, but only if it was reached during the attack.
      memoryPeak: most > before.most ? most : peak,
      memoryEnd: server.resident(),
      cpuSeconds: server.cpuSeconds() - before.cpu,
      experience,
    };
    await server.stop();
    return { ...figures, storedBytes: databaseBytes(data) - storedBefore };
  } finally {
    clearInterval(reading);
    await honest?.close();
    attackers.close();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Returns the size of the embedded database without its free pages. No server must be using it. */
function databaseBytes(data: string): number {
  const file = join(data, 'lectern.db');
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file);
  try {
    const value = (name: string) => Number(Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0]);
    return (value('page_count') - value('freelist_count')) * value('page_size');
  } finally {
    database.close();
  }
}
