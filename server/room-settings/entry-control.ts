import type { Backplane } from '../backplane/backplane.js';
import { lectureRoomId } from '../chat/room-id.js';
import { Refusal } from '../protocol/errors.js';
import type { Place, RestrictedEntry, Store } from '../store/store.js';

const roomIdOf = (place: Place): string =>
  'lectureId' in place ? lectureRoomId(place.lectureId) : place.roomId;

/** Keeps newcomers out of lectures and rooms that are closed to them. */
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
   * Checks that a user is in a place, or can join it.
   * @param entry of the place
   * @throws Refusal forbidden
   */
  async check(place: Place, entry: RestrictedEntry | undefined, userId: string): Promise<void> {
    if (entry === undefined) return;
    if ((await this.usersIn(place)).includes(userId)) return;
    if (await this.store.isAdmitted(place, userId)) return;
    throw new Refusal(
      'forbidden',
      `${'lectureId' in place ? 'the lecture' : 'the room'} is closed to newcomers`,
      {
        entry,
      },
    );
  }
}
