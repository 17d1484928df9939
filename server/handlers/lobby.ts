import { Refusal } from '../protocol/errors.js';
import { type NamespaceActions, namespaceRoutes } from './namespace-routes.js';

/** Returns the lobby that the client is in. @throws Refusal not-in-room */
function lobbyOf({ rooms }: NamespaceActions): string {
  const [lobby] = rooms();
  if (lobby === undefined) throw new Refusal('not-in-room', 'you are not in a lobby');
  return lobby;
}

/** Lobbies (docs/protocol.md#lobbies-at-lobby). */
export const lobbyRoutes = namespaceRoutes<'lobby'>({
  async '/lobby JOIN'({ data: lobby }, { rooms, join }) {
    if (rooms().length > 0) throw new Refusal('conflict', 'you are already in a lobby; leave it first');
    await join(lobby);
  },

  '/lobby LEAVE': ({ data: lobby }, { leave }) => leave(lobby),

  async '/lobby BROADCAST'({ client, data: { message } }, actions) {
    return actions.send(lobbyOf(actions), 'MESSAGE', { from: client.id, message });
  },

  async '/lobby RTCSIGNAL'({ client, data }, actions) {
    const { to } = data;
    // The error does not reveal whether the client exists.
    if (!(await actions.has(lobbyOf(actions), to))) {
      throw new Refusal('unknown-receiver', `client '${to}' is not in your lobby`);
    }
    await actions.tell(to, 'RTCSIGNAL', { ...data, from: client.id });
  },
});
