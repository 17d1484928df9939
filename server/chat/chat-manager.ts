import { namespaceOf } from 'lectern-protocol';
import { type Awaitable, type Backplane, DIRECT, mailboxLog, requestKey } from '../backplane/backplane.js';
import type { TickBatcher } from '../delivery/tick-batcher.js';
import { roomAddress } from '../protocol/address.js';
import { envelopeOf, type Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettings } from '../store/store.js';
import { type Announcer, silent } from './announcer.js';
import type { ChatClient } from './chat-client.js';
import { ChatRoom } from './chat-room.js';
import { Membership } from './membership.js';

type LeaveListener = (leaver: Leaver, roomId: string) => Promise<void>;

/** Who has left a room. */
export interface Leaver {
  id: string;
  userId: string;
}

/** Finds rooms and clients, and routes messages between them. */
export class ChatManager {
  readonly rooms = new Map<string, ChatRoom>();
  readonly clients = new Map<string, ChatClient>();
  /** Clients that were taken out: what still goes on in their names does not bring them back into rooms. */
  private readonly gone = new WeakSet<ChatClient>();

  private readonly announcers = new Map<string, (room: ChatRoom) => Announcer>();
  private readonly leaveListeners: LeaveListener[] = [];

  constructor(
    private readonly backplane: Backplane,
    private readonly batcher: TickBatcher,
  ) {}

  /** Hears of every client of this node, or of a dead one, that has left a room, whichever way; its leaving waits for the promise, which must not reject. */
  onLeave(listener: LeaveListener): void {
    this.leaveListeners.push(listener);
  }

  /** Says what tells the members of a namespace's rooms of each other; nothing does where this is not called. */
  announceBy(namespace: string, announcerOf: (room: ChatRoom) => Announcer): void {
    this.announcers.set(namespace, announcerOf);
  }

  /** Takes a client in: from here on messages to its id reach it. */
  async add(client: ChatClient): Promise<void> {
    this.gone.delete(client);
    this.clients.set(client.id, client);
    client.positions.set(DIRECT, await this.backplane.subscribe(mailboxLog(client.id), client));
  }

  /** Takes a client out of its rooms and forgets it. */
  async remove(client: ChatClient): Promise<void> {
    this.gone.add(client);
    for (const roomId of [...client.rooms.keys()]) await this.leave(client, roomId);
    await this.backplane.unsubscribe(mailboxLog(client.id), client);
    if (this.clients.get(client.id) === client) this.clients.delete(client.id);
  }

  /** Forgets a client that another node goes on with: nobody sees it leave. */
  async detach(client: ChatClient): Promise<void> {
    this.gone.add(client);
    if (this.clients.get(client.id) === client) this.clients.delete(client.id);
    const rooms = [...client.rooms.values()];
    for (const { id } of rooms) client.forget(id);
    for (const room of rooms) {
      await room.forget(client);
      await this.closeIfEmpty(room);
    }
    await this.backplane.unsubscribe(mailboxLog(client.id), client);
  }

  /**
   * @param settings of the room, where it has some
   * @param returns the client was there before, and has a place
   * @throws Refusal full, or conflict where the client left meanwhile
   */
  async enter(client: ChatClient, roomId: string, settings?: RoomSettings, returns = false): Promise<void> {
    if (client.rooms.has(roomId)) return;
    if (this.gone.has(client)) throw new Refusal('conflict', 'this client has left');
    let room = this.rooms.get(roomId);
    if (!room) {
      room = new ChatRoom(roomId, this.backplane, this.batcher, settings, this.announcerOf(roomId));
      this.rooms.set(roomId, room);
    }
    client.rooms.set(roomId, room);
    try {
      const position = await room.enter(client, returns);
      if (client.rooms.get(roomId) !== room || this.gone.has(client)) {
        client.forget(roomId);
        await room.leave(client);
        throw new Refusal('conflict', 'this client has left');
      }
      client.positions.set(roomId, position);
    } catch (error) {
      client.forget(roomId);
      await this.closeIfEmpty(room);
      throw error;
    }
    await client.changed();
  }

  async leave(client: ChatClient, roomId: string): Promise<void> {
    const room = client.rooms.get(roomId);
    if (!room) return;
    client.forget(roomId);
    const known = client.changed();
    const left = await room.leave(client);
    await this.closeIfEmpty(room);
    if (left) await this.afterLeaving({ id: client.id, userId: client.user.id }, roomId);
    await known;
  }

  /** Sees to what one leaves behind who is out of a room already. */
  async afterLeaving(leaver: Leaver, roomId: string): Promise<void> {
    for (const listener of this.leaveListeners) await listener(leaver, roomId);
  }

  private announcerOf(roomId: string): (room: ChatRoom) => Announcer {
    const namespace = namespaceOf(roomId);
    if (namespace === '') return (room) => new Membership(room.id, room);
    return this.announcers.get(namespace) ?? (() => silent);
  }

  private async closeIfEmpty(room: ChatRoom): Promise<void> {
    if (!room.empty || this.rooms.get(room.id) !== room) return;
    this.rooms.delete(room.id);
    await room.close();
  }

  /** @throws Refusal not-in-room; without an id the room of the client's endpoint is meant */
  roomOf(client: ChatClient, roomId: string | undefined): ChatRoom {
    const id = roomId ?? client.endpointRoom;
    const room = id === undefined ? undefined : client.rooms.get(id);
    if (!room)
      throw new Refusal(
        'not-in-room',
        id === undefined ? 'you are in no room' : `you are not in room '${id}'`,
      );
    return room;
  }

  /**
   * Passes a client's message on to the room or the client that it is for.
   * @returns its place in the room's log, where it has one
   * @throws Refusal not-in-room or unknown-receiver
   */
  relay(sender: ChatClient, message: Message): Awaitable<{ seq?: number }> {
    const { to, entry, json } = message;
    const volatile = entry.delivery === 'volatile';
    const request = message.id === undefined ? undefined : requestKey(sender.id, message.id);
    if (to.kind === 'room') {
      const room = this.roomOf(sender, to.roomId);
      const envelope = envelopeOf(sender.id, roomAddress(room.id), entry.type, json);
      return volatile
        ? after(room.publish(envelope), nowhere)
        : after(room.append(envelope, request), ({ seq }) => ({ seq }));
    }
    if (to.kind === 'client') {
      const receiver = to.clientId;
      // The same whether the client is elsewhere or nowhere: who is in other rooms is nobody's business.
      if (![...sender.rooms.values()].some((room) => room.has(receiver))) {
        throw new Refusal('unknown-receiver', `no client '${receiver}' shares a room with you`);
      }
      const envelope = envelopeOf(sender.id, receiver, entry.type, json);
      const log = mailboxLog(receiver);
      const passed = volatile
        ? this.backplane.publish(log, envelope)
        : this.backplane.append(log, envelope, undefined, request);
      return after(passed, nowhere);
    }
    return {};
  }
}

/** What comes of something, as soon as it is there. */
const after = <T, R>(value: Awaitable<T>, next: (value: T) => R): Awaitable<R> =>
  value instanceof Promise ? value.then(next) : next(value);

const nowhere = (): { seq?: number } => ({});
