/**
 * Runs something for as long as at least one holder needs it. Changes take effect in a microtask: React's StrictMode
 * mounts, unmounts and mounts each component, which starts only once.
 */
export class Holds {
  readonly #start: () => void;
  readonly #stop: () => void;
  #count = 0;
  #running = false;

  constructor(start: () => void, stop: () => void) {
    this.#start = start;
    this.#stop = stop;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Returns a function that ends this hold. */
  hold(): () => void {
    this.#change(1);
    let held = true;
    return () => {
      if (held) this.#change(-1);
      held = false;
    };
  }

  #change(by: number): void {
    this.#count += by;
    queueMicrotask(() => {
      const needed = this.#count > 0;
      if (needed === this.#running) return;
      this.#running = needed;
      if (needed) this.#start();
      else this.#stop();
    });
  }
}
