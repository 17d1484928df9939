import { ExplainedError } from './explained-error.js';

export interface Check {
  name: string;
  /** Which of several, where a check is made more than once. */
  target?: string | undefined;
  status: 'ok' | 'warning' | 'failed';
  /** ms */
  time: number;
  /** What was found, or why it failed. */
  detail: string;
  /** What to do about a warning or a failure. */
  advice: string | undefined;
}

/** What a check found: `detail` for people, `value` for the checks that build on it. */
export interface Finding<T = undefined> {
  detail: string;
  value: T;
  /** With it the finding is a warning: what to do. */
  advice?: string | undefined;
}

/** The checks of a run, in their order. */
export class Checklist {
  readonly checks: Check[] = [];

  constructor(
    /** How long a check may wait for anything (ms). */
    readonly timeout: number,
    readonly onCheck: (check: Check) => void,
  ) {}

  /** What a check finds; undefined where it fails. */
  async run<T>(name: string, work: () => Promise<Finding<T>>, target?: string): Promise<T | undefined> {
    const { check, value } = await this.#carryOut(name, work, target);
    this.#add(check);
    return value;
  }

  /** Checks that have nothing to do with each other run at the same time, and are told in their order. */
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
