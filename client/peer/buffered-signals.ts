import type { SignalMessage } from './signals.js';

/** Retention in ms. News of a new member follow its first signal within some hundred ms. */
const KEPT_FOR = 10_000;
const MAX_KEPT = 512;

/** Signals of clients that are not known yet. They arrive early because the server batches the news of members. */
export class BufferedSignals {
  #kept: { at: number; message: SignalMessage }[] = [];

  /** @param now ms on a monotonic scale */
  keep(message: SignalMessage, now: number): void {
    this.#kept = this.#kept.filter(({ at }) => now - at < KEPT_FOR).slice(1 - MAX_KEPT);
    this.#kept.push({ at: now, message });
  }

  /** Removes and returns the signals of one client, in their order. */
  take(sender: string, now: number): SignalMessage[] {
    const own = this.#kept.filter(({ at, message }) => message.sender === sender && now - at < KEPT_FOR);
    this.#kept = this.#kept.filter(({ message }) => message.sender !== sender);
    return own.map(({ message }) => message);
  }

  clear(): void {
    this.#kept = [];
  }
}
