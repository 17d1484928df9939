import type { Arrival, DialectKind } from './dialect.js';
import { eventsOf, immerseEndpoint, NamespaceDialect } from './namespace-dialect.js';

const NAMESPACE = '/trigger';

/** Messages of the server. */
const TYPES: ReadonlySet<string> = new Set(['EVENTS', 'UPDATES', 'STATUS']);

/** `/trigger` of 2-IMMERSE: clients send `BROADCAST_*` with the ID and the data, and receive the data alone. */
export const triggerDialect: DialectKind = {
  name: 'trigger',
  isSpokenAt: (namespace) => namespace === NAMESPACE,
  greets: () => true,
  claims: () => true,
  endpoint: immerseEndpoint,
  open: () => new NamespaceDialect(NAMESPACE, TYPES, dataOf),
  translate: (envelope) => eventsOf(envelope, TYPES),
};

function dataOf({ name, args: [id, ...data] }: Arrival): unknown {
  // Without data, the argument can be what WebSocket clients send: an object with both, or its JSON.
  return name.startsWith('BROADCAST_') && data.length > 0 ? { id, data: data[0] ?? null } : id;
}
