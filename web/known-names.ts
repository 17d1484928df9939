import { type ReadonlySignal, signal } from '@preact/signals';

/** Cyrillic and Greek letters, and digits, that look like Latin ones, in lower case. */
const LOOKALIKES = new Map(
  [
    ['авекмнорстухѕіјһԁԛԝ', 'abekmhopctyxsijhdqw'],
    ['αβεζηικμνορτυχ', 'abezhikmnoptyx'],
    ['01|', 'oll'],
  ].flatMap(([from = '', to = '']) =>
    [...from].map((letter, index) => [letter, to[index] ?? letter] as const),
  ),
);

/** Returns what a name looks like: two names with the same looks can be taken for each other. */
export function looksOf(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase();
  const letters = plain.replace(/[\p{P}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '') || plain;
  // A capital i looks like a small L.
  return [...letters]
    .map((letter) => LOOKALIKES.get(letter) ?? letter)
    .join('')
    .replaceAll('i', 'l');
}

/** The users of the names on the page, by looks, with the number of places where each name is shown. */
const users = new Map<string, Map<string, number>>();

const shared = signal<ReadonlySet<string>>(new Set());

/** The looks that several users share. */
export const sharedLooks: ReadonlySignal<ReadonlySet<string>> = shared;

/** Notes that the page shows a user's name, until the returned function is called. */
export function noteName(user: string, name: string): () => void {
  const looks = looksOf(name);
  count(looks, user, 1);
  return () => count(looks, user, -1);
}

function count(looks: string, user: string, change: 1 | -1): void {
  const shown = users.get(looks) ?? new Map<string, number>();
  const places = (shown.get(user) ?? 0) + change;
  if (places > 0) shown.set(user, places);
  else shown.delete(user);
  if (shown.size > 0) users.set(looks, shown);
  else users.delete(looks);
  const isShared = shown.size > 1;
  if (isShared === shared.peek().has(looks)) return;
  const next = new Set(shared.peek());
  if (isShared) next.add(looks);
  else next.delete(looks);
  shared.value = next;
}

/** Returns a short tag that tells a user apart from others of the same name: always the same for a user's ID. */
export function tagOf(user: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < user.length; index++) {
    hash = Math.imul(hash ^ user.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36).padStart(4, '0').slice(-4);
}

/** Returns a name for labels and questions, with the user's tag if another user on the page has the same name. */
export const distinctName = (user: string, name: string): string =>
  shared.value.has(looksOf(name)) ? `${name} (${tagOf(user)})` : name;
