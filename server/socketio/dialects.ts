import type { MessageEntry } from '../protocol/codec.js';
import type { Arrival, DialectKind, Greeting } from './dialect.js';
import { liveClassDialect } from './live-class-dialect.js';
import { lobbyDialect } from './lobby-dialect.js';
import { nativeDialect } from './native-dialect.js';
import { owtDialect } from './owt-dialect.js';
import { programmeDialect } from './programme-dialect.js';
import { screensDialect } from './screens-dialect.js';
import { triggerDialect } from './trigger-dialect.js';

/** The dialects of older systems, in the order in which they are asked. */
const older: readonly DialectKind[] = [
  screensDialect,
  triggerDialect,
  lobbyDialect,
  programmeDialect,
  owtDialect,
  liveClassDialect,
];

/** The dialects of a server. */
export class Dialects {
  /** The dialect that all clients use which use none of an older system. */
  readonly native: DialectKind;
  private readonly all: readonly DialectKind[];

  /** @param ownTypes the types that the program which embeds the server has defined, by their keys */
  constructor(ownTypes: ReadonlyMap<string, MessageEntry>) {
    this.native = nativeDialect(ownTypes);
    this.all = [...older, this.native];
  }

  /** Whether clients can connect to a namespace. */
  isNamespace(name: string): boolean {
    return this.all.some((kind) => kind.isSpokenAt(name));
  }

  /**
   * Returns the dialect of a client that has connected; undefined if only its first event shows which one it uses. A
   * client can name its dialect with the parameter `dialect`.
   */
  of(greeting: Greeting): DialectKind | undefined {
    const spoken = this.all.filter((kind) => kind.isSpokenAt(greeting.namespace));
    const { dialect } = greeting.parameters;
    const known = spoken.find(({ name }) => name === dialect) ?? spoken.find((kind) => kind.greets(greeting));
    return known ?? (spoken.length === 1 ? spoken[0] : undefined);
  }

  /** Returns the dialect of a client, judging by its first event. */
  ofFirst(greeting: Greeting, arrival: Arrival): DialectKind {
    const { namespace } = greeting;
    return older.find((kind) => kind.isSpokenAt(namespace) && kind.claims(greeting, arrival)) ?? this.native;
  }
}
