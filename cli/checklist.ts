import { ExplainedError } from './explained-error.js';

export interface Check {
  name: string;
  /** Distinguishes repeated checks of the same kind. */
  target?: string | undefined;
  status: 'ok' | 'warning' | 'failed';
  /** ms */
  time: number;
  /** The finding, or the reason for the failure. */
  detail: string;
  /** The remedy for a warning or a failure. */
  advice: string | undefined;
}

/** The result of a check: `detail` for people, `value` for later checks. */
export interface Finding<T = undefined> {
  detail: string;
  value: T;
  /** The remedy. It makes the finding a warning. */
  advice?: string | undefined;
}

/** The checks of a run, in order. */
export class Checklist {
  readonly checks: Check[] = [];

  constructor(
    /** Timeout of each step of a check (ms). */
    readonly timeout: number,
    readonly onCheck: (check: Check) => void,
  ) {}

  /** The result of a check; undefined if it failed. */
  async run<T>(name: string, work: () => Promise<Finding<T>>, target?: string): Promise<T | undefined> {
    const { check, value } = await this.#carryOut(name, work, target);
    this.#add(check);
    return value;
  }

  /** Runs independent checks at the same time, and reports them in order. */
  async runAll(works: { name: string; target: string; work: () => Promise<Finding> }[]): Promise<void> {
    for (const outcome of works.map(({ name, target, work }) => this.#carryOut(name, work, target))) {
      this.#add((await outcome).check);
    }
  }

  with(status: Check['status']): Check[] {
    return this.checks.filter((check) => check.status === status);
  }

  async #carryOut<T>(
    name: string,
    work: () => Promise<Finding<T>>,
    target?: string,
  ): Promise<{ check: Check; value?: T }> {
    const began = performance.now();
    const elapsed = (): number => performance.now() - began;
    try {
      const { detail, value, advice } = await work();
      const status = advice ? 'warning' : 'ok';
      return { check: { name, target, status, time: elapsed(), detail, advice }, value };
    } catch (error) {
      if (!(error instanceof ExplainedError)) throw error;
      const { why, advice } = error;
      return { check: { name, target, status: 'failed', time: elapsed(), detail: why, advice } };
    }
  }

  #add(check: Check): void {
    this.checks.push(check);
    this.onCheck(check);
  }
}
