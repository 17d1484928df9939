import { namespaceOf } from 'lectern-protocol';
import type { Position } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { awaitedRoomIdOf, isClassroomRoomId, roomIdFault } from '../chat/room-id.js';
import type { Classroom } from '../classroom/classroom.js';
import type { VerifiedToken } from '../identity/claims.js';
import { canJoinRoom } from '../identity/grants.js';
import type { Identity } from '../identity/identity.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import { Refusal } from '../protocol/errors.js';
import { type RoomSettingsService, removedRefusal } from '../room-settings/room-settings.js';
import type { WaitingRooms } from '../room-settings/waiting-rooms.js';
import type { Store } from '../store/store.js';

interface Services {
  identities: IdentityProvider;
  classroom: Classroom;
  rooms: RoomSettingsService;
  waiting: Pick<WaitingRooms, 'join' | 'comeBack'>;
  namespaces: Pick<Namespaces, 'comeBack'>;
  store: Pick<Store, 'consumeToken'>;
}

/** Checks whether clients are allowed to log in, join a room, or resume a session. */
export class AccessControl {
  constructor(private readonly services: Services) {}

  /**
   * Returns the identity of a client that logs in, and the room that the login joins.
   * @param roomId the room that the endpoint or the login names
   * @throws Refusal if the login is not allowed
   */
  async authenticate(
    client: ChatClient,
    token: string | undefined,
    roomId: string | undefined,
  ): Promise<{ identity: Identity; roomId: string | undefined; singleUse?: VerifiedToken['singleUse'] }> {
    const { identities } = this.services;
    const { tokens } = identities;
    if (!tokens) {
      const identity = token === undefined ? client.identity : await identities.guestOf(token);
      if (!identity) {
        throw new Refusal(
          'login-required',
          'this server is in open mode and does not accept tokens; log in without a token',
        );
      }
      return { identity, roomId };
    }
    if (token === undefined)
      throw new Refusal(
        'login-required',
        'this server requires a token; log in with one',
        {},
        'token-missing',
      );
    const { identity, singleUse } = await tokens.verify(token);
    return { identity, roomId: roomId ?? identity.room, singleUse };
  }

  /** Marks a single-use token as used. @throws Refusal conflict if it has been used before */
  async consumeToken(singleUse: VerifiedToken['singleUse']): Promise<void> {
    if (singleUse) await this.services.store.consumeToken(singleUse);
  }

  /** Checks that a client is allowed to resume its session. @throws Refusal login-required if its token has expired */
  checkNotExpired({ expires }: Identity): void {
    if (expires !== undefined && Date.now() > expires) {
      throw new Refusal('login-required', 'the token has expired; log in with a new token');
    }
  }

  /**
   * Checks that a client is allowed to join a room, before it joins.
   * @param password the password that the client gave, in plain text
   * @param wait whether the client waits if the owner must admit it
   * @returns whether it must wait
   * @throws Refusal forbidden, full or rate-limited if it is not
   */
  async checkMayJoin(
    client: ChatClient,
    roomId: string,
    { address, password, wait = false }: { address: string; password?: string | undefined; wait?: boolean },
  ): Promise<boolean> {
    const { rooms } = this.services;
    const fault = roomIdFault(roomId);
    if (fault) throw new Refusal('forbidden', fault);
    const room = await rooms.settings(roomId);
    const own = room?.ownerId === client.user.id;
    if (!own && !canJoinRoom(client.identity, roomId)) {
      throw new Refusal(
        'forbidden',
        `the token does not grant access to room '${roomId}'`,
        {},
        'room-not-granted',
      );
    }
    if (client.rooms.has(roomId)) return false;
    if (!own && (await rooms.isExcluded(roomId, client.user.id))) throw removedRefusal();
    if (!room) return false;
    if (!own) {
      if (room.locked) await this.checkPassword(client, roomId, address, password);
      if (!(await rooms.entry.allows({ roomId }, room.entry, client.user.id, wait))) return true;
    }
    if (room.max !== undefined && (await rooms.count(roomId)) >= room.max) {
      throw new Refusal('full', `room '${roomId}' is full`);
    }
    return false;
  }

  /**
   * Adds a client that is allowed in a room to it, or lets it wait until the owner admits it.
   * @param mustWait as returned by checkMayJoin
   * @throws Refusal full if other clients have filled the room since
   */
  async join(client: ChatClient, roomId: string, mustWait = false): Promise<void> {
    const { rooms, waiting } = this.services;
    if (mustWait) await waiting.join(client, roomId);
    else await rooms.join(client, roomId);
  }

  /**
   * Adds a client to a room again, if it is still allowed there. The room's limit does not apply.
   * @param was the position in the room's log at which the client first joined
   */
  async rejoin(client: ChatClient, roomId: string, was: Position): Promise<void> {
    const { classroom, namespaces, rooms, waiting } = this.services;
    if (isClassroomRoomId(roomId)) return classroom.comeBack(client, roomId);
    const awaited = awaitedRoomIdOf(roomId);
    if (awaited !== undefined) return waiting.comeBack(client, awaited);
    if (namespaceOf(roomId) !== '') return namespaces.comeBack(client, roomId, was);
    const room = await rooms.settings(roomId);
    const own = room?.ownerId === client.user.id;
    if (!own && !canJoinRoom(client.identity, roomId)) return;
    if (await rooms.isExcluded(roomId, client.user.id)) return;
    await rooms.join(client, roomId, true);
  }

  private async checkPassword(
    { user }: ChatClient,
    roomId: string,
    address: string,
    password: string | undefined,
  ): Promise<void> {
    const wanted = { pointer: '/password', expected: "the room's password" };
    if (password === undefined) {
      throw new Refusal(
        'forbidden',
        `room '${roomId}' requires a password: log in with it`,
        wanted,
        'password-missing',
      );
    }
    const check = await this.services.rooms.checkPassword(roomId, password, { address, userId: user.id });
    if (check.fits) return;
    const wrong = `wrong password: it is not the password of room '${roomId}'`;
    if (check.pause === 0) throw new Refusal('forbidden', wrong, wanted, 'password');
    const slowed = { ...wanted, retry_after_ms: check.pause };
    throw new Refusal(
      'rate-limited',
      `${wrong}; the next one is checked in ${check.pause} ms`,
      slowed,
      'password',
    );
  }
}
