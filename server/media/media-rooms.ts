import { randomUUID } from 'node:crypto';
import type { RoomMedia } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import type { Backplane } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import { Refusal } from '../protocol/errors.js';
import { JanusMediaServer } from './janus/janus-media-server.js';
import { MediaRights } from './media-rights.js';
import { ServedRoom, type ServedRoomServices } from './served-room.js';

/** Maximum number of rooms in whose media a client takes part: each can cost the media server two connections. */
const CLIENT_ROOMS = 4;

interface MediaServices {
  backplane: Backplane;
  manager: ChatManager;
  classroom: Pick<Classroom, 'store' | 'states'>;
  options: Pick<Options, 'janus' | 'janusSecret' | 'janusAdminKey' | 'mediaThreshold'>;
  log: ServedRoomServices['log'] & { info(fields: object, text: string): void };
}

/** The rooms whose media this node's clients take part in. Without a media server, all are carried by the mesh. */
export class MediaRooms {
  private readonly rooms = new Map<string, { room: ServedRoom; opened: Promise<void> }>();
  private readonly server: JanusMediaServer | undefined;
  private readonly rights: MediaRights;
  private epoch = randomUUID();

  constructor(private readonly services: MediaServices) {
    const { options, manager, classroom, log } = services;
    this.rights = new MediaRights({ store: classroom.store, states: classroom.states, manager });
    const { janus: url, janusSecret: secret, janusAdminKey: adminKey } = options;
    if (url === '') return;
    this.server = new JanusMediaServer(
      { url, secret, adminKey, log },
      { unavailable: () => this.serverChanged(true), available: (kept) => this.serverChanged(kept) },
    );
    manager.onLeave(({ id }, roomId) => this.leave(id, roomId));
  }

  /** Connects to the media server. If it does not answer, the node starts without it and tries again. */
  async open(): Promise<void> {
    await this.server?.start();
  }

  async close(): Promise<void> {
    for (const { room } of this.rooms.values()) await room.close();
    this.rooms.clear();
    await this.server?.close();
  }

  /** Lets a client take part in the media of a room. */
  async join(client: ChatClient, roomId: string): Promise<RoomMedia> {
    if (!this.server) return { by: 'peers' };
    const { backplane, options, log } = this.services;
    let entry = this.rooms.get(roomId);
    if (!entry?.room.has(client.id)) this.requirePlace(client);
    if (!entry) {
      const room = new ServedRoom(roomId, {
        backplane,
        server: this.server,
        rights: this.rights,
        threshold: options.mediaThreshold,
        epoch: () => this.epoch,
        log,
      });
      entry = { room, opened: room.open() };
      this.rooms.set(roomId, entry);
    }
    entry.room.add(client);
    try {
      await entry.opened;
    } catch (error) {
      this.rooms.delete(roomId);
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

  private async leave(clientId: string, roomId: string): Promise<void> {
    const entry = this.rooms.get(roomId);
    if (!entry) return;
    try {
      await entry.room.remove(clientId);
      if (!entry.room.empty || this.rooms.get(roomId) !== entry) return;
      this.rooms.delete(roomId);
      await entry.room.close();
    } catch (err) {
      this.services.log.warn({ room: roomId, err }, 'the media of a room could not be closed');
    }
  }

  private serverChanged(kept: boolean): void {
    if (!kept) this.epoch = randomUUID();
    for (const { room } of this.rooms.values()) void room.serverChanged(kept);
  }
}
