import type { Hands, Member } from 'lectern-client';
import type { ShownPerson } from '../people.js';

/** Somebody in the lecture: as its list has them, and their voice. */
export interface LectureParticipant {
  member: Member;
  /** Undefined while there is no connection of voices. */
  shown: ShownPerson | undefined;
  /** Which of the raised hands is theirs, from 1; 0 where none is. */
  hand: number;
}

/**
 * Everybody in the lecture: the teacher, oneself, then by name.
 * @param people whose voices there are, oneself first
 */
export function roster(
  members: readonly Member[],
  people: readonly ShownPerson[],
  hands: Hands,
  self: string | undefined,
): LectureParticipant[] {
  const [own, ...others] = people;
  // Of somebody who loaded the page anew there may be a client yet that has gone.
  const voices = new Map(
    others.sort((a, b) => goneness(b) - goneness(a)).map((shown) => [shown.person.value.user, shown]),
  );
  const rank = ({ memberType, userId }: Member): number =>
    memberType === 'instructor' ? 0 : userId === self ? 1 : 2;
  return [...members]
    .sort((a, b) => rank(a) - rank(b) || a.userName.localeCompare(b.userName))
    .map((member) => ({
      member,
      shown: member.userId === self ? own : voices.get(member.userId),
      hand: hands.findIndex(({ userId }) => userId === member.userId) + 1,
    }));
}

const goneness = ({ person }: ShownPerson): number => (person.value.state === 'connected' ? 0 : 1);
