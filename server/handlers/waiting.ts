import type { ChatClient } from '../chat/chat-client.js';
import { lectureIdOf } from '../chat/room-id.js';
import type { Context, FamilyRoutes } from './context.js';

/** Returns the ID of a room whose waiting users the client can admit. @throws Refusal not-found, forbidden */
async function moderatedRoom(
  { classroom, rooms }: Context,
  client: ChatClient,
  given: string,
): Promise<string> {
  const id = given.normalize('NFC');
  const lectureId = lectureIdOf(id);
  if (lectureId === undefined) await rooms.owned(id, client.user.id);
  else await classroom.access.requireInstructorOf(client, lectureId);
  return id;
}

/** Users who wait to be admitted to rooms with settings and lectures (docs/protocol.md#waiting-rooms). */
export const waitingRoutes: FamilyRoutes<'waiting'> = {
  async 'get-waiting'(context, client, { data }) {
    return { reply: await context.waiting.list(await moderatedRoom(context, client, data.room_id)) };
  },

  async admit(context, client, { data }) {
    const room_id = await moderatedRoom(context, client, data.room_id);
    await context.waiting.admit(room_id, data.user);
    return { reply: { ...data, room_id } };
  },

  async refuse(context, client, { data }) {
    const room_id = await moderatedRoom(context, client, data.room_id);
    await context.waiting.refuse(room_id, data.user);
    return { reply: { ...data, room_id } };
  },
};
