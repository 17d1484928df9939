import {
  type AnyFamily,
  keyAt,
  type ReceivedData,
  type ReplyData,
  receiversOf,
  type SentData,
  type ServerMessage,
  type TypeOf,
} from 'lectern-protocol';
import { Emitter } from './emitter.js';
import type { Signaler } from './signaler.js';
import type { RequestOptions } from './signaler-options.js';

/** A message of a family, as it arrived. */
export interface FamilyArrival<F, T extends TypeOf<F>> {
  /** ID of the client that has sent it, or the address of the server or namespace. */
  sender: string;
  receiver: string;
  type: T;
  data: ReceivedData<F, T>;
  /** The position in the log of the room or client; undefined for volatile messages and replies. */
  seq?: number;
}

/** The answer to a request: a message of the same type if the type has a reply, and otherwise `accepted`. */
export type FamilyAnswer<F, T extends TypeOf<F>> =
  ReplyData<F, T, never> extends never ? ServerMessage<'accepted'> : FamilyArrival<F, T>;

type FamilyEvents<F> = { [T in TypeOf<F>]: FamilyArrival<F, T> };

/**
 * Sends and receives the message types of a family, which the server has too (docs/server.md#message-types-of-ones-own).
 * Events have the names of the types. The server has checked the data of all messages.
 */
export class FamilyClient<F extends AnyFamily> extends Emitter<FamilyEvents<F>> {
  readonly #signaler: Pick<Signaler, 'send' | 'request' | 'addFamily'>;
  readonly #family: F;
  /** Receives no more messages of the family. */
  readonly close: () => void;

  /**
   * @param signaler that does not connect before this, since messages of unknown types are dropped
   * @throws Error if the signaler has a client for the same namespace and type
   */
  constructor(signaler: Pick<Signaler, 'send' | 'request' | 'addFamily'>, family: F) {
    super();
    this.#signaler = signaler;
    this.#family = family;
    this.close = signaler.addFamily({
      family,
      receive: (message) => this.emit(message.type as TypeOf<F>, message as FamilyArrival<F, TypeOf<F>>),
    });
  }

  /**
   * Sends a message without waiting for an answer. Returns false if there is no connection; the message is then
   * discarded.
   * @param receiver an address: `room`, `room/<id>` or the ID of a client; in a namespace, `<namespace>/<room>`. Default:
   *   `server` or the namespace for types with a handler or reply, `room` for others
   * @throws TypeError if the receiver must be given
   */
  send<T extends TypeOf<F>>(type: T, data: SentData<F, T>, receiver = this.#receiverOf(type)): boolean {
    return this.#signaler.send(this.#keyOf(type), data as never, receiver);
  }

  /**
   * Sends a message and resolves to the answer. Rejects like `Signaler.request`.
   * @param options `receiver` as for `send`
   */
  async request<T extends TypeOf<F>>(
    type: T,
    data: SentData<F, T>,
    options: RequestOptions = {},
  ): Promise<FamilyAnswer<F, T>> {
    const { receiver = this.#receiverOf(type) } = options;
    const answer: unknown = await this.#signaler.request(this.#keyOf(type), data as never, {
      ...options,
      receiver,
    });
    return answer as FamilyAnswer<F, T>;
  }

  #keyOf(type: string): never {
    return keyAt(this.#family.namespace, type) as never;
  }

  #receiverOf(type: string): string {
    const { namespace, messages } = this.#family;
    const [receiver] = receiversOf(messages[type] ?? {});
    if (receiver === 'server') return namespace || 'server';
    if (receiver === 'room' && !namespace) return 'room';
    throw new TypeError(
      `${type} needs a receiver: ${namespace ? `${namespace}/<room>` : 'the ID of a client'}`,
    );
  }
}
