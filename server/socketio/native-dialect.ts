import { arrivalKey, keyAt, namespaceOf } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import type { MessageEntry } from '../protocol/codec.js';
import type {
  Acknowledge,
  Arrival,
  ClientEnvelope,
  Dialect,
  DialectKind,
  Envelope,
  Greeting,
  SocketEvent,
} from './dialect.js';
import { PendingRequests } from './pending-requests.js';

/** The properties of a type that a client can send. */
type SentType = Pick<MessageEntry, 'family' | 'receivers' | 'hasInstance'>;

/** The options of an event: its last argument, if it has more than one. */
interface EventOptions {
  receiver?: unknown;
  id?: unknown;
}

/** The content of an acknowledgement. */
interface Answer {
  /** Whether the request was granted. */
  ok: boolean;
  /** The type of the reply: `accepted`, `error`, or the one that the protocol names. */
  type: string;
  data: unknown;
}

/**
 * Returns the dialect of Lectern's own messages: an event has the name of its type, and its data as the argument.
 * @param ownTypes the types that the program which embeds the server has defined, by their keys
 */
export function nativeDialect(ownTypes: ReadonlyMap<string, MessageEntry>): DialectKind {
  const types: ReadonlyMap<string, SentType> = new Map([...Object.entries(clientMessages), ...ownTypes]);
  return {
    name: 'native',
    isSpokenAt: (namespace) => namespace === '/' || isAddress(namespace, types),
    greets: ({ parameters: { room } }) => room !== undefined,
    claims: () => true,
    open: ({ greeting }) => new NativeDialect(greeting, types),
    translate: (envelope) => [eventOf(envelope)],
  };
}

/** Whether a namespace is an address of messages, such as `/layout` or `/programme/42`. */
function isAddress(namespace: string, types: ReadonlyMap<string, SentType>): boolean {
  const instance = namespace.slice(namespaceOf(namespace).length);
  return [...types].some(([key, { hasInstance }]) => {
    if (!key.startsWith(`${namespaceOf(namespace)} `)) return false;
    return hasInstance ? /^\/[^/,]{1,64}$/.test(instance) : instance === '';
  });
}

function eventOf({ type, data, sender, receiver, id, seq }: Envelope): SocketEvent {
  const place = { sender, receiver, ...(id !== undefined && { id }), ...(seq !== undefined && { seq }) };
  return { name: type, args: [data ?? null, place] };
}

/** The native dialect of one client. */
class NativeDialect implements Dialect {
  private readonly pending = new PendingRequests<Acknowledge>();

  constructor(
    private readonly greeting: Greeting,
    private readonly types: ReadonlyMap<string, SentType>,
  ) {}

  receive({ name, args, acknowledge }: Arrival): readonly ClientEnvelope[] {
    const [data, options] = args;
    const { receiver, id } = (typeof options === 'object' && options !== null ? options : {}) as EventOptions;
    const given = id ?? undefined;
    const waits = acknowledge && (given === undefined || isId(given));
    const request = waits ? this.pending.add(acknowledge, given) : given;
    return [
      {
        // Invalid options are refused like those of any message.
        receiver: (receiver ?? this.receiverOf(name)) as string,
        type: name,
        ...(data !== undefined && data !== null && { data }),
        ...(request !== undefined && { id: request as string }),
      },
    ];
  }

  isOwn({ id }: Envelope): boolean {
    return this.pending.has(id);
  }

  own(envelope: Envelope): readonly SocketEvent[] {
    const { id, ...broadcast } = envelope;
    const { type, data, seq } = broadcast;
    const acknowledge = this.pending.take(id);
    acknowledge?.({ ok: this.isGranted(broadcast), type, data: data ?? null } satisfies Answer);
    // A reply that is also the broadcast to a room is an event for everyone, and the requester is one of them.
    return seq === undefined ? [] : [eventOf(broadcast)];
  }

  /** Returns the receiver of an event that does not name one. */
  private receiverOf(type: string): string {
    const { namespace } = this.greeting;
    const address = namespaceOf(namespace);
    const known = this.types.get(namespace === '/' ? type : keyAt(address, type));
    if (namespace === '/') {
      return known?.receivers.includes('room') && !known.receivers.includes('server') ? 'room' : 'server';
    }
    if (!known) return 'server';
    return known.hasInstance ? namespace : address;
  }

  /** Returns whether a reply grants the request. The families of older systems refuse with a reply of the same type. */
  private isGranted(reply: Envelope): boolean {
    if (reply.type === 'error') return false;
    const key = arrivalKey(reply, (key) => this.types.has(key));
    if (this.types.get(key)?.family === 'own') return true;
    const status = (reply.data as { status?: unknown } | null | undefined)?.status;
    return status !== 'error' && !(typeof status === 'number' && status >= 400);
  }
}

const isId = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
