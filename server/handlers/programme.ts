import type { AggroError } from 'lectern-protocol';
import { normalText } from 'lectern-protocol/shown-text';
import type { ChatClient } from '../chat/chat-client.js';
import { namespaceRoomId } from '../namespaces/namespaces.js';
import type { Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Context, FamilyRoutes } from './context.js';

/** Converts the error code of a spotlighted message or a vote to an outcome. */
const outcomeOf = (refused: AggroError | undefined): Outcome<never> =>
  refused === undefined ? {} : { instead: { type: '/programme aggroErr', data: refused } };

async function push(
  { programmes, namespaces }: Context,
  client: ChatClient,
  message: Message<'/programme aggroUp' | '/programme aggroDown'>,
  direction: 'ups' | 'downs',
): Promise<Outcome<never>> {
  const { aggroUID } = message.data;
  // The ID of a message begins with that of its room.
  const { id } = namespaces.roomOf(client, namespaceRoomId(message.to.as, aggroUID.split('.', 1)[0] ?? ''));
  return outcomeOf(await programmes.aggros.vote(id, aggroUID, direction, client.user.id));
}

/** Chat rooms of programmes (docs/protocol.md#chat-rooms-of-programmes-at-programmescheduleuid). */
export const programmeRoutes: FamilyRoutes<'programme'> = {
  async '/programme enter'({ programmes }, client, { to }) {
    await programmes.enter(client, to.as);
    return {};
  },

  async '/programme loadRooms'({ programmes }, client, { to, data }) {
    await programmes.enter(client, to.as);
    return { reply: await programmes.rooms(to.as, data || {}) };
  },

  async '/programme loadUsers'({ programmes }, client, { to, data }) {
    await programmes.enter(client, to.as);
    return { reply: await programmes.users(to.as, data.roomId, data) };
  },

  async '/programme createRoom'({ programmes }, client, { to, data }) {
    if (!client.identity.grants.create) throw new Refusal('forbidden', 'you are not allowed to create rooms');
    await programmes.enter(client, to.as);
    const made = await programmes.create(client, to.as, { ...data, title: normalText(data.title) });
    return { reply: { result: 'roomId' in made, ...made } };
  },

  async '/programme joinRoom'({ programmes }, client, { to, data }) {
    await programmes.enter(client, to.as);
    const err = await programmes.join(client, to.as, data.roomId);
    return { reply: err ? { result: false, err } : { result: true } };
  },

  async '/programme leaveRoom'({ programmes }, client, { to, data }) {
    await programmes.enter(client, to.as);
    await programmes.leave(client, to.as, data.roomId);
    return {};
  },

  async '/programme chat'({ programmes, namespaces }, client, message) {
    const { to, data } = message;
    const { roomId, msg, type, titleBroad } = data;
    await programmes.enter(client, to.as);
    const { id } = namespaces.roomOf(client, namespaceRoomId(to.as, roomId));
    const user = programmes.userOf(client);
    if (type === 'aggro') {
      const refused = await programmes.aggros.start(id, user, { msg, titleBroad }, client.account);
      await programmes.tellPause(client, to.as, roomId);
      return outcomeOf(refused);
    }
    const { displayName, userUID } = user;
    const chat = { displayName, msg, roomId, type, userUID, ...(titleBroad !== undefined && { titleBroad }) };
    return namespaces.appendFor(client, message, id, '/programme chat', chat);
  },

  '/programme aggroUp': (context, client, message) => push(context, client, message, 'ups'),

  '/programme aggroDown': (context, client, message) => push(context, client, message, 'downs'),
};
