import type { ChatManager } from '../chat/chat-manager.js';
import { hookClientOf } from '../chat/room-hooks.js';
import { isWaitingRoomId } from '../chat/room-id.js';
import type { HookClient } from '../hooks/hooks.js';

/** A client that is connected, or can still resume its session. */
export interface LiveClient extends HookClient {
  connected: boolean;
  /** IDs of the rooms that the client is in. */
  rooms: string[];
}

/** Returns the clients of this node. */
export const liveClientsOf = ({ clients }: Pick<ChatManager, 'clients'>): LiveClient[] =>
  [...clients.values()].map((client) => ({
    ...hookClientOf(client),
    connected: client.connection !== undefined,
    rooms: [...client.rooms.keys()].filter((id) => !isWaitingRoomId(id)),
  }));
