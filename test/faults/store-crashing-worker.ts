import { parentPort } from 'node:worker_threads';
import '../../server/store/sqlite-worker.js';

// The thread of the embedded store, which can be made to crash by a user of the name `crash`.

parentPort?.on('message', (call: { given?: { name?: string } }) => {
  if (call.given?.name === 'crash') throw new Error('crashed as told');
});
