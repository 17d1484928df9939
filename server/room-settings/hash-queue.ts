import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';
import type { Budget, BudgetMeter } from '../util/budget-meter.js';
import { networkOf } from '../util/network-of.js';
import { afterRunning } from '../util/running-time.js';
import { UserQueue } from '../util/user-queue.js';

/** The options of the queue. */
export type HashQueueOptions = Pick<
  Options,
  'passwordHashes' | 'passwordQueue' | 'passwordQueueAddress' | 'passwordQueueUser'
>;

/** The client or program for which a hash is computed. */
export interface Requester {
  /** IP address. */
  address: string;
  userId: string;
}

/** A hash that waits for its turn. */
interface Job {
  start(): void;
  refuse(reason: Refusal): void;
}

/** Maximum time in the queue in ms. Clients give up after about the same time. */
const TIMEOUT_MS = 10_000;

/** Time in ms after which a refused requester should try again. */
const RETRY_AFTER_MS = 3000;

/**
 * Runs hashes a few at a time. Networks take turns, and within a network its users (see UserQueue), so that a user who
 * floods the queue delays nobody else.
 */
export class HashQueue {
  /** The network whose turn is next comes first. Networks without waiting jobs are removed. */
  private readonly networks = new Map<string, UserQueue<Job>>();
  private readonly budget: Budget;
  private running = 0;
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly options: HashQueueOptions,
    budgets: BudgetMeter,
  ) {
    this.budget = budgets.add('password_queue', { used: () => this.waiting, limit: options.passwordQueue });
  }

  /** @throws Refusal rate-limited if the user or network has too many jobs, unavailable if the server has */
  run<T>({ address, userId }: Requester, task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.closed) throw shuttingDown();
      const network = networkOf(address);
      const deadline = afterRunning(TIMEOUT_MS, () => {
        if (this.networks.get(network)?.delete(userId, job)) this.waiting--;
        job.refuse(
          new Refusal('unavailable', 'too many passwords are being processed; try again in a moment'),
        );
        this.removeIfEmpty(network);
      }).unref();
      const job: Job = {
        start: () => {
          deadline.cancel();
          this.running++;
          resolve(
            task().finally(() => {
              this.running--;
              this.advance();
            }),
          );
        },
        refuse: (reason) => {
          deadline.cancel();
          this.budget.refused();
          reject(reason);
        },
      };
      this.add(network, userId, job);
      this.advance();
    });
  }

  private add(network: string, userId: string, job: Job): void {
    const queue = this.queueOf(network);
    const refused = queue.add(userId, job);
    if (refused) {
      const text = `too many passwords of your user or network are waiting; try again in ${RETRY_AFTER_MS} ms`;
      refused.refuse(new Refusal('rate-limited', text, { retry_after_ms: RETRY_AFTER_MS }));
      return;
    }
    this.waiting++;
    if (this.waiting > this.options.passwordQueue) this.dropOne();
  }

  /** Refuses a job of the network that has the most. */
  private dropOne(): void {
    let longest: [string, UserQueue<Job>] | undefined;
    for (const entry of this.networks) if (!longest || entry[1].size > longest[1].size) longest = entry;
    const dropped = longest?.[1].dropOfBusiest();
    if (!longest || !dropped) return;
    this.waiting--;
    dropped.refuse(
      new Refusal(
        'unavailable',
        `the server is processing too many passwords; try again in ${RETRY_AFTER_MS} ms`,
        {
          retry_after_ms: RETRY_AFTER_MS,
        },
      ),
    );
    this.removeIfEmpty(longest[0]);
  }

  /** Refuses all waiting jobs, and all jobs from now on, because the server is shutting down. */
  close(): void {
    this.closed = true;
    for (const queue of this.networks.values()) {
      for (let job = queue.take(); job; job = queue.take()) job.refuse(shuttingDown());
    }
    this.networks.clear();
    this.waiting = 0;
  }

  private advance(): void {
    while (this.running < this.options.passwordHashes) {
      const [next] = this.networks;
      if (!next) return;
      const [network, queue] = next;
      const job = queue.take();
      this.networks.delete(network);
      if (queue.size > 0) this.networks.set(network, queue);
      if (!job) continue;
      this.waiting--;
      job.start();
    }
  }

  private queueOf(network: string): UserQueue<Job> {
    let queue = this.networks.get(network);
    if (!queue) {
      const { passwordQueueAddress: total, passwordQueueUser: perUser } = this.options;
      queue = new UserQueue({ total, perUser, retryAfter: RETRY_AFTER_MS });
      this.networks.set(network, queue);
    }
    return queue;
  }

  private removeIfEmpty(network: string): void {
    if (this.networks.get(network)?.size === 0) this.networks.delete(network);
  }
}

/** Returns the refusal of passwords while the server is shutting down. */
export const shuttingDown = (): Refusal =>
  new Refusal('unavailable', 'the server is shutting down; try again in a few seconds', {
    retry_after_ms: RETRY_AFTER_MS,
  });
