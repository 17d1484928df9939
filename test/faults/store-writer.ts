import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../server/protocol/errors.js';
import { openStore } from '../../server/store/open-store.js';
import type { Store } from '../../server/store/store.js';
import { type Acknowledged, type Entry, type WriterTask, write } from './store-requests.js';

// Writes until it is killed: several clients, each with one request at a time. Each acknowledged request is printed as
// a line before the client's next request starts.

/** Time in ms before an `unavailable` request is repeated. */
const RETRY = 20;

async function persist(store: Store, lectureId: number, entry: Entry): Promise<number> {
  for (;;) {
    try {
      return (await write(store, lectureId, entry)).id;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'unavailable') throw error;
      await pause(RETRY);
    }
  }
}

async function writeForEver(store: Store, lectureId: number, client: string): Promise<never> {
  for (let number = 1; ; number += 1) {
    const id = await persist(store, lectureId, { client, number });
    const line: Acknowledged = { client, number, id };
    writeSync(1, `${JSON.stringify(line)}\n`);
  }
}

const [, , task = ''] = process.argv;
const { store: options, lectureId, clients }: WriterTask = JSON.parse(task);
const store = await openStore(options);
await Promise.all(clients.map((client) => writeForEver(store, lectureId, client)));
