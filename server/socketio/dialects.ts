import type { Arrival, DialectKind, Greeting } from './dialect.js';
import { liveClassDialect } from './live-class-dialect.js';
import { lobbyDialect } from './lobby-dialect.js';
import { nativeDialect } from './native-dialect.js';
import { owtDialect } from './owt-dialect.js';
import { programmeDialect } from './programme-dialect.js';
import { screensDialect } from './screens-dialect.js';
import { triggerDialect } from './trigger-dialect.js';

/** The dialects of older systems, in the order in which they are asked. The native dialect is used by all others. */
const kinds: readonly DialectKind[] = [
  screensDialect,
  triggerDialect,
  lobbyDialect,
  programmeDialect,
  owtDialect,
  liveClassDialect,
];

/** Whether clients can connect to a namespace. */
export const isNamespace = (name: string): boolean =>
  [...kinds, nativeDialect].some((kind) => kind.isSpokenAt(name));

/**
 * Returns the dialect of a client that has connected; undefined if only its first event shows which one it uses. A
 * client can name its dialect with the parameter `dialect`.
 */
export function dialectOf(greeting: Greeting): DialectKind | undefined {
  const spoken = [...kinds, nativeDialect].filter((kind) => kind.isSpokenAt(greeting.namespace));
  const { dialect } = greeting.parameters;
  const known = spoken.find(({ name }) => name === dialect) ?? spoken.find((kind) => kind.greets(greeting));
  return known ?? (spoken.length === 1 ? spoken[0] : undefined);
}

/** Returns the dialect of a client, judging by its first event. */
export function dialectOfFirst(greeting: Greeting, arrival: Arrival): DialectKind {
  const { namespace } = greeting;
  return kinds.find((kind) => kind.isSpokenAt(namespace) && kind.claims(greeting, arrival)) ?? nativeDialect;
}
