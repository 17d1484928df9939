import type { ClientData } from 'lectern-protocol';
import { requestKey } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { lectureIdOf } from '../chat/room-id.js';
import { requestKeyOf } from '../classroom/classroom.js';
import type { Message } from '../protocol/codec.js';
import type { Context, FamilyRoutes } from './context.js';

const roomIdOf = ({ data }: { data: Pick<ClientData['set-entry'], 'room_id'> }): string =>
  data.room_id.normalize('NFC');

/** Sets who can join a lecture. */
async function setLectureEntry(
  { classroom, waiting }: Context,
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
  // Also if the request was repeated, since the node that handled it first might have died before.
  await waiting.announce({ roomId: roomIdOf(message) });
  if (entry !== (lecture.entry ?? 'open')) {
    await audit.record(client, 'entry', { classUuid: lecture.classUuid, lecture, detail: entry });
  }
  return outcome;
}

/** Maximum number of users who are not concerned by an order to everyone. */
const MAX_EXCEPT = 200;

/** Returns the users who keep order in a room, and its lecture if it is the room of one. @throws Refusal forbidden */
async function moderatorsOf({ classroom, rooms }: Context, client: ChatClient, roomId: string) {
  const lectureId = lectureIdOf(roomId);
  if (lectureId === undefined) {
    await rooms.requireModerator(roomId, client.user.id);
    return { moderators: [client.user.id], lecture: undefined };
  }
  const lecture = await classroom.access.requireInstructorOf(client, lectureId);
  const instructors = await classroom.store.instructors(lecture.classUuid);
  const others = instructors.map(({ user }) => user.id).filter((id) => id !== client.user.id);
  return { moderators: [client.user.id, ...others].slice(0, MAX_EXCEPT), lecture };
}

/** Order in rooms and in lectures (docs/protocol.md#moderation-of-rooms). */
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

  async 'stop-media'(context, client, message) {
    const { classroom, manager, media: mediaRooms } = context;
    const roomId = roomIdOf(message);
    const { media, user } = message.data;
    manager.roomOf(client, roomId);
    const { moderators, lecture } = await moderatorsOf(context, client, roomId);
    const request = message.id === undefined ? undefined : requestKey(client.requestScope, message.id);
    const order = { roomId, media, user, except: moderators, by: client.username };
    await mediaRooms.order(order, request, client.account);
    if (lecture) {
      const target = user === undefined ? undefined : ((await classroom.store.user(user)) ?? { id: user });
      const subject = { classUuid: lecture.classUuid, lecture, detail: media, ...(target && { target }) };
      await classroom.audit.record(client, 'stop-media', subject);
    }
    return {};
  },

  async 'remove-user'({ rooms }, client, message) {
    const id = roomIdOf(message);
    const { user } = message.data;
    await rooms.owned(id, client.user.id);
    await rooms.exclude(id, user, { request: requestKeyOf(client, message) });
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
