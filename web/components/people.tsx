import { words } from '../i18n/index.js';
import { people, screens } from '../session.js';
import { wasOpen } from '../session-state.js';
import { CopyLink } from './copy-link.js';
import { MeshNote } from './mesh-note.js';
import { PersonCard } from './person-card.js';
import { ScreenShare } from './screen-share.js';

/** Returns the size of the cards for a number of participants. */
const sizeFor = (count: number) =>
  count === 1 ? 'alone' : count <= 4 ? 'small' : count <= 9 ? 'middle' : 'crowd';

/** The shared screens and all participants of the room. */
export function People({ room }: { room: string }) {
  const text = words.value.room;
  const alone = people.value.length === 1 && wasOpen.value;
  return (
    <section class="people" aria-label={text.people}>
      {screens.value.map((shown) => (
        <ScreenShare key={shown.id} shown={shown} />
      ))}
      <MeshNote count={people.value.length} people={people.value} />
      <ul class="cards" data-size={screens.value.length > 0 ? 'crowd' : sizeFor(people.value.length)}>
        {people.value.map((shown) => (
          <PersonCard key={shown.id} shown={shown} />
        ))}
        {alone && (
          <li class="alone">
            <p>{text.alone}</p>
            <p class="quiet">{text.aloneTodo}</p>
            <CopyLink room={room} />
          </li>
        )}
      </ul>
    </section>
  );
}
