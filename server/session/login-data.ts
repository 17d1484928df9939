import type { LoginData } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import type { Reservation } from './reservation.js';

/**
 * What a client that has logged in is told.
 * @param roomId the room that its login took it into
 * @param reservation what is kept for it, where it may come back
 */
export function loginData(
  client: ChatClient,
  roomId: string | undefined,
  reservation: Reservation | undefined,
): LoginData {
  const { user } = client.identity;
  const room = roomId === undefined ? undefined : client.rooms.get(roomId);
  const role = room?.roleOf(client) ?? client.identity.role;
  const publish = role === 'presenter' || room?.speech === 'everyone';
  return {
    id: client.id,
    user: user.id,
    name: client.username,
    role,
    permission: {
      publish: { audio: publish, video: publish },
      subscribe: { audio: true, video: true },
    },
    ...(room ? { room: { id: room.id, participants: room.participants } } : {}),
    ...(reservation && {
      reconnectionTicket: reservation.ticket,
      reconnectionTimeout: reservation.keepTime / 1000,
    }),
  };
}
