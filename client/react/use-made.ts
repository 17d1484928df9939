import { useState } from 'react';

/** An object that is made again exactly when the key changes. Unlike with `useMemo`, React never discards it. */
export function useMade<K, T>(key: K, make: () => T): T {
  const [known, setKnown] = useState(() => ({ key, made: make() }));
  if (Object.is(known.key, key)) return known.made;
  const made = make();
  setKnown({ key, made });
  return made;
}
