import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';
import type { LimitedLog } from '../util/limited-log.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import type { Hooks } from './hooks.js';

/** Hooks that are called before the effect, and can refuse it. */
type Question = 'onConnect' | 'onAuthenticate' | 'onJoin' | 'onMessage';
/** Hooks that are called after the effect. */
type Notice = 'onLeave' | 'onRoomEmpty';

type Event<K extends keyof Hooks> = Parameters<NonNullable<Hooks[K]>>[0];
type Answer<K extends keyof Hooks> = Awaited<ReturnType<NonNullable<Hooks[K]>>> | undefined;

/** Time in ms after which a client should try again if a hook has not answered. */
const RETRY_MS = 1000;

/** Calls the hooks of the program that embeds the server, with a time limit. */
export class HookCaller {
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly hooks: Hooks,
    private readonly options: Pick<Options, 'hookTimeout'>,
    private readonly refusals: LimitedLog,
  ) {}

  /** Returns whether a hook is set. */
  has(name: keyof Hooks): boolean {
    return this.hooks[name] !== undefined;
  }

  /**
   * Calls a hook that can refuse.
   * @throws Refusal of the hook, or unavailable after the time limit
   */
  async ask<K extends Question>(name: K, event: Event<K>): Promise<Answer<K>> {
    return this.answer(name, () => this.call(name, event) as Answer<K>);
  }

  /**
   * Calls a function of the program that can refuse.
   * @param name for the log
   * @throws Refusal of the function, or unavailable after the time limit
   */
  async answer<T>(name: string, call: () => T | Promise<T>): Promise<T> {
    try {
      return await this.inTime(name, call);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const late = error instanceof LateError;
      this.refusals.write('error', 'a hook failed', { hook: name }, { err: error });
      if (!late) throw error;
      throw new Refusal('unavailable', 'the application did not answer in time; try again', {
        retry_after_ms: RETRY_MS,
      });
    }
  }

  /** Calls a hook that is only notified. Resolves when it has completed, failed, or exceeded the time limit. */
  tell<K extends Notice>(name: K, event: Event<K>): Promise<void> {
    const told = this.inTime(name, () => this.call(name, event)).then(
      () => {},
      (err) => this.refusals.write('error', 'a hook failed', { hook: name }, { err }),
    );
    return this.track(told);
  }

  /** Adds work that `settled` waits for. It must not reject. */
  track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.pending.delete(tracked));
    this.pending.add(tracked);
    return tracked;
  }

  /** Resolves when no hook is being notified. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private call<K extends keyof Hooks>(name: K, event: Event<K>): unknown {
    return (this.hooks[name] as ((event: Event<K>) => unknown) | undefined)?.(event);
  }

  private async inTime<T>(name: string, call: () => T | Promise<T>): Promise<T> {
    const { hookTimeout } = this.options;
    let deadline: Deadline | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new LateError(`${name} took longer than ${hookTimeout} s`);
      deadline = afterRunning(hookTimeout * 1000, () => reject(error));
    });
    const called = async () => call();
    return Promise.race([called(), late]).finally(() => deadline?.cancel());
  }
}

class LateError extends Error {
  override name = 'LateError';
}
