import type { Hands, Member } from 'lectern-client';
import type { ShownPerson } from '../people.js';

/** A participant of the lecture: the entry in the member list, and the voice. */
export interface LectureParticipant {
  member: Member;
  /** Undefined while there is no voice connection. */
  shown: ShownPerson | undefined;
  /** Position of the participant's raised hand, from 1; 0 if it is not raised. */
  hand: number;
}

/**
 * Returns everyone in the lecture: the teacher, the user, then by name.
 * @param people clients with a voice connection, the user first
 */
export function roster(
  members: readonly Member[],
  people: readonly ShownPerson[],
  hands: Hands,
  self: string | undefined,
): LectureParticipant[] {
  const [own, ...others] = people;
  // After a reload, a user's former client can still be listed.
  const voices = new Map(
    others
      .sort((a, b) => disconnectedRank(b) - disconnectedRank(a))
      .map((shown) => [shown.person.value.user, shown]),
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

const disconnectedRank = ({ person }: ShownPerson): number => (person.value.state === 'connected' ? 0 : 1);
