import type { RoomMedia } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import type { Backplane, Presence } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import type { Account } from '../util/account.js';
import type { MediaQuality, MediaUse } from './media-quality.js';
import { MediaRights } from './media-rights.js';
import type { MediaRoomEvents } from './media-server.js';
import { MediaServers } from './media-servers.js';
import { MeshNotices } from './mesh-notices.js';
import { placeOf } from './room-placement.js';
import { ServedRoom, type ServedRoomServices } from './served-room.js';
import { orderStop, type StopOrder } from './stop-order.js';
import { type StoppedMedia, stopStreams } from './stop-streams.js';

/** Maximum number of rooms in whose media a client takes part: each can cost the media server two connections. */
const CLIENT_ROOMS = 4;

interface MediaServices {
  backplane: Backplane;
  /** A clock in ms since 1970, the same on all nodes. */
  clock(): number;
  manager: ChatManager;
  classroom: Pick<Classroom, 'store' | 'states' | 'recordings'>;
  options: Pick<Options, 'janus' | 'janusSecret' | 'janusAdmin' | 'janusAdminKey' | 'mediaThreshold'>;
  log: ServedRoomServices['log'] & { info(fields: object, text: string): void };
}

interface Entry {
  room: ServedRoom;
  opened: Promise<void>;
}

/** What /metrics says about media servers. */
export interface MediaStatus {
  /** Whether each media server answers, by URL. */
  servers: ReadonlyMap<string, boolean>;
  /** Rooms that they carry and that have members on this node. */
  rooms: number;
  /** Connections of this node's clients. */
  connections: Record<'publishing' | 'listening', number>;
  /** Packets that were lost on these connections. */
  lost: Record<'publishing' | 'listening', number>;
}

/** The rooms whose media this node's clients take part in. Without a media server, all are carried by the mesh. */
export class MediaRooms {
  private readonly rooms = new Map<string, Entry>();
  private readonly servers: MediaServers | undefined;
  private readonly rights: MediaRights;
  private readonly notices: MeshNotices;
  /** Rooms that are being left. */
  private readonly ending = new Set<Promise<void>>();
  private readonly measureListeners: ((use: MediaUse, quality: MediaQuality) => void)[] = [];
  private readonly lost = { publishing: 0, listening: 0 };
  private closed = false;

  constructor(private readonly services: MediaServices) {
    const { options, manager, classroom, backplane, clock, log } = services;
    this.rights = new MediaRights({ store: classroom.store, states: classroom.states, manager });
    this.notices = new MeshNotices({
      isServed: async (roomId) => (await placeOf(backplane, roomId)) !== undefined,
      takesPart: (clientId, roomId) => this.rooms.get(roomId)?.room.has(clientId) ?? false,
      log,
    });
    const { janus: urls, janusAdmin: adminUrls, janusSecret: secret, janusAdminKey: adminKey } = options;
    if (urls.length === 0) return;
    this.servers = new MediaServers({
      urls,
      adminUrls,
      secret,
      adminKey,
      backplane,
      clock,
      log,
      onChange: (url, kept) => {
        for (const { room } of this.rooms.values()) void room.serverChanged(url, kept);
      },
    });
    manager.onSettings((roomId) => this.rooms.get(roomId)?.room.settingsChanged());
    manager.onRelease((clientId, roomId) => {
      const entry = this.rooms.get(roomId);
      if (!entry?.room.has(clientId)) return;
      const released = this.release(entry, clientId).finally(() => this.ending.delete(released));
      this.ending.add(released);
    });
  }

  /** Connects to the media servers. The node starts without those that do not answer, and tries again. */
  async open(): Promise<void> {
    await this.servers?.start();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.rooms.values()].map((entry) => this.end(entry)));
    this.rooms.clear();
    await Promise.all(this.ending);
    await this.servers?.close();
  }

  /** Whether there are media servers. */
  get used(): boolean {
    return this.servers !== undefined;
  }

  get status(): MediaStatus {
    const connections = { publishing: 0, listening: 0 };
    let rooms = 0;
    for (const { room } of this.rooms.values()) {
      if (room.media.by === 'server') rooms++;
      connections.publishing += room.connections.publishing;
      connections.listening += room.connections.listening;
    }
    return { servers: this.servers?.states ?? new Map(), rooms, connections, lost: this.lost };
  }

  /** Adds a listener for the measured quality of this node's connections. */
  onMeasured(listener: (use: MediaUse, quality: MediaQuality) => void): void {
    this.measureListeners.push(listener);
  }

  /** Lets a client take part in the media of a room. */
  async join(client: ChatClient, roomId: string): Promise<RoomMedia> {
    const { servers } = this;
    if (!servers) return { by: 'peers' };
    if (this.closed) throw new Refusal('unavailable', 'the server is shutting down');
    const { backplane, classroom, options, log } = this.services;
    let entry = this.rooms.get(roomId);
    if (!entry?.room.has(client.id)) this.requirePlace(client);
    if (!entry) {
      const { rights } = this;
      const recordings = classroom.recordings.folder && classroom.recordings;
      const threshold = options.mediaThreshold;
      const lost: ServedRoomServices['lost'] = (connection, packets) => {
        this.lost[connection] += packets;
      };
      const measured: ServedRoomServices['measured'] = (use, quality) => {
        for (const listener of this.measureListeners) listener(use, quality);
      };
      const services = { backplane, servers, rights, recordings, threshold, lost, measured, log };
      const room = new ServedRoom(roomId, services);
      entry = { room, opened: room.open() };
      this.rooms.set(roomId, entry);
    }
    entry.room.add(client);
    try {
      await entry.opened;
      // Another node can have added the client to the room, or this one a moment ago.
      await backplane.catchUpMembers(roomId);
    } catch (error) {
      if (this.rooms.get(roomId) === entry) this.rooms.delete(roomId);
      await this.end(entry);
      throw error;
    }
    return entry.room.media;
  }

  /** @throws Refusal conflict if the client takes part in the media of too many rooms */
  private requirePlace({ id, rooms }: ChatClient): void {
    const count = [...rooms.keys()].filter((roomId) => this.rooms.get(roomId)?.room.has(id)).length;
    if (count >= CLIENT_ROOMS)
      throw new Refusal('conflict', `a client can take part in the media of ${CLIENT_ROOMS} rooms at a time`);
  }

  /** @throws Refusal conflict if the client does not take part in the room's media */
  of(roomId: string): ServedRoom {
    const entry = this.rooms.get(roomId);
    if (!entry) throw new Refusal('conflict', 'send join before other messages to the media server');
    return entry.room;
  }

  /** Called when a client wants to connect to another one. Tells it if a media server does that instead. */
  connects(client: ChatClient): void {
    if (this.used) this.notices.connects(client);
  }

  /**
   * Stops streams of a room's members at the media server, until their clients unmute them or begin again.
   * @param concerns tells whose streams are stopped
   */
  async stop(roomId: string, media: StoppedMedia, concerns: (member: Presence) => boolean): Promise<void> {
    if (!this.servers) return;
    const { backplane, log } = this.services;
    try {
      const url = await placeOf(backplane, roomId);
      const server = url === undefined ? undefined : this.servers.get(url);
      if (!server?.available) return;
      const members = await backplane.members(roomId);
      const clients = new Set(members.filter(concerns).map(({ id }) => id));
      // Nobody on this node needs to take part in the room's media.
      const room = await server.open(roomId, deaf);
      try {
        await stopStreams(room, media, clients);
      } finally {
        await room.close();
      }
    } catch (err) {
      log.warn({ room: roomId, err }, 'streams could not be stopped at the media server');
    }
  }

  /** Stops streams as in `stop`, and asks the clients to stop them, see orderStop. @throws Refusal not-found */
  order(order: StopOrder, request?: string, account?: Account): Promise<void> {
    return orderStop({ media: this, backplane: this.services.backplane }, order, request, account);
  }

  /** @throws Refusal unavailable if no media server answers */
  requireAvailable(): void {
    if ((this.servers?.available.length ?? 0) > 0) return;
    throw new Refusal('unavailable', 'the media server, which records lectures, does not answer; try again');
  }

  /** Returns whether a media server carries a room and answers. */
  async carries(roomId: string): Promise<boolean> {
    const url = await placeOf(this.services.backplane, roomId);
    return url !== undefined && (this.servers?.get(url)?.available ?? false);
  }

  /**
   * Ends the recording of a room into a folder at all media servers: nodes that have died could not do so.
   * @returns false if one of them does not answer
   */
  async endRecording(roomId: string, folder: string): Promise<boolean> {
    const { servers } = this;
    if (!servers) return false;
    let complete = true;
    for (const url of servers.states.keys()) {
      try {
        const room = await servers.get(url)?.open(roomId, deaf);
        await room?.endRecording(folder).finally(() => room.close());
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'unavailable')) throw error;
        complete = false;
      }
    }
    return complete;
  }

  private async release(entry: Entry, clientId: string): Promise<void> {
    const roomId = entry.room.id;
    const removed = entry.room.remove(clientId);
    const last = entry.room.empty;
    if (last && this.rooms.get(roomId) === entry) this.rooms.delete(roomId);
    try {
      await removed;
    } catch (err) {
      this.services.log.warn({ room: roomId, err }, 'the connections of a client could not be closed');
    }
    if (last) await this.end(entry);
  }

  private async end({ room, opened }: Entry): Promise<void> {
    try {
      await opened.catch(() => {
        // It is closed as far as it was opened.
      });
      await room.close();
    } catch (err) {
      this.services.log.warn({ room: room.id, err }, 'the media of a room could not be closed');
    }
  }
}

/** Ignores what happens in a room. */
const deaf: MediaRoomEvents = {
  published: () => {},
  talking: () => {},
  ended: () => {},
  lost: () => {},
  measured: () => {},
  closed: () => {},
};
