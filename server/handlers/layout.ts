import type { ClientData, FamilyMessage } from 'lectern-protocol';
import { type NamespaceActions, namespaceRoutes } from './namespace-routes.js';

/** Maximum number of names in a page. */
const MAX_PAGE = 200;

const join = ({ data }: FamilyMessage<ClientData['/layout JOIN']>, { join }: NamespaceActions) =>
  join(data.room, data.name);

const leave = ({ data }: FamilyMessage<ClientData['/layout LEAVE']>, { leave }: NamespaceActions) =>
  leave(data.room);

const notify = (
  { data: { room, message, sender } }: FamilyMessage<ClientData['/layout NOTIFY']>,
  { nameIn, publish }: NamespaceActions,
) => publish(room, 'EVENT', { sender: nameIn(room, sender), room, message });

const clients = async (
  { data: { room, after: start = 0, limit = MAX_PAGE } }: FamilyMessage<ClientData['/layout CLIENTS']>,
  { members }: NamespaceActions,
) => {
  const everyone = await members(room);
  const end = start + limit;
  const names = everyone.slice(start, end).map(({ name }) => name);
  return { room, clients: names, ...(end < everyone.length && { after: end }) };
};

/** Rooms of screens (docs/protocol.md#rooms-of-screens-at-layout-and-bus). */
export const layoutRoutes = namespaceRoutes<'layout'>({
  '/layout JOIN': join,
  '/layout LEAVE': leave,
  '/layout NOTIFY': notify,
  '/layout CLIENTS': clients,
  '/bus JOIN': join,
  '/bus LEAVE': leave,
  '/bus NOTIFY': notify,
  '/bus CLIENTS': clients,
});
