/** Typed event emitter. `Events` maps the name of each event to the value that its listeners receive. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /** Adds a listener. Returns a function that removes it. */
  on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // A function can be added twice, and each of the two is removed separately.
    const registration = (value: Events[Name]) => listener(value);
    listeners.add(registration);
    return () => listeners.delete(registration);
  }

  protected emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (value: Events[Name]) => void)(value);
      } catch (error) {
        // An exception is reported like any uncaught one, and does not affect the other listeners.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
