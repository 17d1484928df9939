import { words } from '../i18n/index.js';

/**
 * Number of participants above which voices become choppy on a small computer if everyone talks: see docs/figures.md.
 */
const COMFORTABLE = 8;

/** Warns in a large room that every voice is sent to every participant. */
export function MeshNote({ count }: { count: number }) {
  if (count <= COMFORTABLE) return null;
  return <p class="mesh-note">{words.value.room.crowded(count)}</p>;
}
