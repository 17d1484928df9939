import { namespaceOf, type ServerData, type ServerMessageType, splitKey } from 'lectern-protocol';
import {
  type Author,
  type Backplane,
  mailbox,
  type Position,
  requestKey,
  roomLog,
} from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { ChatRoom } from '../chat/chat-room.js';
import { mayEnter } from '../identity/grants.js';
import { senderIn } from '../protocol/address.js';
import { encode, type Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';

/** In how many rooms of namespaces a client may be at once. */
const ROOMS_MOST = 100;

/** The id of a namespace's room: it is also its address, and what its log is called. */
export const roomIn = (namespace: string, room: string): string => `${namespace}/${room}`;

/** What a namespace's room is called there. */
export const nameIn = (roomId: string): string => roomId.slice(namespaceOf(roomId).length + 1);

/** @param was where the client came into the room's log, which may since have begun anew */
type ComeBack = (client: ChatClient, roomId: string, was: Position) => Promise<void>;

/** The rooms of namespaces: what their handlers share. */
export class Namespaces {
  private readonly returns = new Map<string, ComeBack>();

  constructor(
    private readonly manager: ChatManager,
    private readonly backplane: Backplane,
  ) {}

  /**
   * Puts a client into a room, under another name than its own where one is given.
   * @throws Refusal forbidden, conflict where it is in too many
   */
  async join(client: ChatClient, roomId: string, name?: string): Promise<void> {
    if (!mayEnter(client.identity, roomId)) {
      throw new Refusal('forbidden', `the token does not let you into '${roomId}'`);
    }
    if (name !== undefined) client.places.set(roomId, { name });
    const room = client.rooms.get(roomId);
    if (room) {
      await room.update(client);
      await client.changed();
      return;
    }
    try {
      this.checkPlace(client);
      await this.manager.enter(client, roomId);
    } catch (error) {
      client.places.delete(roomId);
      throw error;
    }
  }

  /** @throws Refusal not-in-room */
  async leave(client: ChatClient, roomId: string): Promise<void> {
    await this.manager.leave(client, this.roomOf(client, roomId).id);
  }

  /** The room, in which the client is. @throws Refusal not-in-room */
  roomOf(client: ChatClient, roomId: string): ChatRoom {
    return this.manager.roomOf(client, roomId);
  }

  /** The rooms of a namespace that a client is in. */
  roomsOf(client: ChatClient, namespace: string): ChatRoom[] {
    return [...client.rooms.values()].filter(({ id }) => namespaceOf(id) === namespace);
  }

  /** Says to a room what is kept, and answers where it is in the log. */
  async say<T extends ServerMessageType>(
    roomId: string,
    type: T,
    data: ServerData[T],
    { sender = senderIn(roomId), ...by }: { sender?: string; author?: Author; request?: string } = {},
  ): Promise<Position> {
    return this.backplane.append(roomLog(roomId), encode(sender, roomId, type, data), by.author, by.request);
  }

  /** The same in a client's name, for a message of its. */
  async sayFor<T extends ServerMessageType>(
    client: ChatClient,
    { id }: Pick<Message, 'id'>,
    roomId: string,
    type: T,
    data: ServerData[T],
    { toOthers = false } = {},
  ): Promise<{ seq: number }> {
    const { seq } = await this.say(roomId, type, data, {
      sender: client.id,
      ...(toOthers && { author: { clientId: client.id, excluded: true } }),
      ...(id !== undefined && { request: requestKey(client.id, id) }),
    });
    return { seq };
  }

  /** Tells one client, in another's name and for a message of its, what is kept for it should it be away. */
  async tellFor<T extends ServerMessageType>(
    client: ChatClient,
    { id }: Pick<Message, 'id'>,
    receiver: string,
    type: T,
    data: ServerData[T],
  ): Promise<void> {
    const envelope = encode(splitKey(type)[0], receiver, type, data);
    const request = id === undefined ? undefined : requestKey(client.id, id);
    await this.backplane.append(mailbox(receiver), envelope, undefined, request);
  }

  /** Says how clients come back into the rooms of a namespace, where that takes more than entering them. */
  returnBy(namespace: string, comeBack: ComeBack): void {
    this.returns.set(namespace, comeBack);
  }

  /** Puts a client back into a room that it was in before a crash, where it still may be. */
  async comeBack(client: ChatClient, roomId: string, was: Position): Promise<void> {
    if (!mayEnter(client.identity, roomId)) return;
    const comeBack = this.returns.get(namespaceOf(roomId));
    if (comeBack) await comeBack(client, roomId, was);
    else await this.manager.enter(client, roomId, undefined, true);
  }

  /** @throws Refusal conflict where a client is in as many rooms as it may be */
  checkPlace(client: ChatClient): void {
    if (client.rooms.size >= ROOMS_MOST) {
      throw new Refusal('conflict', `you are in ${ROOMS_MOST} rooms already; leave some`);
    }
  }
}
