import { Emitter } from '../emitter.js';

/** An immutable value for views to subscribe to. Its identity changes exactly when the value changes. */
export class Store<T> extends Emitter<{ change: T }> {
  /** The value before the session starts, which is also that of server-side rendering. */
  readonly initial: T;
  #value: T;

  constructor(initial: T) {
    super();
    this.initial = initial;
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.emit('change', value);
  }

  /** Calls the listener after each change. Returns a function that removes it. In the form that React's `useSyncExternalStore` requires. */
  readonly subscribe = (listener: () => void): (() => void) => this.on('change', () => listener());
}

/** Replaces fields of a store's object. Nothing changes if all of them are as before. */
export function merge<T extends object>(store: Store<T>, fields: Partial<T>): void {
  store.set(merged(store.value, fields));
}

/** The object with other fields; the same object if all of them are as before. */
export function merged<T extends object>(before: T, fields: Partial<T>): T {
  const changed = (Object.keys(fields) as (keyof T)[]).some((key) => !Object.is(fields[key], before[key]));
  return changed ? { ...before, ...fields } : before;
}

/** The new list; the former one if both have the same elements. */
export function sameList<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const same = after.length === before.length && after.every((each, index) => Object.is(each, before[index]));
  return same ? before : after;
}
