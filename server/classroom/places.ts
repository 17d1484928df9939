import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { classUuidOf, isClassroomRoomId, lectureIdOf } from '../chat/room-id.js';
import type { Store } from '../store/store.js';

/** A room of a class or a lecture that a client of this node is in. */
export interface Place {
  client: ChatClient;
  roomId: string;
}

/** Returns the rooms of classes and lectures that clients of this node are in. */
export const placesOf = (manager: ChatManager, isMeant: (client: ChatClient) => boolean): Place[] =>
  [...manager.clients.values()]
    .filter(isMeant)
    .flatMap((client) =>
      [...client.rooms.keys()].filter(isClassroomRoomId).map((roomId) => ({ client, roomId })),
    );

/** Returns the class that a room of a class or a lecture belongs to. */
export async function classOf(store: Pick<Store, 'lecture'>, roomId: string): Promise<string | undefined> {
  const lectureId = lectureIdOf(roomId);
  return lectureId === undefined ? classUuidOf(roomId) : (await store.lecture(lectureId))?.classUuid;
}
