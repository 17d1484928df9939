import { namespaceOf, splitKey } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';

/** To whom a message goes. `as` is the address in the sender's own words: replies come from there. */
export type Address =
  | { kind: 'server'; as: string }
  | { kind: 'room'; as: string; roomId: string | undefined }
  | { kind: 'client'; as: string; clientId: string }
  | { kind: 'namespace'; as: string; namespace: string; instance: string | undefined };

/** Reads a `receiver`. Every string is an address: what is nothing else is a client's id. */
export function parseAddress(receiver: string | null | undefined): Address {
  if (receiver === undefined || receiver === null) return { kind: 'server', as: 'server' };
  if (receiver === 'server' || receiver === 'ground control' || receiver === '') {
    return { kind: 'server', as: receiver };
  }
  if (receiver === 'room') return { kind: 'room', as: receiver, roomId: undefined };
  // Rooms of namespaces are spoken to by their namespaces alone.
  if (/^room\/(?!\/)/.test(receiver)) return { kind: 'room', as: receiver, roomId: receiver.slice(5) };
  if (receiver.startsWith('/')) {
    const namespace = namespaceOf(receiver);
    const instance = receiver === namespace ? undefined : receiver.slice(namespace.length + 1);
    return { kind: 'namespace', as: receiver, namespace, instance };
  }
  return { kind: 'client', as: receiver, clientId: receiver };
}

/** The namespaces that have something after them in their addresses, such as `/programme/42`. */
const withInstance: ReadonlySet<string> = new Set(
  Object.entries(clientMessages).flatMap(([key, { hasInstance }]) => (hasInstance ? [splitKey(key)[0]] : [])),
);

/** Who speaks to a room where no client does: the address of its namespace, or the server. */
export function senderIn(roomId: string): string {
  const namespace = namespaceOf(roomId);
  return withInstance.has(namespace) ? roomId.split('/', 3).join('/') : namespace || 'server';
}

/** Where a room is spoken to: a room of a namespace has its address for its id. */
export const roomAddress = (roomId: string): string => (roomId.startsWith('/') ? roomId : `room/${roomId}`);
