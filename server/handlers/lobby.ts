import type { ChatClient } from '../chat/chat-client.js';
import type { ChatRoom } from '../chat/chat-room.js';
import { type Namespaces, namespaceRoomId } from '../namespaces/namespaces.js';
import { Refusal } from '../protocol/errors.js';
import { acknowledged } from '../protocol/outcome.js';
import type { FamilyRoutes } from './context.js';

/** Returns the lobby that a client is in. @throws Refusal not-in-room */
function lobbyOf(namespaces: Namespaces, client: ChatClient): ChatRoom {
  const [lobby] = namespaces.roomsOf(client, '/lobby');
  if (!lobby) throw new Refusal('not-in-room', 'you are not in a lobby');
  return lobby;
}

/** Lobbies (docs/protocol.md#lobbies-at-lobby). */
export const lobbyRoutes: FamilyRoutes<'lobby'> = {
  async '/lobby JOIN'({ namespaces }, client, message) {
    const [present] = namespaces.roomsOf(client, '/lobby');
    if (present) throw new Refusal('conflict', 'you are already in a lobby; leave it first');
    await namespaces.join(client, namespaceRoomId('/lobby', message.data));
    return acknowledged(message);
  },

  async '/lobby LEAVE'({ namespaces }, client, message) {
    await namespaces.leave(client, namespaceRoomId('/lobby', message.data));
    return acknowledged(message);
  },

  '/lobby BROADCAST'({ namespaces }, client, message) {
    const { id } = lobbyOf(namespaces, client);
    const said = { from: client.id, message: message.data.message };
    return namespaces.appendFor(client, message, id, '/lobby MESSAGE', said);
  },

  async '/lobby RTCSIGNAL'({ namespaces }, client, message) {
    const { to } = message.data;
    // The error does not reveal whether the client exists.
    if (!(await lobbyOf(namespaces, client).has(to))) {
      throw new Refusal('unknown-receiver', `client '${to}' is not in your lobby`);
    }
    await namespaces.appendToMailbox(client, message, to, '/lobby RTCSIGNAL', {
      ...message.data,
      from: client.id,
    });
    return {};
  },
};
