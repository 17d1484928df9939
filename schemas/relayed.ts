import type { ServerMessageType } from './generated/messages.js';
import { serverTypes } from './generated/server-types.js';
import { schemaFault } from './schema-fault.js';

/** Whether the server sends messages of this type. @param key the type, after its namespace if it has one */
export const isServerType = (key: string): key is ServerMessageType => Object.hasOwn(serverTypes, key);

/**
 * Checks the data of a message that another client wrote and the server relays unchanged. Returns the first fault;
 * undefined if the data fits its schema, and for every message that the server writes itself.
 */
export function relayedFault(key: ServerMessageType, data: unknown): string | undefined {
  const relayed = serverTypes[key];
  if (!relayed || (relayed.optional && data === undefined)) return undefined;
  return schemaFault(relayed.schema, data);
}
