import { useSignal } from '@preact/signals';
import type { Member } from 'lectern-client';
import { userId as ownId } from '../classroom-app.js';
import { PersonName } from '../components/person-name.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { initials, tint } from '../person.js';
import { language } from '../preferences.js';
import type { ClassSession } from './class-session.js';
import { MemberMenu } from './member-menu.js';

/** Maximum number shown before the user asks for more. */
const SHOWN = 24;

/** Sorts the teachers first, then the members who are present, then by name. */
function sorted(members: readonly Member[]): Member[] {
  const { compare } = new Intl.Collator(language.value);
  const rank = ({ memberType, connected }: Member): number =>
    memberType === 'instructor' ? 0 : connected ? 1 : 2;
  return members.toSorted((one, other) => rank(one) - rank(other) || compare(one.userName, other.userName));
}

/** The list of everyone enrolled, with those who are present. */
export function Members({ session, teaches }: { session: ClassSession; teaches: boolean }) {
  const text = words.value.classes;
  const all = useSignal(false);
  const members = session.members.value;
  const list = sorted(members ?? []);
  const here = list.filter(({ connected }) => connected).length;
  return (
    <section class="members" aria-labelledby="members-title" aria-busy={!members}>
      <div class="heading">
        <h2 id="members-title">{text.people}</h2>
        {members && <span class="quiet">{text.here(here, list.length)}</span>}
      </div>
      {members ? (
        <ul>
          {list.slice(0, all.value ? undefined : SHOWN).map((member) => (
            <Line key={member.userId} member={member} session={session} teaches={teaches} />
          ))}
        </ul>
      ) : (
        <Skeleton />
      )}
      {list.length === 1 && <p class="hint">{text.onlyYou}</p>}
      {list.length > SHOWN && !all.value && (
        <button
          type="button"
          class="button outline small"
          onClick={() => {
            all.value = true;
          }}
        >
          {text.showAll(list.length)}
        </button>
      )}
    </section>
  );
}

const tints = 6;

interface LineProps {
  member: Member;
  session: ClassSession;
  teaches: boolean;
}

function Line({ member, session, teaches }: LineProps) {
  const { classes: text, person } = words.value;
  const { userId, userName, connected, memberType } = member;
  return (
    <li class="member" data-here={connected}>
      <span class="avatar" data-tint={tint(userName, tints)} aria-hidden="true">
        {initials(userName)}
      </span>
      <span class="who">
        <PersonName user={userId} name={userName} teacher={memberType === 'instructor'} />
        {userId === ownId.value && <span class="signs">{person.you}</span>}
      </span>
      <span class="presence">{connected ? text.online : text.offline}</span>
      {teaches && userId !== ownId.value && <MemberMenu session={session} member={member} />}
    </li>
  );
}
