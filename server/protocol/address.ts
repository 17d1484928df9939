import { namespaceOf, splitKey } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';

/** The receiver of a message. `as` is the address as the sender wrote it; replies are sent from this address. */
export type Address =
  | { kind: 'server'; as: string }
  | { kind: 'room'; as: string; roomId: string | undefined }
  | { kind: 'client'; as: string; clientId: string }
  | { kind: 'namespace'; as: string; namespace: string; instance: string | undefined };

/** Parses a `receiver`. Every string is an address: if it is nothing else, it is a client's ID. */
export function parseAddress(receiver: string | null | undefined): Address {
  if (receiver === undefined || receiver === null) return { kind: 'server', as: 'server' };
  if (receiver === 'server' || receiver === 'ground control' || receiver === '') {
    return { kind: 'server', as: receiver };
  }
  if (receiver === 'room') return { kind: 'room', as: receiver, roomId: undefined };
  // Rooms of namespaces are only addressed through their namespaces.
  if (/^room\/(?!\/)/.test(receiver)) return { kind: 'room', as: receiver, roomId: receiver.slice(5) };
  if (receiver.startsWith('/')) {
    const namespace = namespaceOf(receiver);
    const instance = receiver === namespace ? undefined : receiver.slice(namespace.length + 1);
    return { kind: 'namespace', as: receiver, namespace, instance };
  }
  return { kind: 'client', as: receiver, clientId: receiver };
}

/** The namespaces whose addresses contain an instance, such as `/programme/42`. */
const withInstance: ReadonlySet<string> = new Set(
  Object.entries(clientMessages).flatMap(([key, { hasInstance }]) => (hasInstance ? [splitKey(key)[0]] : [])),
);

/** Returns the sender of messages to a room that are not from a client: the address of its namespace, or `server`. */
export function roomSender(roomId: string): string {
  const namespace = namespaceOf(roomId);
  return withInstance.has(namespace) ? roomId.split('/', 3).join('/') : namespace || 'server';
}

/** Returns the address of a room. In a namespace, it is the same as the room's ID. */
export const roomAddress = (roomId: string): string => (roomId.startsWith('/') ? roomId : `room/${roomId}`);
