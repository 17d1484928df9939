/** To whom a message goes. `as` is the address in the sender's own words: replies come from there. */
export type Address =
  | { kind: 'server'; as: string }
  | { kind: 'room'; as: string; roomId: string | undefined }
  | { kind: 'client'; as: string; clientId: string }
  | { kind: 'namespace'; as: string; namespace: string };

/** Reads a `receiver`. Every string is an address: what is nothing else is a client's id. */
export function parseAddress(receiver: string | null | undefined): Address {
  if (receiver === undefined || receiver === null) return { kind: 'server', as: 'server' };
  if (receiver === 'server' || receiver === 'ground control' || receiver === '') {
    return { kind: 'server', as: receiver };
  }
  if (receiver === 'room') return { kind: 'room', as: receiver, roomId: undefined };
  if (receiver.startsWith('room/')) return { kind: 'room', as: receiver, roomId: receiver.slice(5) };
  if (receiver.startsWith('/')) {
    const end = receiver.indexOf('/', 1);
    return { kind: 'namespace', as: receiver, namespace: end < 0 ? receiver : receiver.slice(0, end) };
  }
  return { kind: 'client', as: receiver, clientId: receiver };
}
