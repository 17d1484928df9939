import { cleanText, isName } from 'lectern-protocol/shown-text';

/** What is wrong with a name that the user has typed: it is missing, or a word mixes alphabets that look alike. */
export type NameFault = 'missing' | 'mixed';

/** Reads the name that a user has typed or pasted, without invisible characters. */
export function readName(written: string): { name: string; fault?: NameFault } {
  const name = cleanText(written);
  if (name === '') return { name, fault: 'missing' };
  return isName(name) ? { name } : { name, fault: 'mixed' };
}
