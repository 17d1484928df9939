import { createReadStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { HandoverItem, LocalBackplane } from './local-backplane.js';

/** Path of the handover: a header line with the format, and a line for each item. */
const file = (folder: string): string => join(folder, 'handover.ndjson');

/** First line of the file. Other versions of the server can use other formats. */
const HEADER = JSON.stringify({ lectern: 'handover', form: 1 });

/**
 * Writes the logs and values of a stopping server to the data folder. The next server with this folder continues the
 * logs, so that returning clients miss nothing. All clients must be disconnected, since later messages are not included.
 */
export async function writeHandover(backplane: LocalBackplane, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file(folder)}.part`;
  const target = await open(unfinished, 'w', 0o600);
  try {
    await target.write(`${HEADER}\n`);
    for (const item of backplane.dump()) await target.write(`${JSON.stringify(item)}\n`);
    await target.sync();
  } finally {
    await target.close();
  }
  renameSync(unfinished, file(folder));
}

/**
 * Restores the handover in the data folder, if there is one. Rejects without restoring anything if it cannot be read;
 * returning clients then get a gap in place of the messages that they missed.
 */
export async function restoreHandover(backplane: LocalBackplane, folder: string): Promise<void> {
  const items: HandoverItem[] = [];
  let header: string | undefined;
  try {
    for await (const line of createInterface(createReadStream(file(folder)))) {
      if (header === undefined) header = line;
      else items.push(JSON.parse(line));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (header !== HEADER) throw new Error('the handover has the format of another version of the server');
  backplane.restore(items);
}

/**
 * Removes the handover. Must be called before the first client connects: after a crash, the logs in the handover would
 * lack messages without a sign of it.
 */
export function removeHandover(folder: string): void {
  rmSync(file(folder), { force: true });
}
