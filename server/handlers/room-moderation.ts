import type { ClientData } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import { lectureIdOf } from '../chat/room-id.js';
import { requestKeyOf } from '../classroom/classroom.js';
import type { Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { Context, FamilyRoutes } from './context.js';

const roomIdOf = ({ data }: { data: ClientData['set-entry' | 'get-removed'] }): string =>
  data.room_id.normalize('NFC');

/** Sets who can join a lecture. */
async function setLectureEntry(
  { classroom }: Context,
  client: ChatClient,
  message: Message<'set-entry'>,
  lectureId: number,
) {
  const { access, broadcaster, entry: control, store, audit } = classroom;
  const lecture = await access.requireInstructorOf(client, lectureId);
  const { entry } = message.data;
  const admitted = await control.usersIn({ lectureId });
  const outcome = await broadcaster.storeAndBroadcast({
    roomId: roomIdOf(message),
    type: 'set-entry',
    change: (announcement) =>
      store.updateLecture({ id: lectureId, entry, admitted }, requestKeyOf(client, message), announcement),
    by: { client, request: message },
  });
  if (entry !== (lecture.entry ?? 'open')) {
    await audit.record(client, 'entry', { classUuid: lecture.classUuid, lecture, detail: entry });
  }
  return outcome;
}

/** Order in rooms with settings and in lectures (docs/protocol.md#moderation-of-rooms). */
export const roomModerationRoutes: FamilyRoutes<'room-moderation'> = {
  async 'set-entry'(context, client, message) {
    const id = roomIdOf(message);
    const lectureId = lectureIdOf(id);
    if (lectureId !== undefined) return setLectureEntry(context, client, message, lectureId);
    const { rooms, sessions } = context;
    const { entry } = message.data;
    await rooms.owned(id, client.user.id);
    await rooms.update(id, { entry }, sessions.requesterOf(client), requestKeyOf(client, message));
    return { reply: { room_id: id, entry } };
  },

  async 'remove-user'({ rooms }, client, message) {
    const id = roomIdOf(message);
    const { user } = message.data;
    const { ownerId } = await rooms.owned(id, client.user.id);
    if (user === ownerId) throw new Refusal('forbidden', 'the owner cannot be removed from the room');
    await rooms.exclude(id, user, requestKeyOf(client, message));
    return { reply: { room_id: id, user } };
  },

  async 'get-removed'({ rooms, classroom }, client, message) {
    const id = roomIdOf(message);
    const { before, limit } = message.data;
    await rooms.owned(id, client.user.id);
    const { items, ...rest } = await classroom.store.roomExclusions(id, { before, limit });
    const users = items.map(({ user, createdAt }) => ({
      user: user.id,
      username: user.name,
      since: new Date(createdAt).toISOString(),
    }));
    return { reply: { room_id: id, users, ...rest } };
  },

  async 'readmit-user'({ rooms, classroom }, client, message) {
    const id = roomIdOf(message);
    const { user } = message.data;
    await rooms.owned(id, client.user.id);
    await classroom.store.readmitToRoom({ roomId: id, userId: user }, requestKeyOf(client, message));
    return { reply: { room_id: id, user } };
  },
};
