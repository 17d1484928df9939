/** Duration and error of a seek in seconds, before the first one is measured. */
const FIRST_GUESS = 0.1;
const FIRST_ERROR = 0.1;
/** Maximum duration in seconds. A longer one is caused by the network and does not predict the next seek. */
const LONGEST = 2;

/** Duration of seeks, learned from the results of former seeks during playback. */
export class SeekLatency {
  #seconds = FIRST_GUESS;
  #error = FIRST_ERROR;
  #guessed = true;

  /** Seconds until the video plays again; a seek aims this far ahead. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Expected error of a seek in seconds. */
  get error(): number {
    return this.#error;
  }

  /** @param miss seconds by which a seek ended behind (positive) or ahead of its target */
  learn(miss: number): void {
    if (Math.abs(miss) > LONGEST) return;
    // The first result replaces the guess.
    const weight = this.#guessed ? 1 : 0.5;
    if (!this.#guessed) this.#error = (this.#error + Math.abs(miss)) / 2;
    this.#guessed = false;
    this.#seconds = Math.min(LONGEST, Math.max(0, this.#seconds + weight * miss));
  }
}
