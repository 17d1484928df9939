import { closeSync, fsyncSync, openSync } from 'node:fs';

// Names in the data folder that a backup treats in a special way. All other files are part of it: the server's secret,
// its self-signed certificate, and what is added later.

export const DATABASE = 'lectern.db';

/** Files that belong to the state of a database and its server at one moment, and are wrong beside another database. */
export const COMPANIONS = [
  ...['-wal', '-shm', '-journal'].map((suffix) => DATABASE + suffix),
  'handover.ndjson',
  'handover.ndjson.part',
];

/** What a running server writes about itself. */
export const OF_THE_SERVER = ['lock', 'lock-journal', 'server.json'];

/** A restore that can be abandoned: the folder contains the old state. */
export const RESTORE_PART = 'restore.part';

/** A restore that must be finished: its files are complete, and some can be in their place already. */
export const RESTORE_READY = 'restore.ready';

/** Writes a file, or the list of a folder's names, to the disk. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
