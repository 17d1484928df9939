import type { Room as WireRoom } from 'lectern-protocol';
import type { HttpCreateRoom, HttpUpdateRoom } from 'lectern-protocol/http';
import { LRUCache } from 'lru-cache';
import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { ChatRoom } from '../chat/chat-room.js';
import { roomIdFault } from '../chat/room-id.js';
import { wireRoom } from '../chat/wire-room.js';
import { Refusal } from '../protocol/errors.js';
import type { ChangeResult, Page, RequestKey, RoomSettings, RoomsQuery, Store } from '../store/store.js';
import type { Passwords } from './passwords.js';

interface RoomServices {
  store: Pick<Store, 'room' | 'rooms' | 'roomPassword' | 'createRoom' | 'updateRoom' | 'deleteRoom'>;
  backplane: Backplane;
  manager: ChatManager;
  passwords: Passwords;
  log: { error(fields: object, text: string): void };
}

/** What the nodes tell each other of a room whose settings have changed. */
interface Change {
  id: string;
  deleted: boolean;
}

type DeleteListener = (room: ChatRoom) => Promise<void>;

/** Where they do. */
const CHANGES = 'rooms';

/** How many rooms' settings are remembered, of rooms without any that there are none. */
const REMEMBERED = 10_000;

/** The settings of rooms. */
export class RoomSettingsService implements LogListener {
  private readonly remembered = new LRUCache<string, Promise<RoomSettings | undefined>>({ max: REMEMBERED });

  private readonly deleteListeners: DeleteListener[] = [];

  constructor(private readonly services: RoomServices) {}

  /** Hears of every room of this node whose settings are gone: whoever is in it has to leave. */
  onDelete(listener: DeleteListener): void {
    this.deleteListeners.push(listener);
  }

  /** Begins to hear of changes, by whichever node. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(CHANGES, this);
  }

  async close(): Promise<void> {
    await this.services.backplane.unsubscribe(CHANGES, this);
  }

  /** A room's settings; undefined where it has none. */
  settings(id: string): Promise<RoomSettings | undefined> {
    let settings = this.remembered.get(id);
    if (!settings) {
      const asked = this.services.store.room(id);
      settings = asked;
      this.remembered.set(id, asked);
      asked.catch(() => {
        if (this.remembered.get(id) === asked) this.remembered.delete(id);
      });
    }
    return settings;
  }

  /** How many clients are in a room. */
  async count(id: string): Promise<number> {
    return (await this.services.backplane.members(id)).length;
  }

  /** The settings as they are told, with how many are there. */
  async counted(room: RoomSettings): Promise<WireRoom & { count: number }> {
    return { ...wireRoom(room), count: await this.count(room.id) };
  }

  list(query: RoomsQuery): Promise<Page<RoomSettings>> {
    return this.services.store.rooms(query);
  }

  /** Whether that is a room's password. Takes its time. */
  async opens(id: string, password: string): Promise<boolean> {
    const hash = await this.services.store.roomPassword(id);
    return hash === undefined || this.services.passwords.fits(password, hash);
  }

  /** Looks whether a user may give a room settings that has none. @throws Refusal conflict */
  async checkUnused(id: string, userId: string): Promise<void> {
    const members = await this.services.backplane.members(id);
    if (members.some((member) => member.userId !== userId)) {
      throw new Refusal('conflict', 'there are others in this room, who had no say in its settings');
    }
  }

  /** Gives a room settings. @throws Refusal bad-data, conflict */
  async create(given: HttpCreateRoom, request?: RequestKey): Promise<ChangeResult<RoomSettings>> {
    const { store, passwords } = this.services;
    const { room_id, title = '', public: listed = false, password, max, speech = 'everyone', owner } = given;
    const id = room_id?.normalize('NFC') ?? uuid();
    const fault = roomIdFault(id);
    if (fault) throw new Refusal('bad-data', fault, { pointer: '/room_id', expected: 'another id' });
    const outcome = await store.createRoom(
      {
        id,
        title,
        public: listed,
        speech,
        ...(max === undefined ? {} : { max }),
        ...(owner === undefined ? {} : { ownerId: owner }),
        ...(password === undefined ? {} : { password: await passwords.hash(password) }),
      },
      request,
    );
    if (!outcome.repeated) await this.tell({ id: outcome.value.id, deleted: false });
    return outcome;
  }

  /** Changes what is given. @throws Refusal not-found */
  async update(id: string, given: HttpUpdateRoom, request?: RequestKey): Promise<ChangeResult<RoomSettings>> {
    const { store, passwords } = this.services;
    const { password, ...rest } = given;
    const hash = typeof password === 'string' ? await passwords.hash(password) : password;
    const change = { id, ...rest, ...(hash === undefined ? {} : { password: hash }) };
    const outcome = await store.updateRoom(change, request);
    if (!outcome.repeated) await this.tell({ id, deleted: false });
    return outcome;
  }

  /** Takes a room's settings away; what goes on there is ended by `end`. @throws Refusal not-found */
  delete(id: string, request?: RequestKey): Promise<ChangeResult<RoomSettings>> {
    return this.services.store.deleteRoom({ id }, request);
  }

  /** Drops everybody in a room whose settings are gone: it is not what they came into any more. */
  end(id: string): Promise<void> {
    return this.tell({ id, deleted: true });
  }

  /** The room of that id, of which the user is the owner. @throws Refusal not-found, forbidden */
  async owned(id: string, userId: string): Promise<RoomSettings> {
    const room = await this.services.store.room(id);
    if (!room) throw new Refusal('not-found', `room '${id}' has no settings`);
    if (room.ownerId !== userId) throw new Refusal('forbidden', 'only the owner of a room may do that');
    return room;
  }

  /** Lets a room of this node know its newest settings. */
  async refresh(id: string): Promise<void> {
    let asked: Promise<RoomSettings | undefined>;
    let settings: RoomSettings | undefined;
    do {
      asked = this.settings(id);
      settings = await asked;
    } while (asked !== this.settings(id));
    await this.services.manager.rooms.get(id)?.change(settings);
  }

  private async tell(change: Change): Promise<void> {
    await this.services.backplane.append(CHANGES, JSON.stringify(change));
  }

  /** Hears of a change. */
  deliver(text: string): void {
    const change = JSON.parse(text) as Change;
    this.remembered.delete(change.id);
    this.apply(change).catch((error) =>
      this.services.log.error({ room: change.id, err: error }, 'a change of a room was not told'),
    );
  }

  /** Whatever was changed, it is looked at anew. */
  missed(): void {
    this.remembered.clear();
    for (const id of this.services.manager.rooms.keys()) {
      this.refresh(id).catch((error) =>
        this.services.log.error({ room: id, err: error }, 'the settings of a room could not be looked at'),
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
