import type {
  Acknowledge,
  Arrival,
  ClientEnvelope,
  Dialect,
  EndpointRequest,
  Envelope,
  Greeting,
  SocketEvent,
} from './dialect.js';
import { tokenOf } from './endpoint-request.js';
import { PendingRequests } from './pending-requests.js';

/** Returns the endpoint of a client of 2-IMMERSE, some of whose services publish to rooms that they have not joined. */
export const immerseEndpoint = ({ parameters }: Greeting): EndpointRequest => ({
  token: tokenOf(parameters),
  publishesOpenly: true,
});

/** Returns the events of an envelope: those of the given types with their data, and errors. */
export function eventsOf({ type, data }: Envelope, types: ReadonlySet<string>): readonly SocketEvent[] {
  return types.has(type) || type === 'error' ? [{ name: type, args: [data] }] : [];
}

/**
 * The dialect of one client of 2-IMMERSE in a namespace. An acknowledgement has no arguments. A refused request is not
 * acknowledged, but causes the event `error`.
 */
export class NamespaceDialect implements Dialect {
  private readonly pending = new PendingRequests<Acknowledge>();

  /**
   * @param types types of the namespace that the server sends
   * @param dataOf returns the data of a message, which can be a string that contains JSON
   */
  constructor(
    private readonly namespace: string,
    private readonly types: ReadonlySet<string>,
    private readonly dataOf: (arrival: Arrival) => unknown,
  ) {}

  receive(arrival: Arrival): readonly ClientEnvelope[] {
    const { name: type, acknowledge } = arrival;
    const data = this.dataOf(arrival);
    const id = acknowledge && this.pending.add(acknowledge);
    return [
      {
        receiver: this.namespace,
        type,
        ...(data !== undefined && { data }),
        ...(id !== undefined && { id }),
      },
    ];
  }

  isOwn({ id }: Envelope): boolean {
    return this.pending.has(id);
  }

  own(envelope: Envelope): readonly SocketEvent[] {
    const acknowledge = this.pending.take(envelope.id);
    if (envelope.type !== 'error') acknowledge?.();
    return eventsOf(envelope, this.types);
  }
}
