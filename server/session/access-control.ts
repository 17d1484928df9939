import { namespaceOf } from 'lectern-protocol';
import type { Position } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { isClassroomRoomId, roomIdFault } from '../chat/room-id.js';
import type { Classroom } from '../classroom/classroom.js';
import type { VerifiedToken } from '../identity/claims.js';
import type { FailureThrottle } from '../identity/failure-throttle.js';
import { canJoinRoom } from '../identity/grants.js';
import type { Identity } from '../identity/identity.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { Store } from '../store/store.js';
import type { Endpoint } from './endpoint.js';

interface Services {
  identities: IdentityProvider;
  manager: ChatManager;
  classroom: Classroom;
  rooms: RoomSettingsService;
  namespaces: Pick<Namespaces, 'comeBack'>;
  store: Pick<Store, 'consumeToken'>;
  throttle: FailureThrottle;
}

/** Who may come in, and where: looked at when a client logs in, enters a room, and again when it comes back. */
export class AccessControl {
  constructor(private readonly services: Services) {}

  /** Who logs in, and the room that the login goes into. @throws Refusal */
  async authenticate(
    { roomId, address }: Pick<Endpoint, 'roomId' | 'address'>,
    client: ChatClient,
    token: string | undefined,
  ): Promise<{ identity: Identity; roomId: string | undefined; singleUse?: VerifiedToken['singleUse'] }> {
    const { identities, throttle } = this.services;
    const { tokens } = identities;
    if (!tokens) {
      const identity = token === undefined ? client.identity : await identities.guestOf(token);
      if (!identity) {
        throw new Refusal('login-required', 'this server runs open and knows no tokens; log in without one');
      }
      return { identity, roomId };
    }
    if (token === undefined) throw new Refusal('login-required', 'this server wants a token to log in');
    const { identity, singleUse } = await throttle.attempt(address, () => tokens.verify(token));
    return { identity, roomId: roomId ?? identity.room?.normalize('NFC'), singleUse };
  }

  /** Marks a single-use token as used. @throws Refusal conflict if it has been used before */
  async consumeToken(singleUse: VerifiedToken['singleUse']): Promise<void> {
    if (singleUse) await this.services.store.consumeToken(singleUse);
  }

  /** Looks at the rights of a client that comes back. @throws Refusal */
  checkNotExpired({ expires }: Identity): void {
    if (expires !== undefined && Date.now() > expires) {
      throw new Refusal('login-required', 'the token has expired; log in with a new one');
    }
  }

  /**
   * Looks whether a client may enter a room, before it does.
   * @param password as it gave it
   * @throws Refusal forbidden, full, rate-limited
   */
  async checkMayJoin(
    client: ChatClient,
    roomId: string,
    { address, password }: { address: string; password?: string | undefined },
  ): Promise<void> {
    const { rooms } = this.services;
    const fault = roomIdFault(roomId);
    if (fault) throw new Refusal('forbidden', fault);
    const room = await rooms.settings(roomId);
    const own = room?.ownerId === client.user.id;
    if (!own && !canJoinRoom(client.identity, roomId)) {
      throw new Refusal('forbidden', `the token does not let you into room '${roomId}'`);
    }
    if (!room || client.rooms.has(roomId)) return;
    if (room.locked && !own) await this.checkPassword(roomId, address, password);
    if (room.max !== undefined && (await rooms.count(roomId)) >= room.max) {
      throw new Refusal('full', `room '${roomId}' is full`);
    }
  }

  /** Takes in who has been admitted. @throws Refusal full, where others were faster */
  async join(client: ChatClient, roomId: string): Promise<void> {
    await this.joinRoom(client, roomId, false);
  }

  /**
   * Puts a client back into a room that it was in, where it still may be; its place is not given to others.
   * @param was where it came into the room's log
   */
  async rejoin(client: ChatClient, roomId: string, was: Position): Promise<void> {
    const { classroom, namespaces, rooms } = this.services;
    if (isClassroomRoomId(roomId)) return classroom.comeBack(client, roomId);
    if (namespaceOf(roomId) !== '') return namespaces.comeBack(client, roomId, was);
    const own = (await rooms.settings(roomId))?.ownerId === client.user.id;
    if (own || canJoinRoom(client.identity, roomId)) await this.joinRoom(client, roomId, true);
  }

  private async joinRoom(client: ChatClient, roomId: string, returns: boolean): Promise<void> {
    const { rooms, manager } = this.services;
    await manager.join(client, roomId, await rooms.settings(roomId), returns);
    // They may have changed on the way.
    await rooms.refresh(roomId);
  }

  private async checkPassword(roomId: string, address: string, password: string | undefined): Promise<void> {
    const wanted = { pointer: '/password', expected: "the room's password" };
    if (password === undefined) {
      throw new Refusal('forbidden', `room '${roomId}' has a password: log in with it`, wanted);
    }
    const { throttle, rooms } = this.services;
    await throttle.serially(address, async () => {
      const before = await throttle.check(address);
      const fits = await rooms.opens(roomId, password);
      const failures = fits ? before : await throttle.fail(address);
      // Other nodes may have looked at others meanwhile: of guesses at once one is answered, wherever they are made.
      if (fits || failures > before + 1) await throttle.check(address);
      if (!fits) throw new Refusal('forbidden', 'that is not the password of this room', wanted);
    });
  }
}
