import { DIRECT } from '../backplane/backplane.js';
import { ReconnectionGrant } from './reconnection-grant.js';
import { Session, type SessionServices } from './session.js';
import type { VersionedRecord } from './session-records.js';

/**
 * Restores a session from its record, after a crash or from another node: with its client in the rooms that it may
 * still be in, waiting for the client to resume it.
 */
export async function restoreSession(services: SessionServices, kept: VersionedRecord): Promise<Session> {
  const { manager, access, backplane } = services;
  const { record } = kept;
  const { clientId, identity, endpointRoom: roomId, deltas } = record;
  const endpoint = { roomId, deltas, loginAnnounced: true, identity, upgradeToken: undefined, address: '' };
  const session = new Session(services, endpoint, clientId);
  session.protocol = record.protocol;
  const { client } = session;
  client.username = record.username;
  client.ownershipTerm = record.generation;
  client.loggedIn = true;
  for (const [roomId, place] of Object.entries(record.places ?? {})) client.roomProfiles.set(roomId, place);
  try {
    await manager.add(client);
    for (const [roomId, position] of Object.entries(record.logs)) {
      if (roomId === DIRECT) continue;
      await access.rejoin(client, roomId, position);
      // A client that may not rejoin is still in the room by the node that had it.
      if (!client.rooms.has(roomId)) await backplane.leave(roomId, client.id, client.ownershipTerm);
    }
  } catch (error) {
    await manager.handOff(client);
    throw error;
  }
  // What the client has received is of the logs as they were.
  for (const [log, position] of Object.entries(record.logs)) {
    if (client.positions.has(log)) client.positions.set(log, position);
  }
  // Not before: the record must not forget where the client was.
  session.awaitReturn(ReconnectionGrant.fromRecord(services, client, kept));
  return session;
}
