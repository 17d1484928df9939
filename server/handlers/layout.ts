import { normalText } from 'lectern-protocol/shown-text';
import type { ChatClient } from '../chat/chat-client.js';
import { namespaceRoomId } from '../namespaces/namespaces.js';
import type { Message } from '../protocol/codec.js';
import { acknowledged } from '../protocol/outcome.js';
import type { Context, FamilyRoutes } from './context.js';

/** Maximum number of names in a page. */
const MAX_PAGE = 200;

const join = async (
  { namespaces }: Context,
  client: ChatClient,
  message: Message<'/layout JOIN' | '/bus JOIN'>,
) => {
  const { room, name } = message.data;
  await namespaces.join(client, namespaceRoomId(message.to.as, room), normalText(name));
  return acknowledged(message);
};

const leave = async (
  { namespaces }: Context,
  client: ChatClient,
  message: Message<'/layout LEAVE' | '/bus LEAVE'>,
) => {
  await namespaces.leave(client, namespaceRoomId(message.to.as, message.data.room));
  return acknowledged(message);
};

const notify = (
  { namespaces, sessions }: Context,
  client: ChatClient,
  message: Message<'/layout NOTIFY' | '/bus NOTIFY'>,
) => {
  const { room, message: content, sender } = message.data;
  const id = namespaceRoomId(message.to.as, room);
  // A user with a token always has the name of the token.
  const given = client.identity.guest && sender !== undefined ? normalText(sender) : undefined;
  const event = { sender: given ?? client.nameInRoom(id), room, message: content };
  return namespaces.publishFor(
    client,
    message,
    id,
    '/layout EVENT',
    event,
    sessions.of(client).publishesOpenly,
  );
};

const clients = async (
  { namespaces }: Context,
  client: ChatClient,
  message: Message<'/layout CLIENTS' | '/bus CLIENTS'>,
) => {
  const { room, after: start = 0, limit = MAX_PAGE } = message.data;
  const screens = namespaces.roomOf(client, namespaceRoomId(message.to.as, room));
  await screens.catchUp();
  const { everyone } = screens;
  const end = start + limit;
  const names = everyone.slice(start, end).map(({ username }) => username);
  return { reply: { room, clients: names, ...(end < everyone.length && { after: end }) } };
};

/** Rooms of screens (docs/protocol.md#rooms-of-screens-at-layout-and-bus). */
export const layoutRoutes: FamilyRoutes<'layout'> = {
  '/layout JOIN': join,
  '/layout LEAVE': leave,
  '/layout NOTIFY': notify,
  '/layout CLIENTS': clients,
  '/bus JOIN': join,
  '/bus LEAVE': leave,
  '/bus NOTIFY': notify,
  '/bus CLIENTS': clients,
};
