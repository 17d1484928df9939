import type { ChatClient } from '../chat/chat-client.js';
import type { ChatRoom } from '../chat/chat-room.js';
import { type Namespaces, roomIn } from '../namespaces/namespaces.js';
import { Refusal } from '../protocol/errors.js';
import { acknowledged } from '../protocol/outcome.js';
import type { FamilyRoutes } from './context.js';

/** The one lobby that a client is in. @throws Refusal not-in-room */
function lobbyOf(namespaces: Namespaces, client: ChatClient): ChatRoom {
  const [lobby] = namespaces.roomsOf(client, '/lobby');
  if (!lobby) throw new Refusal('not-in-room', 'you are in no lobby');
  return lobby;
}

/** Lobbies (docs/protocol.md#lobbies-at-lobby). */
export const lobbyRoutes: FamilyRoutes<'lobby'> = {
  async '/lobby JOIN'({ namespaces }, client, message) {
    const [present] = namespaces.roomsOf(client, '/lobby');
    if (present) throw new Refusal('conflict', 'you are in a lobby already; leave it first');
    await namespaces.join(client, roomIn('/lobby', message.data));
    return acknowledged(message);
  },

  async '/lobby LEAVE'({ namespaces }, client, message) {
    await namespaces.leave(client, roomIn('/lobby', message.data));
    return acknowledged(message);
  },

  '/lobby BROADCAST'({ namespaces }, client, message) {
    const { id } = lobbyOf(namespaces, client);
    const said = { from: client.id, message: message.data.message };
    return namespaces.sayFor(client, message, id, '/lobby MESSAGE', said);
  },

  async '/lobby RTCSIGNAL'({ namespaces }, client, message) {
    const { to } = message.data;
    // The same whether the client is elsewhere or nowhere.
    if (!lobbyOf(namespaces, client).has(to)) {
      throw new Refusal('unknown-receiver', `no client '${to}' is in your lobby`);
    }
    await namespaces.tellFor(client, message, to, '/lobby RTCSIGNAL', { ...message.data, from: client.id });
    return {};
  },
};
