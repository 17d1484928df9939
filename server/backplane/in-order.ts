import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../protocol/errors.js';
import type { Deed } from './backplane.js';

/** ms for which a job waits for its turn. */
export const WAIT_MS = 5000;

/** The error of a job whose turn did not come. */
export const waitedTooLong = (): Refusal =>
  new Refusal('unavailable', 'others were at it for too long; nothing was done, try again');

/** ms for which one node does its jobs before it lets others do theirs. */
const HOLD_MS = 50;
/** ms between two looks whether it is this node's turn: random, so that nodes do not look in step. */
const LOOK_MS = 10;

/** Keeps other nodes out while this one is at work under a log. */
export interface Guard {
  /** Answers false where another node is at work. @throws Refusal unavailable */
  enter(log: string, deed: Deed): Promise<boolean>;
  /** Answers whether another node waits. Never rejects. */
  leave(log: string): Promise<boolean>;
}

interface Job {
  readonly deed: Deed;
  /** Never rejects. */
  run(): Promise<void>;
  refuse(error: unknown): void;
  /** Refuses it when it has waited for too long. */
  timer: NodeJS.Timeout;
}

/**
 * Does what is done under one log one after the other, on all nodes: while this node has the guard's lock, it does as
 * many of its jobs as it can in a short time.
 */
export class InOrder {
  /** The jobs of each log that wait; of a log that is not here none is being done. */
  private readonly waiting = new Map<string, Job[]>();
  /** What is being done, of one log each. */
  private readonly working = new Set<Promise<void>>();

  /** @param patience ms for which a job waits for its turn */
  constructor(
    private readonly guard: Guard,
    private readonly patience = WAIT_MS,
  ) {}

  /** @throws Refusal unavailable where its turn does not come, and what the task throws */
  take<T>(log: string, task: () => Promise<T>, deed: Deed = 'change'): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = this.waiting.get(log);
      const jobs = waiting ?? [];
      const job: Job = {
        deed,
        run: () => task().then(resolve, reject),
        refuse: reject,
        timer: setTimeout(() => {
          jobs.splice(jobs.indexOf(job), 1);
          reject(waitedTooLong());
        }, this.patience),
      };
      jobs.push(job);
      if (waiting) return;
      this.waiting.set(log, jobs);
      const work = this.work(log, jobs).finally(() => this.working.delete(work));
      this.working.add(work);
    });
  }

  /** Resolves once all that has been asked for is done. */
  async finished(): Promise<void> {
    await Promise.all(this.working);
  }

  private async work(log: string, jobs: Job[]): Promise<void> {
    while (jobs.length > 0) {
      const deed = jobs.some((job) => job.deed === 'change') ? 'change' : 'look';
      await this.enter(log, jobs, deed);
      // Who went in to look changes nothing there.
      const next = () => (deed === 'look' && jobs[0]?.deed === 'change' ? undefined : jobs.shift());
      const until = performance.now() + HOLD_MS;
      for (let job = next(); job; job = performance.now() < until ? next() : undefined) {
        clearTimeout(job.timer);
        await job.run();
      }
      const isWanted = await this.guard.leave(log);
      if (isWanted && jobs.length > 0) await pause(2 * LOOK_MS);
    }
    this.waiting.delete(log);
  }

  /** Resolves when it is this node's turn, or no job waits any more. */
  private async enter(log: string, jobs: Job[], deed: Deed): Promise<void> {
    try {
      while (jobs.length > 0 && !(await this.guard.enter(log, deed))) await pause(Math.random() * LOOK_MS);
    } catch (error) {
      for (const { timer, refuse } of jobs.splice(0)) {
        clearTimeout(timer);
        refuse(error);
      }
    }
  }
}
