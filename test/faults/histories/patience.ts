import { pause } from './waiting.js';

/** ms after which a wait has run out. Time in which the checker itself was held up does not count. */
const DEADLINE = 90_000;

/** ms in which something has to arrive once a wait has run out and nothing disturbs the history any more. */
const PROGRESS = 30_000;

/** The longest sleep in ms, so that time in which the checker was held up counts as one such sleep at most. */
const SLICE = 500;

/**
 * Waits for the parts of a history, and tells what is slow from what is broken. When a wait runs out, the history must
 * not cause any more disturbances. The wait then continues as long as the number of missing things becomes smaller.
 */
export class Patience {
  /** The things that arrived, but too late. */
  readonly slow: string[] = [];
  #isQuiet = false;

  /**
   * @param missing returns the number of things that are missing in the whole history
   * @param onQuiet called once, when the first wait runs out
   */
  constructor(
    private readonly missing: () => number,
    private readonly onQuiet: () => void,
  ) {}

  /** Whether a wait has run out, so that the history must not be disturbed any more. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  /** Resolves with the values of all. @throws Error if they are not there in time and nothing arrives in quiet */
  async all<T>(awaited: readonly Promise<T>[], what: string): Promise<T[]> {
    let pending = awaited.length;
    const settled = () => {
      pending--;
    };
    for (const each of awaited) each.then(settled, settled);
    const done = Promise.all(awaited);
    if (await isSettledWithin(done, DEADLINE)) return done;
    if (!this.#isQuiet) this.onQuiet();
    this.#isQuiet = true;
    for (let least = Number.POSITIVE_INFINITY; ; ) {
      const missing = this.missing() + pending;
      if (missing >= least)
        throw new Error(`waited for ${what}, without progress in quiet: ${missing} missing`);
      least = missing;
      if (await isSettledWithin(done, PROGRESS)) break;
    }
    this.slow.push(what);
    return done;
  }

  /** Like `all`, for one thing. */
  async one<T>(awaited: Promise<T>, what: string): Promise<T> {
    const [value] = await this.all([awaited], what);
    return value as T;
  }
}

/** Resolves with false if the promise is pending after a time in ms. */
async function isSettledWithin(done: Promise<unknown>, ms: number): Promise<boolean> {
  const settled = done.then(
    () => true,
    () => true,
  );
  for (let slept = 0; slept < ms; slept += SLICE) {
    if (await Promise.race([settled, pause(SLICE)])) return true;
  }
  return false;
}
