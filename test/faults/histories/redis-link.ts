import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FaultyProxy } from '../../helpers/faulty-proxy.js';

/** A method of the proxy to call, or the ms by which the answers of Redis are late from now on. */
export type LinkChange = number | keyof Pick<FaultyProxy, 'cut' | 'swallow' | 'down' | 'up'>;

/**
 * A node's connection to Redis: a proxy in a thread of its own. In the checker's thread, Redis would seem to be silent
 * to every node while the checker is busy, which is none of the faults that a history has.
 */
export class RedisLink {
  private constructor(
    private readonly worker: Worker,
    readonly port: number,
  ) {}

  static async start(redisPort: number): Promise<RedisLink> {
    const worker = new Worker(new URL('./redis-link-worker.js', import.meta.url), { workerData: redisPort });
    const [port] = (await once(worker, 'message')) as [number];
    return new RedisLink(worker, port);
  }

  /** Has the proxy do that, or delays the answers of Redis by that many ms. */
  change(change: LinkChange): void {
    this.worker.postMessage(change);
  }

  /** Ends the thread, and every connection with it. */
  async remove(): Promise<void> {
    await this.worker.terminate();
  }
}
