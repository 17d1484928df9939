import type { Clock } from '../clock.js';

/** Level of quiet speech, about -38 dB. Background noise is below it. */
const SPEECH = 0.37;
/** ms that the pause between two words can take. */
const PAUSE = 600;

/** Decides from speaking levels who is speaking. */
export class SpeechDetector {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  /** When each speaker was heard last. */
  #heardAt = new WeakMap<object, number>();
  #cancelTimer = () => {};

  /** @param onChange called when somebody stops speaking without a new level */
  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Returns whether the person with this level is speaking. */
  isSpeaking(speaker: object, level: number): boolean {
    const now = this.#clock.now();
    if (level > SPEECH) this.#heardAt.set(speaker, now);
    const heardAt = this.#heardAt.get(speaker);
    if (heardAt === undefined) return false;
    if (now - heardAt < PAUSE) {
      this.#cancelTimer();
      this.#cancelTimer = this.#clock.after(PAUSE, this.#onChange);
      return true;
    }
    this.#heardAt.delete(speaker);
    return false;
  }

  close(): void {
    this.#cancelTimer();
    this.#heardAt = new WeakMap();
  }
}
