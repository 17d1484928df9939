import { words } from '../i18n/index.js';

/** People past whom voices begin to break up where all of them talk on a small computer: see docs/figures.md. */
const COMFORTABLE = 8;

/** Says that every voice goes to everybody, where that has become a lot. */
export function MeshNote({ count }: { count: number }) {
  if (count <= COMFORTABLE) return null;
  return <p class="mesh-note">{words.value.room.crowded(count)}</p>;
}
