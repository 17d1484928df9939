/** A description without the links that only the protocol page can follow: `[Resuming](#resuming)` becomes `Resuming`. */
export const plain = (text: string): string => text.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');

/** The same for all descriptions in a schema. */
export function withPlainDescriptions<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withPlainDescriptions) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, child]) => [
    name,
    name === 'description' && typeof child === 'string' ? plain(child) : withPlainDescriptions(child),
  ]);
  return Object.fromEntries(entries) as T;
}
