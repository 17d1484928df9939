import type { Room as WireRoom } from 'lectern-protocol';
import type { HttpCreateRoom, HttpUpdateRoom } from 'lectern-protocol/http';
import { normalText } from 'lectern-protocol/shown-text';
import { LRUCache } from 'lru-cache';
import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { ChatRoom } from '../chat/chat-room.js';
import { roomIdFault } from '../chat/room-id.js';
import { toWireRoom } from '../chat/wire-room.js';
import { Refusal } from '../protocol/errors.js';
import type { ChangeResult, Page, RequestKey, RoomSettings, RoomsQuery, Store } from '../store/store.js';
import { logTag } from '../util/log-tag.js';
import type { Requester } from './hash-queue.js';
import type { PasswordCheck } from './password-throttle.js';
import type { RoomPasswords } from './room-passwords.js';

interface RoomServices {
  store: Pick<
    Store,
    'room' | 'rooms' | 'roomPassword' | 'createRoom' | 'updateRoom' | 'touchRooms' | 'deleteRoom'
  >;
  backplane: Backplane;
  manager: ChatManager;
  passwords: RoomPasswords;
  log: { error(fields: object, text: string): void };
}

/** An announcement between nodes that the settings of a room have changed. */
interface Change {
  id: string;
  deleted: boolean;
}

type DeleteListener = (room: ChatRoom) => Promise<void>;

/** The log of these announcements. */
const CHANGES_LOG = 'rooms';

/** Maximum number of rooms in the cache, including rooms without settings. */
const MAX_CACHED = 10_000;

/** The settings of rooms. */
export class RoomSettingsService implements LogListener {
  private readonly cache = new LRUCache<string, Promise<RoomSettings | undefined>>({ max: MAX_CACHED });

  private readonly deleteListeners: DeleteListener[] = [];
  /** Rooms with settings that clients have joined since their use was saved. */
  private readonly used = new Set<string>();

  constructor(private readonly services: RoomServices) {}

  /** Adds a listener that is called for each room of this node whose settings were deleted, and whose members must leave. */
  onDelete(listener: DeleteListener): void {
    this.deleteListeners.push(listener);
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

  /** Notes that a client has joined a room with settings. */
  noteUse(id: string): void {
    if (this.used.size < MAX_CACHED) this.used.add(id);
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

  /** Returns the number of clients in a room. */
  async count(id: string): Promise<number> {
    return (await this.services.backplane.members(id)).length;
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

  /** Checks that a user can create settings for a room without settings. @throws Refusal conflict */
  async checkUnused(id: string, userId: string): Promise<void> {
    const members = await this.services.backplane.members(id);
    if (members.some((member) => member.userId !== userId)) {
      throw new Refusal('conflict', 'other people are in this room; create settings before they join');
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
    const { room_id, title = '', public: listed = false, password, max, speech = 'everyone', owner } = given;
    const id = room_id?.normalize('NFC') ?? uuid();
    const fault = roomIdFault(id);
    if (fault) throw new Refusal('bad-data', fault, { pointer: '/room_id', expected: 'another id' });
    const outcome = await store.createRoom(
      {
        id,
        title: normalText(title),
        public: listed,
        speech,
        ...(max === undefined ? {} : { max }),
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
    const change = {
      id,
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

  /** Removes all members of a room whose settings were deleted. */
  end(id: string): Promise<void> {
    return this.announce({ id, deleted: true });
  }

  /** Returns the settings of a room that the user owns. @throws Refusal not-found, forbidden */
  async owned(id: string, userId: string): Promise<RoomSettings> {
    const room = await this.services.store.room(id);
    if (!room) throw new Refusal('not-found', `room '${id}' has no settings`);
    if (room.ownerId !== userId)
      throw new Refusal('forbidden', 'only the owner of a room is allowed to do this');
    return room;
  }

  /** Applies the current settings to a room of this node. */
  async refresh(id: string): Promise<void> {
    let asked: Promise<RoomSettings | undefined>;
    let settings: RoomSettings | undefined;
    do {
      asked = this.settings(id);
      settings = await asked;
    } while (asked !== this.settings(id));
    await this.services.manager.rooms.get(id)?.setSettings(settings);
  }

  private async announce(change: Change): Promise<void> {
    await this.services.backplane.append(CHANGES_LOG, JSON.stringify(change));
  }

  /** Handles an announcement. */
  deliver(text: string): void {
    const change = JSON.parse(text) as Change;
    this.cache.delete(change.id);
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
    for (const id of this.services.manager.rooms.keys()) {
      this.refresh(id).catch((error) =>
        this.services.log.error({ room: logTag(id), err: error }, 'room settings could not be read'),
      );
    }
  }

  private async apply({ id, deleted }: Change): Promise<void> {
    const room = this.services.manager.rooms.get(id);
    if (!room) return;
    if (!deleted) return this.refresh(id);
    for (const listener of this.deleteListeners) await listener(room);
  }
}
