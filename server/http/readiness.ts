import type { Backplane } from '../backplane/backplane.js';
import { explainUnavailable } from '../store/explain-unavailable.js';
import type { Store } from '../store/store.js';
import { within } from '../util/within.js';

export interface ReadinessServices {
  store: Pick<Store, 'check'>;
  backplane: Pick<Backplane, 'reachable' | 'check'>;
  log: { warn(fields: object, text: string): void; info(fields: object, text: string): void };
  /** Returns whether the server is shutting down. */
  closing(): boolean;
}

/** Time in ms for which a result is used again, so that requests cannot cause more writes. */
const REUSE_MS = 500;

/** Maximum time in ms of a check. Probes usually wait for 5 s. */
const CHECK_MS = 3000;

/** Checks whether this server can do its work: whether the database and Redis take changes. */
export class Readiness {
  private at = Number.NEGATIVE_INFINITY;
  private fault: string | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly services: ReadinessServices) {}

  /** Returns in words why the server is not ready; undefined if it is. Checks at most every 500 ms. */
  async why(): Promise<string | undefined> {
    const { backplane, closing } = this.services;
    if (closing()) return 'the server is shutting down';
    if (!backplane.reachable) return 'Redis cannot be reached';
    if (!this.running && performance.now() - this.at >= REUSE_MS) {
      this.running = this.check().finally(() => {
        this.running = undefined;
      });
    }
    await this.running;
    return this.fault;
  }

  private async check(): Promise<void> {
    const { store, backplane, log } = this.services;
    const [database, redis] = await Promise.all([
      within(CHECK_MS, store.check(), () => new Error(`no answer in ${CHECK_MS} ms`)).then(
        () => undefined,
        (error: unknown) => ({
          error,
          why: `the database cannot take a change: ${explainUnavailable(error)}`,
        }),
      ),
      backplane
        .check()
        .then((why) =>
          why === undefined ? undefined : { error: undefined, why: `Redis cannot take a change: ${why}` },
        ),
    ]);
    const found = database ?? redis;
    if (found && found.why !== this.fault) log.warn({ why: found.why, err: found.error }, 'not ready');
    else if (!found && this.fault !== undefined) log.info({}, 'ready again');
    this.fault = found?.why;
    this.at = performance.now();
  }
}
