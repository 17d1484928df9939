import type { Clock } from './clock.js';
import { BufferedSignals } from './peer/buffered-signals.js';
import type { SignalMessage } from './peer/signals.js';

/** Signals of a namespace on their way to its voices: those that come before these are there wait for them. */
export class NamespaceSignals {
  readonly #early = new BufferedSignals();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #readers = new Set<(message: SignalMessage) => boolean>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  receive(message: SignalMessage): void {
    let read = false;
    for (const reader of this.#readers) read = reader(message) || read;
    if (!read) this.#early.keep(message, this.#clock.now());
  }

  /** @param reader says whether it has taken a signal @returns ends it */
  read(reader: (message: SignalMessage) => boolean): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** Takes what has come of these senders, in order for each. */
  take(senders: Iterable<string>): SignalMessage[] {
    return [...senders].flatMap((sender) => this.#early.take(sender, this.#clock.now()));
  }
}
