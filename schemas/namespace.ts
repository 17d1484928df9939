/** The namespace of an address such as `/programme/42/blue`: its first step; empty where the address is in none. */
export const namespaceOf = (address: string): string => /^\/[^/]*/.exec(address)?.[0] ?? '';

/** What the tables call a type that a namespace may have of its own: the type, after the namespace. */
export const keyAt = (namespace: string, type: string): string =>
  namespace === '' ? type : `${namespace} ${type}`;

/** A key of the tables as its namespace, empty where it has none, and its type as it stands on the wire. */
export function splitKey(key: string): [namespace: string, type: string] {
  const space = key.indexOf(' ');
  return space < 0 ? ['', key] : [key.slice(0, space), key.slice(space + 1)];
}

/**
 * The key of what arrives at a client. A namespace speaks from its address, and to everyone in one of its rooms; a type
 * that it has not of its own means there what it means everywhere.
 */
export function arrivalKey(
  { sender, receiver, type }: { sender: string; receiver: string; type: string },
  isKnown: (key: string) => boolean,
): string {
  const key = keyAt(namespaceOf(receiver) || namespaceOf(sender), type);
  return isKnown(key) ? key : type;
}
