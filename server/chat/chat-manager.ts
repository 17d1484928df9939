import { namespaceOf } from 'lectern-protocol';
import { type Awaitable, type Backplane, DIRECT, mailboxLog, requestKey } from '../backplane/backplane.js';
import type { TickBatcher } from '../delivery/tick-batcher.js';
import type { HookClient } from '../hooks/hooks.js';
import { roomAddress } from '../protocol/address.js';
import { envelopeOf, type Message } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettings } from '../store/store.js';
import type { Account } from '../util/account.js';
import { ByteBucket } from '../util/byte-bucket.js';
import { type Announcer, noAnnouncer } from './announcer.js';
import type { ChatClient } from './chat-client.js';
import { ChatRoom } from './chat-room.js';
import { MembershipAnnouncer } from './membership-announcer.js';
import { hookClientOf, type RoomHooks } from './room-hooks.js';
import { isWaitingRoomId } from './room-id.js';
import { RoomQuota } from './room-quota.js';

/** Receives the joins and leaves of the clients in rooms. */
interface PassageListener {
  /** Called when a client is in a room: it has joined, or its session was restored. Joining waits for the promise. */
  joined(client: HookClient, roomId: string): Promise<void>;
  left(client: HookClient, roomId: string): void;
}

type LeaveListener = (leaver: HookClient, roomId: string) => Promise<void>;

/** Finds rooms and clients, and routes messages between them. */
export class ChatManager {
  readonly rooms = new Map<string, ChatRoom>();
  readonly clients = new Map<string, ChatClient>();
  /** Removed clients. Operations that are still in progress do not put them into rooms again. */
  private readonly removed = new WeakSet<ChatClient>();

  /** The account that each open room counts for. */
  private readonly openedBy = new WeakMap<ChatRoom, Account>();
  private readonly announcers = new Map<string, (room: ChatRoom) => Announcer>();
  private readonly leaveListeners: LeaveListener[] = [];
  private readonly releaseListeners: ((clientId: string, roomId: string) => void)[] = [];
  private readonly settingsListeners: ((roomId: string) => void)[] = [];

  constructor(
    private readonly backplane: Backplane,
    private readonly batcher: TickBatcher,
    /** Maximum rate of lists in a room, in bytes per second. */
    private readonly roomListBytes: number,
    private readonly quota = new RoomQuota(),
    /** Present if the program that embeds the server has hooks of rooms. */
    private readonly hooks?: RoomHooks,
    /** Present if the server has webhooks. */
    private readonly passages?: PassageListener,
  ) {}

  /**
   * Adds a listener for clients of this node, or of a dead one, that leave a room for whatever reason. Leaving waits
   * for the promise, which must not reject.
   */
  onLeave(listener: LeaveListener): void {
    this.leaveListeners.push(listener);
  }

  /** Adds a listener for clients that leave a room or move to another node: this node has nothing to do for them there. */
  onRelease(listener: (clientId: string, roomId: string) => void): void {
    this.releaseListeners.push(listener);
  }

  /** Adds a listener for rooms whose settings have changed. */
  onSettings(listener: (roomId: string) => void): void {
    this.settingsListeners.push(listener);
  }

  /** Gives an open room its changed settings. */
  async setSettings(roomId: string, settings: RoomSettings | undefined): Promise<void> {
    await this.rooms.get(roomId)?.setSettings(settings);
    for (const listener of this.settingsListeners) listener(roomId);
  }

  private release(client: ChatClient, roomId: string): void {
    client.forget(roomId);
    for (const listener of this.releaseListeners) listener(client.id, roomId);
  }

  /** Sets how the members of a namespace's rooms are informed about each other. By default, they are not. */
  setAnnouncer(namespace: string, announcerOf: (room: ChatRoom) => Announcer): void {
    this.announcers.set(namespace, announcerOf);
  }

  /** Adds a client, so that it receives messages to its ID. */
  async add(client: ChatClient): Promise<void> {
    this.removed.delete(client);
    this.clients.set(client.id, client);
    client.positions.set(DIRECT, await this.backplane.subscribe(mailboxLog(client.id), client));
  }

  /** Removes a client from its rooms and from the node. */
  async remove(client: ChatClient): Promise<void> {
    this.removed.add(client);
    for (const roomId of [...client.rooms.keys()]) await this.leave(client, roomId);
    await this.backplane.unsubscribe(mailboxLog(client.id), client);
    if (this.clients.get(client.id) === client) this.clients.delete(client.id);
  }

  /** Releases a client that another node has taken over, without leaving its rooms. */
  async handOff(client: ChatClient): Promise<void> {
    this.removed.add(client);
    if (this.clients.get(client.id) === client) this.clients.delete(client.id);
    const rooms = [...client.rooms.values()];
    for (const { id } of rooms) this.release(client, id);
    for (const room of rooms) {
      await room.handOff(client);
      await this.closeIfEmpty(room);
    }
    await this.backplane.unsubscribe(mailboxLog(client.id), client);
  }

  /**
   * @param settings of the room, if it has any
   * @param returns the client was in the room before, so that the limit does not apply
   * @throws Refusal full if the room has no place, or its client has opened too many; conflict if the client has left
   */
  join(client: ChatClient, roomId: string, settings?: RoomSettings, returns = false): Promise<void> {
    const enter = () => this.enter(client, roomId, settings, returns);
    return returns ? enter() : this.asNewcomer(client, roomId, enter);
  }

  /** Runs a task by which a client joins a room that it was not in before. */
  asNewcomer<T>(client: ChatClient, roomId: string, join: () => Promise<T>): Promise<T> {
    const isNew = !client.rooms.has(roomId) && !isWaitingRoomId(roomId);
    return this.hooks && isNew ? this.hooks.pass(client, roomId, join) : join();
  }

  private async enter(
    client: ChatClient,
    roomId: string,
    settings: RoomSettings | undefined,
    returns: boolean,
  ): Promise<void> {
    if (client.rooms.has(roomId)) return;
    if (this.removed.has(client)) throw new Refusal('conflict', 'this client has left');
    let room = this.rooms.get(roomId);
    if (!room) {
      const { account } = client;
      // A client that returns was counted before, perhaps on another node.
      if (!returns) this.quota.open(account);
      const broadcasts = new ByteBucket(this.roomListBytes);
      room = new ChatRoom(
        roomId,
        this.backplane,
        this.batcher,
        settings,
        this.announcerOf(roomId),
        broadcasts,
      );
      this.rooms.set(roomId, room);
      if (!returns) this.openedBy.set(room, account);
    }
    client.rooms.set(roomId, room);
    try {
      const position = await room.enter(client, returns);
      if (client.rooms.get(roomId) !== room || this.removed.has(client)) {
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
    await client.persist();
    if (this.passages && !isWaitingRoomId(roomId)) {
      await this.passages.joined(hookClientOf(client, roomId), roomId);
    }
  }

  async leave(client: ChatClient, roomId: string): Promise<void> {
    const room = client.rooms.get(roomId);
    if (!room) return;
    const leaver = hookClientOf(client, roomId);
    this.release(client, roomId);
    const known = client.persist();
    const left = await room.leave(client);
    await this.closeIfEmpty(room);
    if (left) await this.notifyLeft(leaver, roomId);
    await known;
  }

  /** Calls the listeners for a client that is not in the room any more. */
  async notifyLeft(leaver: HookClient, roomId: string): Promise<void> {
    if (!isWaitingRoomId(roomId)) {
      this.hooks?.left(leaver, roomId);
      this.passages?.left(leaver, roomId);
    }
    for (const listener of this.leaveListeners) await listener(leaver, roomId);
  }

  private announcerOf(roomId: string): (room: ChatRoom) => Announcer {
    const namespace = namespaceOf(roomId);
    if (namespace === '') return (room) => new MembershipAnnouncer(room.id, room, this.roomListBytes);
    return this.announcers.get(namespace) ?? (() => noAnnouncer);
  }

  private async closeIfEmpty(room: ChatRoom): Promise<void> {
    if (!room.empty || this.rooms.get(room.id) !== room) return;
    this.rooms.delete(room.id);
    const account = this.openedBy.get(room);
    if (account) this.quota.close(account);
    await room.close();
  }

  /** @param roomId the room of the client's endpoint if undefined. @throws Refusal not-in-room */
  roomOf(client: ChatClient, roomId: string | undefined): ChatRoom {
    const id = roomId ?? client.endpointRoom;
    const room = id === undefined ? undefined : client.rooms.get(id);
    if (!room)
      throw new Refusal(
        'not-in-room',
        id === undefined ? 'you are not in a room' : `you are not in room '${id}'`,
      );
    return room;
  }

  /**
   * Forwards a client's message to its receiver, a room or a client.
   * @returns its position in the room's log, if it has one
   * @throws Refusal not-in-room or unknown-receiver
   */
  relay(sender: ChatClient, message: Message): Awaitable<{ seq?: number }> {
    const { to, entry, json } = message;
    const volatile = entry.delivery === 'volatile';
    const request = message.id === undefined ? undefined : requestKey(sender.requestScope, message.id);
    if (to.kind === 'room') {
      const room = this.roomOf(sender, to.roomId);
      const envelope = envelopeOf(sender.id, roomAddress(room.id), entry.type, json);
      return volatile
        ? after(room.publish(envelope), nowhere)
        : after(room.append(envelope, request, sender.account), ({ seq }) => ({ seq }));
    }
    if (to.kind === 'client') {
      const envelope = envelopeOf(sender.id, to.clientId, entry.type, json);
      return after(this.sendToPeer(sender, to.clientId, envelope, volatile, request), nowhere);
    }
    return {};
  }

  /**
   * Sends a message to a client with which the sender shares a room. Unless it is volatile, it is retained in case the
   * receiver is disconnected.
   * @param request see requestKey
   * @throws Refusal unknown-receiver
   */
  sendToPeer(
    sender: ChatClient,
    receiver: string,
    envelope: string,
    volatile: boolean,
    request: string | undefined,
  ): Awaitable<unknown> {
    const log = mailboxLog(receiver);
    return after(this.requireSharedRoom(sender, receiver), () =>
      volatile
        ? this.backplane.publish(log, envelope)
        : this.backplane.append(log, envelope, undefined, request, sender.account),
    );
  }

  /** @throws Refusal unknown-receiver if two clients have no room in common */
  private requireSharedRoom(sender: ChatClient, receiver: string): Awaitable<void> {
    // Clients that wait to be admitted to the same room cannot reach each other.
    const rooms = [...sender.rooms.values()].filter(({ id }) => !isWaitingRoomId(id));
    if (rooms.some((room) => room.knows(receiver))) return;
    return Promise.all(rooms.map((room) => room.has(receiver))).then((found) => {
      if (found.includes(true)) return;
      // The same whether the client is elsewhere or does not exist, so that memberships of other rooms are not revealed.
      throw new Refusal('unknown-receiver', `client '${receiver}' not found in your rooms`);
    });
  }
}

/** Applies a function to a value, which is awaited if it is a promise. */
const after = <T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> =>
  value instanceof Promise ? value.then(next) : next(value);

const nowhere = (): { seq?: number } => ({});
