import { createReadStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Held, LocalBackplane } from './local.js';

/** What a server that goes down leaves for the one that takes its place. */
const file = (folder: string): string => join(folder, 'handover.ndjson');

/**
 * Writes what the backplane holds into the data folder: a server that starts there goes on with the same logs, and
 * whoever comes back to it misses nothing. Only for a server that has stopped: what is said later is not in it.
 */
export async function handOver(backplane: LocalBackplane, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file(folder)}.part`;
  const target = await open(unfinished, 'w', 0o600);
  try {
    for (const held of backplane.dump()) await target.write(`${JSON.stringify(held)}\n`);
    await target.sync();
  } finally {
    await target.close();
  }
  renameSync(unfinished, file(folder));
}

/**
 * Takes over what is in the data folder, if anything. It is good for one start: after a crash the logs in it would have
 * holes that nobody could see.
 */
export async function takeOver(backplane: LocalBackplane, folder: string): Promise<void> {
  const lines: Held[] = [];
  try {
    for await (const line of createInterface(createReadStream(file(folder)))) lines.push(JSON.parse(line));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  } finally {
    rmSync(file(folder), { force: true });
  }
  backplane.restore(lines);
}
