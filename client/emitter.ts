/** A typed event emitter. `Events` maps each event's name to the value its listeners get. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /** Calls the listener for each such event until the returned function is called. */
  on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // The same function may listen twice, and each registration ends by itself.
    const registration = (value: Events[Name]) => listener(value);
    listeners.add(registration);
    return () => listeners.delete(registration);
  }

  protected emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (value: Events[Name]) => void)(value);
      } catch (error) {
        // A listener's failure is its author's to see, and must not stop the others.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
