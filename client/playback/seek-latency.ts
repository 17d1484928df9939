/** Seconds that a seek takes and by which it may miss, before one has been seen. */
const FIRST_GUESS = 0.1;
const FIRST_ERROR = 0.1;
/** Seconds: what is slower is trouble of the network and says nothing of the next seek. */
const LONGEST = 2;

/** What seeking costs, learned from where the seeks of a running video came out. */
export class SeekLatency {
  #seconds = FIRST_GUESS;
  #error = FIRST_ERROR;
  #guessed = true;

  /** Seconds that pass until the video runs again: a seek aims so far ahead. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Seconds by which a seek is expected to miss. */
  get error(): number {
    return this.#error;
  }

  /** `miss`: seconds by which a seek came out late (positive) or early. */
  learn(miss: number): void {
    if (Math.abs(miss) > LONGEST) return;
    // The first one is worth more than a guess.
    const weight = this.#guessed ? 1 : 0.5;
    if (!this.#guessed) this.#error = (this.#error + Math.abs(miss)) / 2;
    this.#guessed = false;
    this.#seconds = Math.min(LONGEST, Math.max(0, this.#seconds + weight * miss));
  }
}
