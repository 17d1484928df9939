import type { Clock } from './clock.js';
import { BufferedSignals } from './peer/buffered-signals.js';
import type { SignalMessage } from './peer/signals.js';

/** Passes the signals of a namespace to the readers of its rooms, and buffers those that no reader takes yet. */
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

  /** Adds a reader, which returns whether it takes a signal. Returns a function that removes the reader. */
  read(reader: (message: SignalMessage) => boolean): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** Removes and returns the buffered signals of these senders, in order for each sender. */
  take(senders: Iterable<string>): SignalMessage[] {
    return [...senders].flatMap((sender) => this.#early.take(sender, this.#clock.now()));
  }
}
