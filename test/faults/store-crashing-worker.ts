import { parentPort } from 'node:worker_threads';
import '../../server/store/sqlite-worker.js';

// The worker of the embedded store, which crashes when a user named `crash` is saved.

parentPort?.on('message', (call: { given?: { name?: string } }) => {
  if (call.given?.name === 'crash') throw new Error('crashed as requested');
});
