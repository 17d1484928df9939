import { cleanText, normalText } from 'lectern-protocol/shown-text';
import type { ChatClient } from '../chat/chat-client.js';
import type { Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { Context, FamilyRoutes } from './context.js';

const relay = ({ manager }: Context, client: ChatClient, message: Message<'answer' | 'icecandidate'>) =>
  manager.relay(client, message);

/** A signal by which a client makes a connection to another one. */
const connect = (
  { manager, media }: Context,
  client: ChatClient,
  message: Message<'offer' | 'renegotiate'>,
) => {
  media.connects(client);
  return manager.relay(client, message);
};

/** Rooms and signaling (docs/protocol.md#rooms-and-signaling). */
export const coreRoutes: FamilyRoutes<'core'> = {
  ping({ manager }, client, message) {
    if (message.to.kind !== 'server') return manager.relay(client, message);
    return { echo: true };
  },

  pong({ manager }, client, message) {
    if (message.to.kind !== 'server') return manager.relay(client, message);
    // That something arrives has shown already that the connection is alive.
    client.roundTrip.answered();
    return {};
  },

  async 'get-room-info'({ manager }, client, message) {
    const room = manager.roomOf(client, message.data ? message.data.room_id : undefined);
    await room.catchUp();
    room.tellSettings(client);
    return { reply: room.info };
  },

  async profile({ sessions }, client, { data }) {
    if (!sessions.openMode) {
      throw new Refusal('forbidden', 'the token determines your name on this server');
    }
    client.username = normalText(data.username);
    for (const room of client.rooms.values()) await room.update(client);
    await client.persist();
    return {};
  },

  'get-ice-servers'({ ice }, client) {
    return { reply: ice.for(client.id) };
  },

  greeting({ manager, log }, client, message) {
    if (message.to.kind !== 'server') return manager.relay(client, message);
    log.info({ client: client.id, characters: message.data.length }, 'greeting');
    return {};
  },

  async bye({ manager, sessions }, client, message) {
    if (message.to.kind !== 'server') return manager.relay(client, message);
    await sessions.of(client).end();
    return { close: 'bye' };
  },

  text({ manager, sessions }, client, message) {
    // With tokens, the server replaces the name that the client gives.
    const from = sessions.openMode ? cleanText(message.data.from) : client.username;
    if (from === message.data.from) return manager.relay(client, message);
    const data = { ...message.data, from };
    return manager.relay(client, { ...message, data, json: JSON.stringify(data) });
  },

  offer: connect,
  answer: relay,
  icecandidate: relay,
  renegotiate: connect,
};
