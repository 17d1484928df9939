import { createReadStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Held, LocalBackplane } from './local.js';

/** What a server that goes down leaves for the one that takes its place: its form, and then a line for each thing. */
const file = (folder: string): string => join(folder, 'handover.ndjson');

/** A server of another version may write another form. */
const FORM = JSON.stringify({ lectern: 'handover', form: 1 });

/**
 * Writes what the backplane holds into the data folder: a server that starts there goes on with the same logs, and
 * whoever comes back to it misses nothing. Only for a server whose clients are gone: what is said later is not in it.
 */
export async function handOver(backplane: LocalBackplane, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file(folder)}.part`;
  const target = await open(unfinished, 'w', 0o600);
  try {
    await target.write(`${FORM}\n`);
    for (const held of backplane.dump()) await target.write(`${JSON.stringify(held)}\n`);
    await target.sync();
  } finally {
    await target.close();
  }
  renameSync(unfinished, file(folder));
}

/**
 * Takes over what is in the data folder, if anything. Rejects where that cannot be read, and nothing is taken over
 * then: the clients are told that they missed something.
 */
export async function takeOver(backplane: LocalBackplane, folder: string): Promise<void> {
  const held: Held[] = [];
  let form: string | undefined;
  try {
    for await (const line of createInterface(createReadStream(file(folder)))) {
      if (form === undefined) form = line;
      else held.push(JSON.parse(line));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (form !== FORM) throw new Error('another version of the server has written it');
  backplane.restore(held);
}

/**
 * Removes it, to be called before the first client is let in: it is good for one start. After a crash the logs in it
 * would have holes that nobody could see.
 */
export function endHandover(folder: string): void {
  rmSync(file(folder), { force: true });
}
