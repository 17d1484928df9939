import { namespaceRoutes } from './namespace-routes.js';

/** Triggers (docs/protocol.md#triggers-at-trigger). */
export const triggerRoutes = namespaceRoutes<'trigger'>({
  '/trigger JOIN': ({ data: id }, { join }) => join(id),
  '/trigger LEAVE': ({ data: id }, { leave }) => leave(id),
  '/trigger BROADCAST_EVENTS': ({ data: { id, data } }, { publish }) => publish(id, 'EVENTS', data),
  '/trigger BROADCAST_UPDATES': ({ data: { id, data } }, { publish }) => publish(id, 'UPDATES', data),
  '/trigger BROADCAST_STATUS': ({ data: { id, data } }, { publish }) => publish(id, 'STATUS', data),
});
