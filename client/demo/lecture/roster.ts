import type { Hands, Member } from '../../index.js';
import type { Shown } from '../people.js';

/** Somebody in the lecture: as its list has them, and the voice that goes by their name. */
export interface Attendant {
  member: Member;
  /** Undefined while there is no connection of voices. */
  shown: Shown | undefined;
  /** Which of the raised hands is theirs, from 1; 0 where none is. */
  hand: number;
}

/**
 * Everybody in the lecture: the teacher, oneself, then by name.
 * @param people whose voices there are, oneself first
 */
export function roster(
  members: readonly Member[],
  people: readonly Shown[],
  hands: Hands,
  self: string | undefined,
): Attendant[] {
  const [own, ...others] = people;
  // Of several of one name, which is whose cannot be told: each gets one, a client that has gone the last.
  const left = others.sort((a, b) => goneness(a) - goneness(b));
  const take = (name: string): Shown | undefined => {
    const at = left.findIndex(({ person }) => person.value.name === name);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const rank = ({ memberType, userId }: Member): number =>
    memberType === 'instructor' ? 0 : userId === self ? 1 : 2;
  return [...members]
    .sort((a, b) => rank(a) - rank(b) || a.userName.localeCompare(b.userName))
    .map((member) => ({
      member,
      shown: member.userId === self ? own : take(member.userName),
      hand: hands.findIndex(({ userId }) => userId === member.userId) + 1,
    }));
}

const goneness = ({ person }: Shown): number => (person.value.state === 'connected' ? 0 : 1);
