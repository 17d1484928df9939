import { namespaceOf } from 'lectern-protocol';
import { awaitedRoomIdOf, isClassroomRoomId } from '../chat/room-id.js';
import { canJoinRoom } from '../identity/grants.js';
import { secondsLeft } from '../identity/identity.js';
import { Refusal } from '../protocol/errors.js';
import type { Session, SessionServices } from './session.js';

/**
 * Replaces the token of a client that is logged in, before or shortly after it expires. The client leaves rooms that
 * the new token does not grant.
 * @returns the time in seconds until the new token expires
 * @throws Refusal if the token is invalid or belongs to another user
 */
export async function renewToken(
  services: SessionServices,
  session: Session,
  token: string,
): Promise<number> {
  const { access, identities, manager, revocations, rooms } = services;
  const { client } = session;
  if (session.state !== 'connected') throw new Refusal('login-required', 'log in first');
  if (!identities.tokens) throw new Refusal('forbidden', 'this server does not use tokens');
  const { identity, singleUse } = await identities.tokens.verify(token);
  if (identity.user.id !== client.user.id) {
    throw new Refusal('conflict', 'the token belongs to another user; log in with it on a new connection');
  }
  await access.consumeToken(singleUse);
  revocations.check(identity);
  client.setIdentity(identity);
  for (const room of [...client.rooms.values()]) {
    const id = awaitedRoomIdOf(room.id) ?? room.id;
    const isPlain = namespaceOf(id) === '';
    const own = isPlain && (await rooms.settings(id))?.ownerId === client.user.id;
    if (own || isClassroomRoomId(id) || canJoinRoom(identity, id)) await room.update(client);
    else await manager.leave(client, room.id);
  }
  await session.save();
  return secondsLeft(identity) ?? 0;
}
