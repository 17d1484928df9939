import type { AnyFamily, SentByType } from 'lectern-protocol';
import type { Hooks } from './hooks/hooks.js';
import type { Options } from './options.js';

/** Settings of a server: options that differ from their defaults, and what only a program can give. */
export interface ServerSettings<Families extends readonly AnyFamily[] = readonly AnyFamily[]>
  extends Partial<Options> {
  /** Functions of the program that the server calls (docs/server.md). */
  hooks?: Hooks<SentByType<Families[number]>>;
  /** Message types of the program, made by `defineFamily` (docs/server.md#message-types-of-ones-own). */
  families?: Families;
}
