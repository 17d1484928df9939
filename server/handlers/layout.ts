import { roomIn } from '../namespaces/namespaces.js';
import { acknowledged, type FamilyRoutes, type Handler } from './context.js';

const join: Handler<'/layout JOIN' | '/bus JOIN'> = async ({ namespaces }, client, message) => {
  const { room, name } = message.data;
  await namespaces.join(client, roomIn(message.to.as, room), name);
  return acknowledged(message);
};

const leave: Handler<'/layout LEAVE' | '/bus LEAVE'> = async ({ namespaces }, client, message) => {
  await namespaces.leave(client, roomIn(message.to.as, message.data.room));
  return acknowledged(message);
};

const notify: Handler<'/layout NOTIFY' | '/bus NOTIFY'> = ({ namespaces }, client, message) => {
  const { room, message: content } = message.data;
  const { id } = namespaces.roomOf(client, roomIn(message.to.as, room));
  const event = { sender: client.nameIn(id), room, message: content };
  return namespaces.sayFor(client, message, id, '/layout EVENT', event, { toOthers: true });
};

const clients: Handler<'/layout CLIENTS' | '/bus CLIENTS'> = ({ namespaces }, client, message) => {
  const { room } = message.data;
  const { everyone } = namespaces.roomOf(client, roomIn(message.to.as, room));
  return { reply: { room, clients: everyone.map(({ username }) => username) } };
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
