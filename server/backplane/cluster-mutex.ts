import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../protocol/errors.js';
import { afterRunning, type Deadline, runningTime } from '../util/running-time.js';
import type { LockPurpose } from './backplane.js';

/** Maximum time in ms that tasks wait for the lock of a log without getting it. */
export const LOCK_TIMEOUT_MS = 5000;

/** Returns the Refusal for a task that waited for too long. */
export const lockTimeout = (): Refusal =>
  new Refusal('unavailable', 'other changes took too long and nothing was changed; try again');

/** Time in ms after which a node releases the lock for others, even if it has more tasks. */
const MAX_HOLD_MS = 50;
/** Maximum time in ms between two attempts to acquire the lock. Random, so that nodes do not retry in step. */
const RETRY_MS = 10;

/** A lock for each log that excludes the other nodes of the cluster. */
export interface ClusterLock {
  /** Returns the log's epoch; undefined if another node holds the lock. @throws Refusal unavailable */
  acquire(log: string, purpose: LockPurpose): Promise<string | undefined>;
  /** Returns whether another node waits for the lock. Never rejects. */
  release(log: string): Promise<boolean>;
}

interface Job {
  readonly purpose: LockPurpose;
  /** Never rejects. */
  run(epoch: string): Promise<void>;
  reject(error: unknown): void;
  /** Rejects the job after the timeout. */
  deadline: Deadline;
}

/** The jobs of a log. */
interface Line {
  readonly jobs: Job[];
  /** When this node last acquired the lock or completed a job, as of `runningTime`. */
  movedAt: number;
}

/**
 * Runs tasks under the lock of a log, one at a time in the whole cluster. While this node holds the cluster lock, it
 * runs as many of its tasks as possible within MAX_HOLD_MS. On a busy machine, tasks wait for each other for a long time;
 * they are only rejected if the node does not get the lock at all.
 */
export class ClusterMutex {
  /** Waiting jobs by log. A log without an entry has no running job either. */
  private readonly waiting = new Map<string, Line>();
  /** Running loops, one for each log in `waiting`. */
  private readonly working = new Set<Promise<void>>();

  /** @param timeout maximum time in ms that tasks wait for the lock without getting it */
  constructor(
    private readonly clusterLock: ClusterLock,
    private readonly timeout = LOCK_TIMEOUT_MS,
  ) {}

  /** Runs a task under the lock. @throws Refusal unavailable if the lock is not acquired in time, and errors of the task */
  run<T>(log: string, task: (epoch: string) => Promise<T>, purpose: LockPurpose = 'change'): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = this.waiting.get(log);
      const line = waiting ?? { jobs: [], movedAt: runningTime() };
      const run = (epoch: string) => task(epoch).then(resolve, reject);
      const job: Job = { purpose, run, reject, deadline: this.startDeadline(line, () => job, this.timeout) };
      line.jobs.push(job);
      if (waiting) return;
      this.waiting.set(log, line);
      const work = this.process(log, line).finally(() => this.working.delete(work));
      this.working.add(work);
    });
  }

  private startDeadline(line: Line, jobOf: () => Job, ms: number): Deadline {
    return afterRunning(ms, () => {
      const job = jobOf();
      const left = line.movedAt + this.timeout - runningTime();
      if (left > 0) {
        job.deadline = this.startDeadline(line, jobOf, left);
      } else {
        line.jobs.splice(line.jobs.indexOf(job), 1);
        job.reject(lockTimeout());
      }
    });
  }

  /** Resolves when all tasks have completed. */
  async idle(): Promise<void> {
    await Promise.all(this.working);
  }

  private async process(log: string, line: Line): Promise<void> {
    const { jobs } = line;
    while (jobs.length > 0) {
      const purpose = jobs.some((job) => job.purpose === 'change') ? 'change' : 'announce';
      const epoch = await this.acquire(log, jobs, purpose);
      if (epoch === undefined) continue;
      line.movedAt = runningTime();
      // A lock that was acquired for `announce` must not be used for changes.
      const next = () => (purpose === 'announce' && jobs[0]?.purpose === 'change' ? undefined : jobs.shift());
      const until = performance.now() + MAX_HOLD_MS;
      for (let job = next(); job; job = performance.now() < until ? next() : undefined) {
        job.deadline.cancel();
        await job.run(epoch);
        line.movedAt = runningTime();
      }
      const othersWait = await this.clusterLock.release(log);
      if (othersWait && jobs.length > 0) await pause(2 * RETRY_MS);
    }
    this.waiting.delete(log);
  }

  /** Returns the log's epoch when this node holds the lock, or undefined when no job waits any longer. */
  private async acquire(log: string, jobs: Job[], purpose: LockPurpose): Promise<string | undefined> {
    try {
      while (jobs.length > 0) {
        const epoch = await this.clusterLock.acquire(log, purpose);
        if (epoch !== undefined) return epoch;
        await pause(Math.random() * RETRY_MS);
      }
    } catch (error) {
      for (const { deadline, reject } of jobs.splice(0)) {
        deadline.cancel();
        reject(error);
      }
    }
    return undefined;
  }
}
