import type { LoginData } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import { secondsLeft } from '../identity/identity.js';
import type { ReconnectionGrant } from './reconnection-grant.js';

/**
 * Returns the data of the reply to a login.
 * @param roomId the room that the login joined
 * @param grant undefined if the client cannot resume its session
 */
export function loginData(
  client: ChatClient,
  roomId: string | undefined,
  grant: ReconnectionGrant | undefined,
): LoginData {
  const { user } = client.identity;
  const room = roomId === undefined ? undefined : client.rooms.get(roomId);
  const role = room?.roleOf(client) ?? client.identity.role;
  const publish = role === 'presenter' || room?.speech === 'everyone';
  const tokenLifetime = secondsLeft(client.identity);
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
    ...(tokenLifetime !== undefined && { tokenLifetime }),
    ...(grant && {
      reconnectionTicket: grant.ticket,
      reconnectionTimeout: grant.keepTime / 1000,
    }),
  };
}
