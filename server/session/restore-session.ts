import { DIRECT } from '../backplane/backplane.js';
import { ReconnectionGrant } from './reconnection-grant.js';
import { Session, type SessionServices } from './session.js';
import type { VersionedRecord } from './session-records.js';

/**
 * Restores a session from its record, after a crash or from another node. The client is added to the rooms in which it
 * is still allowed, and the session waits for it to resume.
 */
export async function restoreSession(services: SessionServices, kept: VersionedRecord): Promise<Session> {
  const { manager, access, backplane } = services;
  const { record } = kept;
  const { clientId, identity, endpointRoom: roomId, deltas, byCookie = false } = record;
  const endpoint = {
    roomId,
    deltas,
    loginAnnounced: !byCookie,
    identity,
    upgradeToken: undefined,
    address: '',
    secure: false,
    serial: 0,
  };
  const session = new Session(services, endpoint, clientId);
  session.protocol = record.protocol;
  const { client } = session;
  client.username = record.username;
  client.ownershipTerm = record.generation;
  client.loggedIn = !byCookie;
  client.hasSpoken = true;
  client.requestScope = record.requestScope ?? clientId;
  for (const [roomId, place] of Object.entries(record.places ?? {})) client.roomProfiles.set(roomId, place);
  try {
    await manager.add(client);
    for (const [roomId, position] of Object.entries(record.logs)) {
      if (roomId === DIRECT) continue;
      await access.rejoin(client, roomId, position);
      // A client that is not allowed to rejoin is still a member of the room on behalf of its former node.
      if (!client.rooms.has(roomId)) await backplane.leave(roomId, client.id, client.ownershipTerm);
    }
  } catch (error) {
    await manager.handOff(client);
    throw error;
  }
  // The client's positions refer to the logs before a possible loss.
  for (const [log, position] of Object.entries(record.logs)) {
    if (client.positions.has(log)) client.positions.set(log, position);
  }
  // Only now, since the record must not lose the client's rooms.
  session.awaitReturn(ReconnectionGrant.fromRecord(services, client, kept));
  return session;
}
