import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The honest client's experience of an attack. */
export interface Experience {
  /** Times in ms from a ping to its answer. */
  pings: number[];
  /** Pings that the server refused because of its limits. */
  refused: number;
  /** Lost connections. */
  lost: number;
  /** Time in ms until it was in the locked room, and whether the server let it in. */
  entry?: { ms: number; admitted: boolean };
}

/** Data for the thread. */
export interface HonestPlan {
  url: string;
  locked?: { room: string; password: string };
}

/** A client that pings the server from a thread of its own, so that the attackers' work does not delay it. */
export class HonestClient {
  private constructor(private readonly worker: Worker) {}

  /** Resolves when it is in its room. */
  static async open(plan: HonestPlan): Promise<HonestClient> {
    const worker = new Worker(new URL('./honest-worker.js', import.meta.url), { workerData: plan });
    await once(worker, 'message');
    return new HonestClient(worker);
  }

  /** From now on it records. */
  begin(): void {
    this.worker.postMessage('begin');
  }

  /** Returns what it has recorded, after its last ping is answered. */
  async end(): Promise<Experience> {
    const recorded = once(this.worker, 'message');
    this.worker.postMessage('end');
    const [experience] = await recorded;
    return experience as Experience;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
