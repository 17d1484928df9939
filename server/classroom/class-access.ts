import type { ChatClient } from '../chat/chat-client.js';
import { lectureRoomId } from '../chat/room-id.js';
import { Refusal } from '../protocol/errors.js';
import type { EntryControl } from '../room-settings/entry-control.js';
import type { ClassMember, Lecture, Marker, Store } from '../store/store.js';
import { excludedRefusal } from './exclusions.js';

/** A lecture, and the client's membership in its class. */
export interface LectureMember {
  lecture: Lecture;
  member: ClassMember;
}

/**
 * Access control for classes and lectures. Each method returns the objects that a message refers to.
 * @throws Refusal not-found if they do not exist, forbidden if the client is not allowed to use them
 */
export class ClassAccess {
  constructor(
    private readonly store: Store,
    private readonly entry: EntryControl,
  ) {}

  /** Requires that the client is enrolled in the class, and not banned from it. */
  requireClassMember(client: ChatClient, classUuid: string): Promise<ClassMember> {
    return this.requireMember(client, classUuid);
  }

  private async requireMember(
    client: ChatClient,
    classUuid: string,
    lectureId?: number,
  ): Promise<ClassMember> {
    const member = await this.findMember(client, classUuid, lectureId);
    if (member) return member;
    if (!(await this.store.class(classUuid))) throw new Refusal('not-found', 'class not found');
    throw new Refusal('forbidden', 'you are not enrolled in this class');
  }

  /**
   * Returns the client as a member of the class, if it is enrolled.
   * @param lectureId the lecture that the message refers to, if any
   * @throws Refusal forbidden if the client has been removed from the lecture, or banned from the class
   */
  private async findMember(
    client: ChatClient,
    classUuid: string,
    lectureId?: number,
  ): Promise<ClassMember | undefined> {
    const { id } = client.user;
    const [member, excluded] = await Promise.all([
      this.store.member(classUuid, id),
      this.store.exclusion(classUuid, id, lectureId),
    ]);
    if (excluded && member?.memberType !== 'instructor') throw excludedRefusal(excluded);
    return member;
  }

  async requireClassInstructor(client: ChatClient, classUuid: string): Promise<ClassMember> {
    const member = await this.requireClassMember(client, classUuid);
    if (member.memberType !== 'instructor')
      throw new Refusal('forbidden', 'only the instructor is allowed to do this');
    return member;
  }

  /**
   * Requires that the client is enrolled in the class of the lecture, and not removed from either. If the lecture is
   * closed to newcomers, the client must also be in it or be admitted.
   * @param returns the client was in the lecture before
   */
  async requireLectureMember(
    client: ChatClient,
    { classUuid, lectureId }: { classUuid: string; lectureId: number },
    returns = false,
  ): Promise<LectureMember> {
    const [member, lecture] = await Promise.all([
      this.requireMember(client, classUuid, lectureId),
      this.store.lecture(lectureId),
    ]);
    if (lecture?.classUuid !== classUuid) throw new Refusal('not-found', 'lecture not found in this class');
    if (!returns) await this.checkEntry(client, lecture, member);
    return { lecture, member };
  }

  private async checkEntry(client: ChatClient, lecture: Lecture, { memberType }: ClassMember): Promise<void> {
    if (lecture.entry === undefined || memberType === 'instructor') return;
    if (client.rooms.has(lectureRoomId(lecture.id))) return;
    await this.entry.allows({ lectureId: lecture.id }, lecture.entry, client.user.id);
  }

  /** Requires the same of a user who is not connected. @throws Refusal forbidden */
  async requireUserIn(userId: string, lecture: Lecture): Promise<void> {
    const [member, excluded] = await Promise.all([
      this.store.member(lecture.classUuid, userId),
      this.store.exclusion(lecture.classUuid, userId, lecture.id),
    ]);
    if (!member) throw new Refusal('forbidden', 'you are not enrolled in this class');
    if (member.memberType === 'instructor') return;
    if (excluded) throw excludedRefusal(excluded);
    if (lecture.entry) await this.entry.allows({ lectureId: lecture.id }, lecture.entry, userId);
  }

  /** Requires that the client is an instructor of the lecture's class. */
  async requireInstructorOf(client: ChatClient, lectureId: number): Promise<Lecture> {
    const lecture = await this.store.lecture(lectureId);
    if (!lecture) throw new Refusal('not-found', 'lecture not found');
    await this.requireClassInstructor(client, lecture.classUuid);
    return lecture;
  }

  async requireLectureInstructor(
    client: ChatClient,
    named: { classUuid: string; lectureId: number },
  ): Promise<LectureMember> {
    const found = await this.requireLectureMember(client, named);
    if (found.member.memberType !== 'instructor') {
      throw new Refusal('forbidden', 'only the instructor is allowed to do this');
    }
    return found;
  }

  /** Requires that the client is enrolled in the class of the marker, and is allowed in its lecture. */
  async requireMarker(
    client: ChatClient,
    markerId: number,
  ): Promise<{ marker: Marker; member: ClassMember }> {
    const marker = await this.store.marker(markerId);
    const member = marker && (await this.findMember(client, marker.classUuid, marker.lectureId));
    // The error is the same for a marker of another class, so that it does not reveal whether the marker exists.
    if (!member) throw new Refusal('not-found', 'marker not found in your classes');
    const lecture = await this.store.lecture(marker.lectureId);
    if (lecture) await this.checkEntry(client, lecture, member);
    return { marker, member };
  }
}
