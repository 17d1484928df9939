import type { DialectKind } from './dialect.js';
import { eventsOf, immerseEndpoint, NamespaceDialect } from './namespace-dialect.js';

/** Messages of the server. */
const TYPES: ReadonlySet<string> = new Set(['EVENT', 'CLIENTS']);

/** `/layout` and `/bus` of 2-IMMERSE: an event has one argument, which clients send as an object or as its JSON. */
export const screensDialect: DialectKind = {
  name: 'screens',
  isSpokenAt: (namespace) => namespace === '/layout' || namespace === '/bus',
  greets: () => true,
  claims: () => true,
  endpoint: immerseEndpoint,
  open: ({ greeting }) => new NamespaceDialect(greeting.namespace, TYPES, ({ args: [data] }) => data),
  translate: (envelope) => eventsOf(envelope, TYPES),
};
