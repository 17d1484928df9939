import { namespaceOf, type ServerData, type ServerMessageType } from 'lectern-protocol';
import { type Author, type Backplane, type Position, requestKey, roomLog } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { ChatRoom } from '../chat/chat-room.js';
import { canJoinRoom } from '../identity/grants.js';
import { roomSender } from '../protocol/address.js';
import { encode, type Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { Account } from '../util/account.js';

/** Maximum number of rooms that a client can be in. */
const MAX_ROOMS = 100;

/** Returns the ID of a room in a namespace, which is also its address and the name of its log. */
export const namespaceRoomId = (namespace: string, room: string): string => `${namespace}/${room}`;

/** Returns the name of a room within its namespace. */
export const namespaceRoomName = (roomId: string): string => roomId.slice(namespaceOf(roomId).length + 1);

/** @param was the position in the room's log at which the client joined; the log might have been restarted since */
type ComeBack = (client: ChatClient, roomId: string, was: Position) => Promise<void>;

/** The rooms of namespaces: the operations that their handlers share. */
export class Namespaces {
  private readonly returns = new Map<string, ComeBack>();

  constructor(
    private readonly manager: ChatManager,
    private readonly backplane: Backplane,
  ) {}

  /**
   * Adds a client to a room. A guest can have a name of its own there; otherwise, the name of the token applies.
   * @throws Refusal forbidden, or conflict if the client is in too many rooms
   */
  async join(client: ChatClient, roomId: string, name?: string): Promise<void> {
    checkGranted(client, roomId);
    if (name !== undefined && client.identity.guest) client.roomProfiles.set(roomId, { name });
    const room = client.rooms.get(roomId);
    if (room) {
      await room.update(client);
      await client.persist();
      return;
    }
    try {
      this.checkRoomCount(client);
      await this.manager.join(client, roomId);
    } catch (error) {
      client.roomProfiles.delete(roomId);
      throw error;
    }
  }

  /** @throws Refusal not-in-room */
  async leave(client: ChatClient, roomId: string): Promise<void> {
    await this.manager.leave(client, this.roomOf(client, roomId).id);
  }

  /** Returns a room that the client is in. @throws Refusal not-in-room */
  roomOf(client: ChatClient, roomId: string): ChatRoom {
    return this.manager.roomOf(client, roomId);
  }

  /** Returns the rooms of a namespace that a client is in. */
  roomsOf(client: ChatClient, namespace: string): ChatRoom[] {
    return [...client.rooms.values()].filter(({ id }) => namespaceOf(id) === namespace);
  }

  /** Sends a durable message to a room and returns its position in the log. */
  async append<T extends ServerMessageType>(
    roomId: string,
    type: T,
    data: ServerData[T],
    {
      sender = roomSender(roomId),
      ...by
    }: { sender?: string; author?: Author; request?: string; account?: Account } = {},
  ): Promise<Position> {
    const envelope = encode(sender, roomId, type, data);
    return this.backplane.append(roomLog(roomId), envelope, by.author, by.request, by.account);
  }

  /** Sends a durable message to a room on behalf of a client, for one of the client's messages. */
  async appendFor<T extends ServerMessageType>(
    client: ChatClient,
    { id }: Pick<Message, 'id'>,
    roomId: string,
    type: T,
    data: ServerData[T],
    { toOthers = false } = {},
  ): Promise<{ seq: number }> {
    const { seq } = await this.append(roomId, type, data, {
      sender: client.id,
      account: client.account,
      ...(toOthers && { author: { clientId: client.id, excluded: true } }),
      ...(id !== undefined && { request: requestKey(client.requestScope, id) }),
    });
    return { seq };
  }

  /**
   * Sends a durable message to the other members of a room on behalf of a client.
   * @param open whether the client does not have to be a member. Nothing is stored for a room without members
   * @throws Refusal not-in-room, or forbidden if the client is not a member and is not allowed to join
   */
  publishFor<T extends ServerMessageType>(
    client: ChatClient,
    message: Pick<Message, 'id'>,
    roomId: string,
    type: T,
    data: ServerData[T],
    open: boolean,
  ): Promise<{ seq?: number }> {
    const publish = () => this.appendFor(client, message, roomId, type, data, { toOthers: true });
    if (!open || client.rooms.has(roomId)) {
      this.roomOf(client, roomId);
      return publish();
    }
    checkGranted(client, roomId);
    return this.backplane.isEmpty(roomId).then((isEmpty) => (isEmpty ? {} : publish()));
  }

  /** Registers how resumed clients rejoin the rooms of a namespace, if that takes more than entering them. */
  returnBy(namespace: string, comeBack: ComeBack): void {
    this.returns.set(namespace, comeBack);
  }

  /** Adds a resumed client to a room again, if it is still allowed to be there. */
  async comeBack(client: ChatClient, roomId: string, was: Position): Promise<void> {
    if (!canJoinRoom(client.identity, roomId)) return;
    const comeBack = this.returns.get(namespaceOf(roomId));
    if (comeBack) await comeBack(client, roomId, was);
    else await this.manager.join(client, roomId, undefined, true);
  }

  /** @throws Refusal conflict if a client is in the maximum number of rooms */
  checkRoomCount(client: ChatClient): void {
    if (client.rooms.size >= MAX_ROOMS) {
      throw new Refusal('conflict', `you are already in ${MAX_ROOMS} rooms; leave one first`);
    }
  }
}

/** @throws Refusal forbidden */
function checkGranted({ identity }: ChatClient, roomId: string): void {
  if (canJoinRoom(identity, roomId)) return;
  throw new Refusal('forbidden', `the token does not grant access to '${roomId}'`);
}
