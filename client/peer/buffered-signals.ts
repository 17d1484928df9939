import type { SignalMessage } from './signals.js';

/** ms that a signal is kept: membership is told at most some hundred ms after the first signal can come. */
const KEPT_FOR = 10_000;
const MAX_KEPT = 512;

/** Signals of clients that we have not been told about yet: news of members are gathered, signals are not. */
export class BufferedSignals {
  #kept: { at: number; message: SignalMessage }[] = [];

  /** `now`: monotonic ms. */
  keep(message: SignalMessage, now: number): void {
    this.#kept = this.#kept.filter(({ at }) => now - at < KEPT_FOR).slice(1 - MAX_KEPT);
    this.#kept.push({ at: now, message });
  }

  /** Takes those of one client, in their order. */
  take(sender: string, now: number): SignalMessage[] {
    const own = this.#kept.filter(({ at, message }) => message.sender === sender && now - at < KEPT_FOR);
    this.#kept = this.#kept.filter(({ message }) => message.sender !== sender);
    return own.map(({ message }) => message);
  }

  clear(): void {
    this.#kept = [];
  }
}
