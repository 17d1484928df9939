import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { AggregatorRegistry } from 'prom-client';
import type { LecternServer } from '../server/index.js';

/** ms until a node that ended by itself is replaced; each time it does so at once doubles it. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** ms after which a node has not ended at once. */
const STEADY = 60_000;

/** What a node says to the process that looks after it: what is to be said to the person there, or a question. */
type ToKeeper = { welcome: string } | { metricsOfAll: number };

interface FromKeeper {
  metricsOfAll: number;
  /** Undefined where not all have answered. */
  text?: string;
}

/** One of several servers that share a port; undefined in a process that is alone, or looks after them. */
export class SharedNode {
  static readonly own = cluster.isWorker ? new SharedNode() : undefined;

  private readonly asked = new Map<number, (answer: FromKeeper) => void>();
  private questions = 0;

  private constructor() {
    process.on('message', (answer: FromKeeper) => {
      this.asked.get(answer.metricsOfAll)?.(answer);
      this.asked.delete(answer.metricsOfAll);
    });
    // From now on it answers when the other process asks for the metrics of this node.
    new AggregatorRegistry();
  }

  /** The server listens: its metrics are told to the others, and it answers for all where it is asked. */
  serves(server: LecternServer, welcome: string): void {
    if (server.registry) AggregatorRegistry.setRegistries([server.registry]);
    server.metricsOfAll = () => this.metricsOfAll();
    this.say({ welcome });
  }

  private async metricsOfAll(): Promise<string> {
    const question = ++this.questions;
    const answered = new Promise<FromKeeper>((resolve) => this.asked.set(question, resolve));
    this.say({ metricsOfAll: question });
    const { text } = await answered;
    if (text === undefined) throw new Error('not all nodes have reported their metrics');
    return text;
  }

  private say(message: ToKeeper): void {
    process.send?.(message);
  }
}

/** Several nodes on this computer, which share its port. This process does nothing but look after them. */
export class LocalNodes {
  private readonly registry = new AggregatorRegistry();
  private readonly running = new Set<Worker>();
  private welcomed = false;
  private pause = FIRST_PAUSE;
  private replacing: Promise<void> | undefined;
  private stopping = false;

  /** @param say tells the person at the terminal */
  constructor(private readonly say: (text: string) => void) {}

  /** Starts so many, one after the other; undefined once all listen, else the code with which the first has failed. */
  async start(count: number): Promise<number | undefined> {
    for (let i = 0; i < count; i++) {
      const code = await this.startOne();
      if (code !== undefined) return code;
    }
    return undefined;
  }

  /** Puts a new node in the place of each, one after the other: there are never fewer. */
  replace(): Promise<void> {
    this.replacing ??= this.replaceAll().finally(() => {
      this.replacing = undefined;
    });
    return this.replacing;
  }

  /** Tells every node to read its certificate again. */
  reload(): void {
    for (const { process } of this.running) process.kill('SIGHUP');
  }

  /** Tells all to go down, and resolves when they are gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.running].map((worker) => this.stopOne(worker)));
  }

  /** Ends all at once. */
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
    this.running.add(worker);
    const failed = await Promise.race([once(worker, 'listening').then(() => undefined), ended]);
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
    await gone;
  }

  private hear(worker: Worker, message: ToKeeper): void {
    if ('welcome' in message) {
      if (!this.welcomed) this.say(message.welcome);
      this.welcomed = true;
    } else if ('metricsOfAll' in message) {
      const { metricsOfAll } = message;
      const answer = (text?: string) => worker.isConnected() && worker.send({ metricsOfAll, text });
      this.registry.clusterMetrics().then(answer, () => answer());
    }
  }
}
