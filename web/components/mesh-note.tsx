import { words } from '../i18n/index.js';
import type { ShownPerson } from '../people.js';
import { soundOnly } from '../preferences.js';

/**
 * Number of participants above which voices become choppy on a small computer if everyone talks: see docs/figures.md.
 */
const COMFORTABLE = 8;

interface MeshNoteProps {
  count: number;
  /** The participants, the user first. */
  people?: readonly ShownPerson[] | undefined;
}

/** Warns in a large room that every voice is sent to every participant, or says that a server carries the voices. In that case, the user can choose to receive sound only. */
export function MeshNote({ count, people = [] }: MeshNoteProps) {
  const text = words.value.room;
  if (people[0]?.person.value.served)
    return (
      <div class="mesh-note" data-served>
        <p>{text.served}</p>
        <label class="choice">
          <input
            type="checkbox"
            checked={soundOnly.value === 'yes'}
            onChange={({ currentTarget }) => {
              soundOnly.value = currentTarget.checked ? 'yes' : 'no';
            }}
          />
          {text.soundOnly}
        </label>
      </div>
    );
  return count > COMFORTABLE ? <p class="mesh-note">{text.crowded(count)}</p> : null;
}
