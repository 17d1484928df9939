import type { Room as WireRoom } from 'lectern-protocol';
import type { HttpCreateRoom, HttpUpdateRoom } from 'lectern-protocol/http';
import { normalText } from 'lectern-protocol/shown-text';
import { LRUCache } from 'lru-cache';
import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener, Presence } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Member } from '../chat/member.js';
import { moderatorAmong } from '../chat/moderator.js';
import { roomIdFault, waitingRoomId } from '../chat/room-id.js';
import { toWireRoom } from '../chat/wire-room.js';
import { Refusal } from '../protocol/errors.js';
import type { ChangeResult, Page, RequestKey, RoomSettings, RoomsQuery, Store } from '../store/store.js';
import { logTag } from '../util/log-tag.js';
import { EntryControl } from './entry-control.js';
import type { Requester } from './hash-queue.js';
import type { PasswordCheck } from './password-throttle.js';
import type { RoomPasswords } from './room-passwords.js';

interface RoomServices {
  store: Pick<
    Store,
    | 'room'
    | 'rooms'
    | 'roomPassword'
    | 'createRoom'
    | 'updateRoom'
    | 'touchRooms'
    | 'deleteRoom'
    | 'user'
    | 'excludeFromRoom'
    | 'isExcludedFromRoom'
    | 'hasRoomExclusions'
    | 'isAdmitted'
  >;
  backplane: Backplane;
  manager: ChatManager;
  passwords: RoomPasswords;
  log: { error(fields: object, text: string): void };
}

/** An announcement between nodes that the settings of a room have changed. */
interface Change {
  id: string;
  /** All members must leave. */
  deleted: boolean;
  /** Why they must, for people. By default, because the room was deleted. */
  reason?: string;
  /** A user whom the owner or the operator has removed from the room. */
  removed?: string;
}

/** Called on each node when the settings of a room, or the users who are removed from it, have changed. */
type ChangeListener = (id: string) => void;

type RemoveListener = (clientId: string, reason: string) => Promise<unknown> | undefined;

/** Maximum number of users who are removed from a room. */
const MAX_REMOVED = 1000;

/** Why a user must leave, for people. */
const REMOVED = 'the owner has removed you from the room';
const REMOVED_BY_OPERATOR = 'the server administrator has removed you from the room';

export const removedRefusal = (): Refusal =>
  new Refusal('forbidden', 'you were removed from this room', { removed_from: 'room' });

/** The log of these announcements. */
const CHANGES_LOG = 'rooms';

/** Maximum number of rooms in the cache, including rooms without settings. */
const MAX_CACHED = 10_000;

/** The settings of rooms. */
export class RoomSettingsService implements LogListener {
  private readonly cache = new LRUCache<string, Promise<RoomSettings | undefined>>({ max: MAX_CACHED });
  /** Whether any user is removed from a room, by its ID. Spares the joins of most rooms a question to the database. */
  private readonly exclusions = new LRUCache<string, Promise<boolean>>({ max: MAX_CACHED });

  readonly entry: EntryControl;
  private readonly removeListeners: RemoveListener[] = [];
  private readonly changeListeners: ChangeListener[] = [];
  /** Rooms with settings that clients have joined since their use was saved. */
  private readonly used = new Set<string>();

  constructor(private readonly services: RoomServices) {
    this.entry = new EntryControl(services.store, services.backplane);
  }

  /** Adds a listener that is called for each client of this node that must leave a room. The reason is for people. */
  onRemove(listener: RemoveListener): void {
    this.removeListeners.push(listener);
  }

  onChange(listener: ChangeListener): void {
    this.changeListeners.push(listener);
  }

  /** Subscribes to changes on all nodes. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(CHANGES_LOG, this);
  }

  async close(): Promise<void> {
    await this.services.backplane.unsubscribe(CHANGES_LOG, this);
  }

  /** Returns a room's settings; undefined if it has none. */
  settings(id: string): Promise<RoomSettings | undefined> {
    let settings = this.cache.get(id);
    if (!settings) {
      const asked = this.services.store.room(id);
      settings = asked;
      this.cache.set(id, asked);
      asked.catch(() => {
        if (this.cache.get(id) === asked) this.cache.delete(id);
      });
    }
    return settings;
  }

  /** Returns whether a user is removed from a room. */
  async isExcluded(id: string, userId: string): Promise<boolean> {
    const { store } = this.services;
    let any = this.exclusions.get(id);
    if (!any) {
      const asked = store.hasRoomExclusions(id);
      any = asked;
      this.exclusions.set(id, asked);
      asked.catch(() => {
        if (this.exclusions.get(id) === asked) this.exclusions.delete(id);
      });
    }
    return (await any) && store.isExcludedFromRoom(id, userId);
  }

  /** Saves which rooms were used, so that they are not deleted as unused ones. */
  async saveUse(): Promise<void> {
    const ids = [...this.used];
    this.used.clear();
    // Both databases limit the number of parameters.
    for (let i = 0; i < ids.length; i += 500) {
      await this.services.store.touchRooms({ ids: ids.slice(i, i + 500) });
    }
  }

  /** Returns the clients in a room, in the order in which they joined. */
  members(id: string): Promise<Presence[]> {
    return this.services.backplane.members(id);
  }

  /** Returns the number of clients in a room. */
  async count(id: string): Promise<number> {
    return (await this.members(id)).length;
  }

  /** Converts settings to their wire format, with the number of clients in the room. */
  async counted(room: RoomSettings): Promise<WireRoom & { count: number }> {
    return { ...toWireRoom(room), count: await this.count(room.id) };
  }

  list(query: RoomsQuery): Promise<Page<RoomSettings>> {
    return this.services.store.rooms(query);
  }

  /** Checks a password of a room. Can take seconds, see RoomPasswords. @throws Refusal rate-limited */
  checkPassword(id: string, password: string, by: Requester): Promise<PasswordCheck> {
    const { store, passwords } = this.services;
    return passwords.check(id, password, by, () => store.roomPassword(id));
  }

  /**
   * Checks that a user can create settings for a room without settings: nobody else is in it, or the user moderates it.
   * @throws Refusal conflict, or forbidden if the operator has removed the user from the room
   */
  async checkUnused(id: string, userId: string): Promise<void> {
    if (await this.isExcluded(id, userId)) throw removedRefusal();
    const members = await this.services.backplane.members(id);
    const isOther = members.some((member) => member.userId !== userId);
    if (isOther && moderatorAmong(members) !== userId) {
      throw new Refusal('conflict', 'other people are in this room; create settings before they join');
    }
  }

  /**
   * Checks that a user moderates a room: as its owner, or without settings because the user has been in it for the longest.
   * @throws Refusal forbidden, or not-found if the room cannot have settings
   */
  async requireModerator(id: string, userId: string): Promise<void> {
    if (roomIdFault(id) || (await this.services.store.room(id))) {
      await this.owned(id, userId);
      return;
    }
    if (moderatorAmong(await this.services.backplane.members(id)) !== userId) {
      throw new Refusal(
        'forbidden',
        'only the user who has been in the room for the longest is allowed to do this',
      );
    }
  }

  /**
   * Creates settings for a room.
   * @param maxOwned maximum number of rooms with settings that the owner can have
   * @throws Refusal bad-data, conflict, rate-limited
   */
  async create(
    given: HttpCreateRoom,
    by: Requester,
    request?: RequestKey,
    maxOwned?: number,
  ): Promise<ChangeResult<RoomSettings>> {
    const { store, passwords } = this.services;
    const {
      room_id,
      title = '',
      public: listed = false,
      password,
      max,
      speech = 'everyone',
      entry = 'open',
      owner,
    } = given;
    const id = room_id?.normalize('NFC') ?? uuid();
    const fault = roomIdFault(id);
    if (fault) throw new Refusal('bad-data', fault, { pointer: '/room_id', expected: 'another id' });
    // As in `update`.
    const admitted = entry === 'open' ? [] : await this.entry.usersIn({ roomId: id });
    const outcome = await store.createRoom(
      {
        id,
        title: normalText(title),
        public: listed,
        speech,
        ...(max === undefined ? {} : { max }),
        ...(entry === 'open' ? {} : { entry, admitted }),
        ...(owner === undefined ? {} : { ownerId: owner }),
        ...(maxOwned === undefined ? {} : { maxOwned }),
        ...(password === undefined ? {} : { password: await passwords.hash(password, by) }),
      },
      request,
    );
    // Also if the request was repeated, since the node that handled it first might have died before its announcement.
    await this.announce({ id: outcome.value.id, deleted: false });
    return outcome;
  }

  /** Changes the given settings. @throws Refusal not-found, rate-limited */
  async update(
    id: string,
    given: HttpUpdateRoom,
    by: Requester,
    request?: RequestKey,
  ): Promise<ChangeResult<RoomSettings>> {
    const { store, passwords } = this.services;
    const { password, title, ...rest } = given;
    const hash = typeof password === 'string' ? await passwords.hash(password, by) : password;
    // Computed before the change, so that nobody who is in the room can be kept out.
    const isRestricted = given.entry !== undefined && given.entry !== 'open';
    const change = {
      id,
      ...(isRestricted && { admitted: await this.entry.usersIn({ roomId: id }) }),
      ...rest,
      ...(title === undefined ? {} : { title: normalText(title) }),
      ...(hash === undefined ? {} : { password: hash }),
    };
    const outcome = await store.updateRoom(change, request);
    // As above.
    await this.announce({ id, deleted: false });
    return outcome;
  }

  /** Deletes a room's settings; `end` removes its members. @throws Refusal not-found */
  delete(id: string, request?: RequestKey): Promise<ChangeResult<RoomSettings>> {
    return this.services.store.deleteRoom({ id }, request);
  }

  /** Removes all members of a room. @param reason for people. By default, that the room was deleted */
  end(id: string, reason?: string): Promise<void> {
    return this.announce({ id, deleted: true, ...(reason !== undefined && { reason }) });
  }

  /**
   * Removes a user from a room, and keeps the user out. What the operator does outlasts the settings of the room.
   * @throws Refusal forbidden if the user is the owner, not-found if the user is unknown, conflict
   */
  async exclude(
    id: string,
    userId: string,
    { request, byOperator = false }: { request?: RequestKey | undefined; byOperator?: boolean } = {},
  ): Promise<void> {
    const { backplane, store } = this.services;
    const [members, waiting] = await Promise.all(
      [id, waitingRoomId(id)].map((room) => backplane.members(room)),
    );
    const present = [...(members ?? []), ...(waiting ?? [])].find((member) => member.userId === userId);
    // The server stores only users who have created something.
    const name = present?.username ?? (await store.user(userId))?.name ?? (byOperator ? userId : undefined);
    if (name === undefined) throw new Refusal('not-found', 'the user is not in the room');
    const excluded = { roomId: id, user: { id: userId, name }, most: MAX_REMOVED, lasting: byOperator };
    await store.excludeFromRoom(excluded, request);
    const reason = byOperator ? REMOVED_BY_OPERATOR : REMOVED;
    await this.announce({ id, deleted: false, removed: userId, reason });
  }

  /** Returns the settings of a room that the user owns. @throws Refusal not-found, forbidden */
  async owned(id: string, userId: string): Promise<RoomSettings> {
    const room = await this.services.store.room(id);
    if (!room) throw new Refusal('not-found', `room '${id}' has no settings`);
    if (room.ownerId !== userId)
      throw new Refusal('forbidden', 'only the owner of a room is allowed to do this');
    return room;
  }

  /**
   * Adds a client to a room that it is allowed in.
   * @param returns the client was in the room before, so that the limit does not apply
   * @throws Refusal full, or forbidden if the owner has just removed the user
   */
  async join(client: ChatClient, id: string, returns = false): Promise<void> {
    const { manager } = this.services;
    const settings = await this.settings(id);
    if (settings && this.used.size < MAX_CACHED) this.used.add(id);
    await manager.join(client, id, settings, returns);
    // The settings can have changed meanwhile, and the owner can have removed the user.
    await this.refresh(id);
    if (await this.isExcluded(id, client.user.id)) {
      await manager.leave(client, id);
      throw removedRefusal();
    }
  }

  /** Applies the current settings to a room of this node. */
  private async refresh(id: string): Promise<void> {
    let asked: Promise<RoomSettings | undefined>;
    let settings: RoomSettings | undefined;
    do {
      asked = this.settings(id);
      settings = await asked;
    } while (asked !== this.settings(id));
    await this.services.manager.setSettings(id, settings);
  }

  private async announce(change: Change): Promise<void> {
    await this.services.backplane.append(CHANGES_LOG, JSON.stringify(change));
  }

  /** Handles an announcement. */
  deliver(text: string): void {
    const change = JSON.parse(text) as Change;
    this.cache.delete(change.id);
    this.exclusions.delete(change.id);
    for (const listener of this.changeListeners) listener(change.id);
    this.apply(change).catch((error) =>
      this.services.log.error(
        { room: logTag(change.id), err: error },
        'changed room settings could not be applied',
      ),
    );
  }

  /** Reads all settings again, because announcements were missed. */
  gap(): void {
    this.cache.clear();
    this.exclusions.clear();
    for (const id of this.services.manager.rooms.keys()) {
      const current = this.refresh(id).then(() => this.checkMembers(id));
      current.catch((error) =>
        this.services.log.error({ room: logTag(id), err: error }, 'room settings could not be read'),
      );
    }
  }

  private async apply({ id, deleted, reason, removed }: Change): Promise<void> {
    const room = this.services.manager.rooms.get(id);
    if (!room) return;
    if (deleted) await this.remove(room.localMembers, reason ?? 'the room was deleted');
    else if (removed !== undefined) {
      const clients = room.localMembers.filter(({ user }) => user.id === removed);
      await this.remove(clients, reason ?? REMOVED);
    } else await this.refresh(id);
  }

  private async remove(clients: readonly Member[], reason: string): Promise<void> {
    for (const { id } of clients) for (const listener of this.removeListeners) await listener(id, reason);
  }

  /** Removes the clients of this node whose users were removed from a room. */
  private async checkMembers(id: string): Promise<void> {
    for (const member of this.services.manager.rooms.get(id)?.localMembers ?? []) {
      if (await this.isExcluded(id, member.user.id))
        await this.remove([member], 'you were removed from the room');
    }
  }
}
