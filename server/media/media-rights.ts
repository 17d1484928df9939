import type { Presence } from '../backplane/backplane.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { moderatorAmong } from '../chat/moderator.js';
import { lectureIdOf, roomIdFault } from '../chat/room-id.js';
import type { LectureStates } from '../classroom/lecture-states.js';
import { Refusal } from '../protocol/errors.js';
import type { Store } from '../store/store.js';

interface RightsServices {
  store: Pick<Store, 'instructors' | 'lecture' | 'member'>;
  states: Pick<LectureStates, 'get'>;
  manager: Pick<ChatManager, 'rooms'>;
}

/** Tells who is allowed to publish in a room. */
export class MediaRights {
  constructor(private readonly services: RightsServices) {}

  /** Returns the members that are allowed to publish, and whether each leads the room. */
  async publishers(roomId: string, members: readonly Presence[]): Promise<Map<string, { leads: boolean }>> {
    const lectureId = lectureIdOf(roomId);
    if (lectureId !== undefined) return this.lecturePublishers(lectureId, members);
    const { speech } = this.services.manager.rooms.get(roomId) ?? {};
    const allowed = members.filter(({ role }) => speech !== 'presenters' || role === 'presenter');
    return new Map(allowed.map(({ id }) => [id, { leads: false }]));
  }

  /** Returns the clients of those who lead a room: the instructors of a lecture, or the owner or moderator of another room. */
  async leaders(roomId: string, members: Iterable<Presence>): Promise<string[]> {
    const present = [...members];
    const users = await this.leadingUsers(roomId, present);
    return present.flatMap(({ id, userId }) => (users.has(userId) ? [id] : []));
  }

  private async leadingUsers(roomId: string, members: readonly Presence[]): Promise<Set<string>> {
    const { store, manager } = this.services;
    const lectureId = lectureIdOf(roomId);
    if (lectureId !== undefined) {
      const lecture = await store.lecture(lectureId);
      const instructors = lecture ? await store.instructors(lecture.classUuid) : [];
      return new Set(instructors.map(({ user }) => user.id));
    }
    // Nobody moderates rooms that cannot have settings.
    if (roomIdFault(roomId) !== undefined) return new Set();
    const room = manager.rooms.get(roomId);
    const leader = room?.hasSettings ? room.ownerId : moderatorAmong(members);
    return new Set(leader === undefined ? [] : [leader]);
  }

  /** @throws Refusal forbidden if a member is not allowed to publish */
  async require(roomId: string, member: Presence | undefined): Promise<void> {
    if (!member || !(await this.publishers(roomId, [member])).has(member.id))
      throw new Refusal('forbidden', 'you are not allowed to speak in this room now');
  }

  private async lecturePublishers(
    lectureId: number,
    members: readonly Presence[],
  ): Promise<Map<string, { leads: boolean }>> {
    const { store, states } = this.services;
    const [lecture, { granted }] = await Promise.all([store.lecture(lectureId), states.get(lectureId)]);
    const rights = new Map<string, { leads: boolean }>();
    if (!lecture) return rights;
    await Promise.all(
      members.map(async ({ id, userId }) => {
        const leads = (await store.member(lecture.classUuid, userId))?.memberType === 'instructor';
        if (leads || lecture.speech === 'everyone' || granted.includes(userId)) rights.set(id, { leads });
      }),
    );
    return rights;
  }
}
