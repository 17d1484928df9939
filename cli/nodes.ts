import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { LecternServer } from '../server/index.js';
import { ClusterMetrics, type MetricsReport, type MetricsRequest } from './cluster-metrics.js';

/** ms until a node that ended unexpectedly is replaced; doubled each time it ends soon after its start. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** ms for a node to exit after its shutdown, before it is killed. */
const KILL_GRACE = 1000;
/** ms after which an end no longer counts as soon. */
const STEADY = 60_000;

/** A message from a node to its supervisor: a text for the user, a request, or the metrics of the node. */
type ToKeeper = { welcome: string } | { metricsOfAll: number } | MetricsReport;

/** The answer to `metricsOfAll`. `text` is undefined if not all nodes have answered. */
interface MetricsOfAll {
  metricsOfAll: number;
  text?: string;
}

/** One of several servers that share a port; undefined in a process that runs alone, or supervises them. */
export class SharedNode {
  static readonly own = cluster.isWorker ? new SharedNode() : undefined;

  private readonly asked = new Map<number, (answer: MetricsOfAll) => void>();
  private questions = 0;

  private server: LecternServer | undefined;

  private constructor() {
    process.on('message', (message: MetricsOfAll | MetricsRequest) => {
      if ('metricsOf' in message) return void this.report(message);
      this.asked.get(message.metricsOfAll)?.(message);
      this.asked.delete(message.metricsOfAll);
    });
  }

  /**
   * Called when the server listens. The supervisor includes its metrics in those of the cluster, which every node can
   * return.
   */
  serves(server: LecternServer, welcome: string): void {
    this.server = server;
    server.metricsOfAll = () => this.metricsOfAll();
    this.say({ welcome });
  }

  /** Reports this node's metrics to the supervisor: on request, or for the last time before it ends. */
  async report(request?: MetricsRequest): Promise<void> {
    const metrics = (await this.server?.registry?.getMetricsAsJSON()) ?? [];
    await new Promise((resolve) => process.send?.({ ...request, metrics }, resolve));
  }

  private async metricsOfAll(): Promise<string> {
    const question = ++this.questions;
    const answered = new Promise<MetricsOfAll>((resolve) => this.asked.set(question, resolve));
    this.say({ metricsOfAll: question });
    const { text } = await answered;
    if (text === undefined) throw new Error('not all nodes have reported their metrics');
    return text;
  }

  private say(message: ToKeeper): void {
    process.send?.(message);
  }
}

/** Several nodes on this computer that share its port, and the process that supervises them. */
export class LocalNodes {
  private readonly metrics = new ClusterMetrics();
  private readonly running = new Set<Worker>();
  private welcomed = false;
  private pause = FIRST_PAUSE;
  private replacing: Promise<void> | undefined;
  private stopping = false;

  /**
   * @param say prints a text for the user
   * @param shutdownTimeout time in seconds within which a node shuts down
   */
  constructor(
    private readonly say: (text: string) => void,
    private readonly shutdownTimeout: number,
  ) {}

  /**
   * Starts that many nodes, one after the other. Resolves with undefined once all listen, or with the exit code of the
   * first that failed.
   */
  async start(count: number): Promise<number | undefined> {
    for (let i = 0; i < count; i++) {
      const code = await this.startOne();
      if (code !== undefined) return code;
    }
    return undefined;
  }

  /** Replaces the nodes one after the other. Their number never decreases. */
  replace(): Promise<void> {
    this.replacing ??= this.replaceAll().finally(() => {
      this.replacing = undefined;
    });
    return this.replacing;
  }

  /** Makes every node reload its certificate. */
  reload(): void {
    for (const { process } of this.running) process.kill('SIGHUP');
  }

  /** Shuts all nodes down, and resolves when they have ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.running].map((worker) => this.stopOne(worker)));
  }

  /** Ends all nodes immediately. */
  kill(): void {
    this.stopping = true;
    for (const { process } of this.running) process.kill('SIGKILL');
  }

  private async startOne(): Promise<number | undefined> {
    const worker = cluster.fork();
    const started = performance.now();
    worker.on('message', (message: ToKeeper) => this.hear(worker, message));
    const ended = once(worker, 'exit').then(([code, signal]) => ({
      code: Number(code ?? 1),
      why: String(signal ?? `code ${code}`),
    }));
    worker.once('disconnect', () => this.metrics.end(worker));
    this.running.add(worker);
    // Not the cluster's event `listening`, after which the node still opens its other port and reports no metrics yet.
    const serving = new Promise<undefined>((resolve) => {
      worker.on('message', (message: ToKeeper) => 'welcome' in message && resolve(undefined));
    });
    const failed = await Promise.race([serving, ended]);
    if (failed) {
      this.running.delete(worker);
      return failed.code;
    }
    void ended.then(({ why }) => {
      if (!this.running.delete(worker) || this.stopping) return;
      if (performance.now() - started > STEADY) this.pause = FIRST_PAUSE;
      void this.startAgain(`a node exited (${why})`);
    });
    return undefined;
  }

  private async startAgain(why: string): Promise<void> {
    this.say(`lectern: ${why}; starting another one in ${Math.round(this.pause / 1000)} s`);
    await pause(this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    if (this.stopping) return;
    const code = await this.startOne();
    if (code === undefined) this.say('lectern: a new node is listening');
    else await this.startAgain(`a node failed to start (code ${code})`);
  }

  private async replaceAll(): Promise<void> {
    for (const old of [...this.running]) {
      const code = await this.startOne();
      if (code !== undefined)
        return this.say(`lectern: the new node failed to start (code ${code}); keeping the old ones`);
      await this.stopOne(old);
    }
    this.say('lectern: all nodes have been replaced');
  }

  private async stopOne(worker: Worker): Promise<void> {
    this.running.delete(worker);
    if (worker.isDead()) return;
    const gone = once(worker, 'exit');
    worker.process.kill('SIGTERM');
    // A node ends itself in time, unless its event loop is blocked.
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), this.shutdownTimeout * 1000 + KILL_GRACE);
    await gone;
    clearTimeout(timer);
  }

  private hear(worker: Worker, message: ToKeeper): void {
    if ('welcome' in message) {
      if (!this.welcomed) this.say(message.welcome);
      this.welcomed = true;
    } else if ('metricsOfAll' in message) {
      const { metricsOfAll } = message;
      const answer = (text?: string) => worker.isConnected() && worker.send({ metricsOfAll, text });
      this.metrics
        .text(Object.values(cluster.workers ?? {}).filter((each) => each !== undefined))
        .then(answer, () => answer());
    } else this.metrics.reported(worker, message);
  }
}
