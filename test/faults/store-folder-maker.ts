import { workerData } from 'node:worker_threads';
import { prepareFolder } from '../../server/store/sqlite-file.js';

// Creates folders at the same time as other threads: each folder once all threads have arrived at it.

const { folders, threads, arrivals } = workerData as {
  folders: string[];
  threads: number;
  arrivals: Int32Array;
};

folders.forEach((folder, index) => {
  Atomics.add(arrivals, 0, 1);
  while (Atomics.load(arrivals, 0) < threads * (index + 1));
  prepareFolder(folder);
});
