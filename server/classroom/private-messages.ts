import type { Backplane } from '../backplane/backplane.js';
import { lectureRoomId } from '../chat/room-id.js';
import type { Message, Store } from '../store/store.js';

/** Where a private message was sent. */
export interface PrivatePlace {
  classUuid: string;
  lectureId: number;
  /** The client that sent it, which receives it as the reply. */
  clientId: string;
}

/**
 * Returns what identifies the private messages of a lecture in the outbox. It is not the lecture's room, whose log contains
 * none of them, and no room can have this ID.
 */
export const privateMessagesId = (lectureId: number): string => `${lectureRoomId(lectureId)}/private`;

/** Determines the clients that receive private messages of lectures. */
export class PrivateMessages {
  constructor(
    private readonly store: Pick<Store, 'instructors'>,
    private readonly backplane: Pick<Backplane, 'members'>,
  ) {}

  /** Returns the clients in the lecture whose users can read a message, except the one that sent it. */
  async receivers(
    { senderId, private: shared }: Message,
    { classUuid, lectureId, clientId }: PrivatePlace,
  ): Promise<string[]> {
    const [present, instructors] = await Promise.all([
      this.backplane.members(lectureRoomId(lectureId)),
      this.store.instructors(classUuid),
    ]);
    const readers = new Set([senderId, shared?.id, ...instructors.map(({ user }) => user.id)]);
    return present.filter(({ id, userId }) => id !== clientId && readers.has(userId)).map(({ id }) => id);
  }
}
