import type { ChatClient } from '../chat/chat-client.js';
import { Refusal } from '../protocol/errors.js';
import type { ClassMember, Lecture, Marker, Store } from '../store/store.js';

/** A lecture, and what the one who asks is in its class. */
export interface LectureMember {
  lecture: Lecture;
  member: ClassMember;
}

/**
 * Who may what in classes and lectures. Every method finds what the message names and throws a Refusal: not-found
 * where it is not there, forbidden where the client has not the right.
 */
export class Rights {
  constructor(private readonly store: Store) {}

  /** The enrolled. */
  async classMember(client: ChatClient, classUuid: string): Promise<ClassMember> {
    const member = await this.store.member(classUuid, client.user.id);
    if (member) return member;
    if (!(await this.store.class(classUuid))) throw new Refusal('not-found', 'there is no such class');
    throw new Refusal('forbidden', 'you are not enrolled in this class');
  }

  async classInstructor(client: ChatClient, classUuid: string): Promise<ClassMember> {
    const member = await this.classMember(client, classUuid);
    if (member.memberType !== 'instructor') throw new Refusal('forbidden', 'only the instructor may do that');
    return member;
  }

  /** The enrolled, and a lecture of that class. */
  async lectureMember(
    client: ChatClient,
    { classUuid, lectureId }: { classUuid: string; lectureId: number },
  ): Promise<LectureMember> {
    const member = await this.classMember(client, classUuid);
    const lecture = await this.store.lecture(lectureId);
    if (lecture?.classUuid !== classUuid)
      throw new Refusal('not-found', 'there is no such lecture in this class');
    return { lecture, member };
  }

  async lectureInstructor(
    client: ChatClient,
    named: { classUuid: string; lectureId: number },
  ): Promise<LectureMember> {
    const found = await this.lectureMember(client, named);
    if (found.member.memberType !== 'instructor') {
      throw new Refusal('forbidden', 'only the instructor may do that');
    }
    return found;
  }

  /** The enrolled, and a marker of one of the class's lectures. */
  async marker(client: ChatClient, markerId: number): Promise<{ marker: Marker; member: ClassMember }> {
    const marker = await this.store.marker(markerId);
    const member = marker && (await this.store.member(marker.classUuid, client.user.id));
    // The same whether it does not exist or is another class's: what others ask is nobody's business.
    if (!marker || !member) throw new Refusal('not-found', 'there is no such marker in your classes');
    return { marker, member };
  }
}
