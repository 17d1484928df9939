import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { classRoomId, lectureIdOf } from '../chat/room-id.js';
import type { Lecture, Membership, Store } from '../store/store.js';
import { classOf, type Place, placesOf } from './places.js';
import type { Speakers } from './speakers.js';

/** The log in which nodes announce memberships that have ended, or have another role. */
const MEMBERSHIPS = 'memberships';

interface Services {
  store: Pick<Store, 'lecture' | 'member'>;
  backplane: Backplane;
  manager: ChatManager;
  speakers: Speakers;
  /** Called on each node when the membership of a user has changed. */
  rightsChanged(userId: string): void;
  log: { error(fields: object, text: string): void };
  activeMembersChanged(lecture: Lecture): void;
  lecturesChanged(classUuid: string): void;
  /** Ends a live lecture if none of its instructors is in its room. */
  endUntaught(lecture: Lecture): Promise<void>;
}

/** A change of a membership. The class room is informed before. */
interface MembershipChange {
  type: 'LeaveClass' | 'RemoveMember' | 'SetMemberType';
  /** The new membership, or the one that has ended. */
  membership: Membership;
}

/** Applies changes of memberships to the clients of the user, on all nodes. */
export class Memberships implements LogListener {
  constructor(private readonly services: Services) {}

  /** Subscribes to announcements. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(MEMBERSHIPS, this);
  }

  async close(): Promise<void> {
    await this.services.backplane.unsubscribe(MEMBERSHIPS, this);
  }

  /**
   * Applies a change. Must be called after it is stored: clients that join at the same time are then found, or find the
   * change themselves.
   */
  async apply(type: MembershipChange['type'], membership: Membership): Promise<void> {
    const change: MembershipChange = { type, membership };
    await this.services.backplane.publish(MEMBERSHIPS, JSON.stringify(change));
  }

  deliver(text: string): void {
    this.applyHere(JSON.parse(text) as MembershipChange).catch((error) => this.failed(error));
  }

  /** This node has missed announcements. */
  gap(): void {
    this.checkAll().catch((error) => this.failed(error));
  }

  private async applyHere({ type, membership }: MembershipChange): Promise<void> {
    const { manager } = this.services;
    const { classUuid, userId, memberType } = membership;
    const places: Place[] = [];
    for (const place of placesOf(manager, ({ user }) => user.id === userId)) {
      if ((await classOf(this.services.store, place.roomId)) === classUuid) places.push(place);
    }
    for (const client of manager.clients.values()) {
      if (client.user.id !== userId || client.rooms.has(classRoomId(classUuid))) continue;
      if (type === 'SetMemberType') client.tell(type, { classUuid, userId, memberType, status: 200 });
      else client.tell(type, { classUuid, userId, status: 200 });
    }
    if (type !== 'SetMemberType') {
      for (const { client, roomId } of places) await manager.leave(client, roomId);
    }
    for (const lectureId of new Set(places.map(({ roomId }) => lectureIdOf(roomId)))) {
      if (lectureId !== undefined) await this.applyToLecture(lectureId, type, membership);
    }
    this.services.rightsChanged(userId);
  }

  private async applyToLecture(
    lectureId: number,
    type: MembershipChange['type'],
    { userId, memberType }: Membership,
  ): Promise<void> {
    const { store, speakers } = this.services;
    const lecture = await store.lecture(lectureId);
    if (!lecture) return;
    const isInstructor = memberType === 'instructor';
    if (type !== 'SetMemberType') {
      await speakers.revoke(lectureId, userId);
      if (isInstructor) await this.services.endUntaught(lecture);
      return;
    }
    this.services.activeMembersChanged(lecture);
    this.services.lecturesChanged(lecture.classUuid);
    if (isInstructor) await speakers.lowerHand(lecture, userId);
    else await this.services.endUntaught(lecture);
  }

  /** Removes every client of this node that is in a room of a class of which its user is no member. */
  private async checkAll(): Promise<void> {
    const { store, manager } = this.services;
    for (const { client, roomId } of placesOf(manager, () => true)) {
      const classUuid = await classOf(store, roomId);
      if (classUuid !== undefined && !(await store.member(classUuid, client.user.id))) {
        await manager.leave(client, roomId);
      }
    }
  }

  private failed(err: unknown): void {
    this.services.log.error({ err }, 'a changed membership could not be applied');
  }
}
