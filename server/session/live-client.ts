import type { ChatClient, ClientMediaQuality } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { hookClientOf } from '../chat/room-hooks.js';
import { isWaitingRoomId } from '../chat/room-id.js';
import type { Connection } from '../delivery/connection.js';
import type { HookClient } from '../hooks/hooks.js';

/** A client that is connected, or can still resume its session. */
export interface LiveClient extends HookClient {
  connected: boolean;
  /** IDs of the rooms that the client is in. */
  rooms: string[];
  /** Absent if the client is not connected. */
  connection?: LiveConnection;
}

/** Quality of a client's connection, as far as the server can see. */
export interface LiveConnection {
  transport: Connection['transport'];
  /** Time in ms that the client took to answer the last heartbeat; absent before the first one. */
  roundTripMs?: number;
  /** Bytes that wait to be sent to it. */
  queuedBytes: number;
  /** Quality of its connections to a media server; absent if it has none. */
  media?: ClientMediaQuality;
}

function liveConnectionOf({ connection, roundTrip, mediaQuality }: ChatClient): LiveConnection | undefined {
  if (!connection) return undefined;
  const { transport, queuedBytes } = connection;
  const { ms } = roundTrip;
  const isMeasured = mediaQuality.publishing !== undefined || mediaQuality.listening !== undefined;
  return {
    transport,
    ...(ms !== undefined && { roundTripMs: Math.round(ms * 10) / 10 }),
    queuedBytes,
    ...(isMeasured && { media: mediaQuality }),
  };
}

/** Returns the clients of this node. */
export const liveClientsOf = ({ clients }: Pick<ChatManager, 'clients'>): LiveClient[] =>
  [...clients.values()].map((client) => {
    const connection = liveConnectionOf(client);
    return {
      ...hookClientOf(client),
      connected: connection !== undefined,
      rooms: [...client.rooms.keys()].filter((id) => !isWaitingRoomId(id)),
      ...(connection && { connection }),
    };
  });
