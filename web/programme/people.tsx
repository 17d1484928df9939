import type { ProgrammeUser } from 'lectern-client';
import { useRef } from 'preact/hooks';
import { Avatar } from '../components/avatar.js';
import { MeshNote } from '../components/mesh-note.js';
import { PersonName } from '../components/person-name.js';
import { QualityMenu } from '../components/quality-menu.js';
import { VoiceSign } from '../components/voice-sign.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import type { ShownPerson } from '../people.js';
import { useRoomSession } from './context.js';

/** Maximum number of people that are listed individually. */
const SHOWN = 200;

/** The people in the room, the user first, and whether they can be heard. */
export function People() {
  const { chat, voices, self } = useRoomSession();
  const text = words.value.programme;
  const own = self.value;
  const users = chat.value?.users ?? [];
  const shown = voices.value?.people.value ?? [];
  const list = users.toSorted((one, other) => Number(other.id === own) - Number(one.id === own));
  return (
    <aside class="programme-people" aria-labelledby="programme-people">
      <h2 id="programme-people">{text.people(users.length)}</h2>
      <ul class="participants">
        {list.slice(0, SHOWN).map((user) => (
          <Row
            key={user.id}
            user={user}
            own={user.id === own}
            shown={shown.find(({ id }) => id === (user.id === own ? 'self' : user.id))}
          />
        ))}
      </ul>
      {voices.value && <MeshNote count={users.length} />}
      {users.length === 1 && <p class="quiet">{text.alone}</p>}
    </aside>
  );
}

function Row({ user, own, shown }: { user: ProgrammeUser; own: boolean; shown: ShownPerson | undefined }) {
  const row = useRef<HTMLLIElement>(null);
  const { displayName, userUID } = user;
  return (
    <li ref={row} class="participant">
      <Avatar name={displayName} />
      <div class="who">
        <PersonName user={userUID} name={displayName} />
        {own && <span class="badges">{words.value.programme.you}</span>}
      </div>
      <VoiceSign shown={shown} may card={row} />
      {shown && !own && <QualityMenu name={distinctName(userUID, displayName)} person={shown.person.value} />}
    </li>
  );
}
