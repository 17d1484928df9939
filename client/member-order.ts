import type { RoomMember } from 'lectern-protocol';

/** The members of a room, in the order in which they joined. */
export class MemberOrder {
  readonly #members = new Map<string, RoomMember>();

  /**
   * Returns whether the user of a client moderates the room if it has no settings: as the presenter who has been in it for
   * the longest.
   */
  isFirst(clientId: string): boolean {
    const own = this.#members.get(clientId);
    if (!own) return false;
    for (const member of this.#members.values()) {
      if (member.role !== 'viewer') return userOf(member) === userOf(own);
    }
    return false;
  }

  replace(members: readonly RoomMember[]): void {
    this.#members.clear();
    this.update(members);
  }

  /** Adds new members after the others, and updates those that are known. */
  update(members: readonly RoomMember[]): void {
    for (const member of members) this.#members.set(member.id, member);
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#members.delete(id);
  }
}

const userOf = ({ id, user = id }: RoomMember): string => user;
