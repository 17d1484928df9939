import { parentPort, workerData } from 'node:worker_threads';
import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import type { LinkChange } from './redis-link.js';

const redisPort = workerData as number;
let lateness = 0;

const proxy = await FaultyProxy.start(
  () => redisPort,
  (towards) => (towards === 'client' ? lateness : 0),
);

parentPort?.on('message', (change: LinkChange) => {
  if (typeof change === 'number') lateness = change;
  else proxy[change]();
});
parentPort?.postMessage(proxy.port);
