import type { Backplane } from '../backplane/backplane.js';
import { lectureRoomId } from '../chat/room-id.js';
import { Refusal } from '../protocol/errors.js';
import type { Place, RestrictedEntry, Store } from '../store/store.js';

const roomIdOf = (place: Place): string =>
  'lectureId' in place ? lectureRoomId(place.lectureId) : place.roomId;

function reasonOf(place: Place, entry: RestrictedEntry): string {
  const [what, moderator] =
    'lectureId' in place ? ['the lecture', 'an instructor'] : ['the room', 'the owner of the room'];
  if (entry === 'closed') return `${what} is closed to newcomers`;
  return `${moderator} must admit you; wait with "wait": true`;
}

/** Keeps newcomers out of lectures and rooms that are closed to them, or to which they must be admitted. */
export class EntryControl {
  constructor(
    private readonly store: Pick<Store, 'isAdmitted'>,
    private readonly backplane: Pick<Backplane, 'members'>,
  ) {}

  /** Returns the users in a place. They can join it again after its entry is restricted. */
  async usersIn(place: Place): Promise<string[]> {
    return (await this.backplane.members(roomIdOf(place))).map(({ userId }) => userId);
  }

  /**
   * Returns whether a user is in a place, or can join it.
   * @param entry of the place
   * @param wait whether the user waits to be admitted, if that is possible
   * @throws Refusal forbidden if the user cannot join it, and does not wait
   */
  async allows(
    place: Place,
    entry: RestrictedEntry | undefined,
    userId: string,
    wait = false,
  ): Promise<boolean> {
    if (entry === undefined) return true;
    if (await this.store.isAdmitted(place, userId)) return true;
    if ((await this.usersIn(place)).includes(userId)) return true;
    if (wait && entry === 'waiting') return false;
    throw new Refusal('forbidden', reasonOf(place, entry), { entry });
  }
}
