import type { ChatClient } from '../chat/chat-client.js';
import { namespaceRoomId } from '../namespaces/namespaces.js';
import type { Message } from '../protocol/codec.js';
import { acknowledged } from '../protocol/outcome.js';
import type { Context, FamilyRoutes } from './context.js';

type Cast = 'EVENTS' | 'UPDATES' | 'STATUS';

/** Sends a message to the other members of an ID. */
function broadcast(
  { namespaces, sessions }: Context,
  client: ChatClient,
  message: Message<`/trigger BROADCAST_${Cast}`>,
  type: `/trigger ${Cast}`,
) {
  const { id: trigger, data } = message.data;
  const id = namespaceRoomId('/trigger', trigger);
  return namespaces.publishFor(client, message, id, type, data, sessions.of(client).publishesOpenly);
}

/** Triggers (docs/protocol.md#triggers-at-trigger). */
export const triggerRoutes: FamilyRoutes<'trigger'> = {
  async '/trigger JOIN'({ namespaces }, client, message) {
    await namespaces.join(client, namespaceRoomId('/trigger', message.data));
    return acknowledged(message);
  },

  async '/trigger LEAVE'({ namespaces }, client, message) {
    await namespaces.leave(client, namespaceRoomId('/trigger', message.data));
    return acknowledged(message);
  },

  '/trigger BROADCAST_EVENTS': (context, client, message) =>
    broadcast(context, client, message, '/trigger EVENTS'),

  '/trigger BROADCAST_UPDATES': (context, client, message) =>
    broadcast(context, client, message, '/trigger UPDATES'),

  '/trigger BROADCAST_STATUS': (context, client, message) =>
    broadcast(context, client, message, '/trigger STATUS'),
};
