import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../server/protocol/errors.js';
import { openStore } from '../../server/store/open.js';
import type { Store } from '../../server/store/store.js';
import { type Acknowledged, type Entry, type WriterTask, write } from './store-requests.js';

// A program that writes until it is killed: several clients, each one request after the other. What has been
// acknowledged stands on its standard output before the client's next request is made, a line each.

/** ms before what was `unavailable` is asked for again. */
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
