import type { MediaRoom, MediaRoomEvents, MediaServer, MediaServerEvents } from '../media-server.js';
import { JanusAdmin } from './janus-admin.js';
import { JanusQuality } from './janus-quality.js';
import { JanusRoom, removeEmptyRooms } from './janus-room.js';
import { JanusSession } from './janus-session.js';

export interface JanusOptions {
  /** ws:// or wss:// */
  url: string;
  /** The `api_secret` of janus.jcfg. */
  secret: string;
  /** ws:// or wss:// URL of the admin API, which has the same secret. Without it, connections are not measured. */
  adminUrl?: string | undefined;
  /** The `admin_key` of janus.plugin.videoroom.jcfg, without which nobody creates rooms. */
  adminKey: string;
  log: { warn(fields: object, text: string): void; info(fields: object, text: string): void };
}

/** A Janus with its VideoRoom plugin, version 1.1 or newer. */
export class JanusMediaServer implements MediaServer {
  private readonly session: JanusSession;
  private readonly quality: JanusQuality | undefined;

  constructor(
    private readonly options: JanusOptions,
    events: MediaServerEvents,
  ) {
    const { url, adminUrl, secret, log } = options;
    this.session = new JanusSession({
      url,
      secret,
      log,
      onUnavailable: () => events.unavailable(),
      onAvailable: (kept) => events.available(kept),
    });
    if (adminUrl === undefined) return;
    const admin = new JanusAdmin(adminUrl, secret);
    this.quality = new JanusQuality({ admin, session: () => this.session.sessionId, log });
  }

  /** Connects. Resolves after the first attempt; others follow if it fails. */
  start(): Promise<void> {
    return this.session.start();
  }

  get available(): boolean {
    return this.session.available;
  }

  open(name: string, events: MediaRoomEvents): Promise<MediaRoom> {
    const { session, quality } = this;
    return JanusRoom.open({ session, quality, name, adminKey: this.options.adminKey, events });
  }

  /** Removes the rooms that nodes which have died have left. @throws Refusal unavailable */
  removeEmptyRooms(): Promise<void> {
    return removeEmptyRooms(this.session, this.options.adminKey);
  }

  close(): Promise<void> {
    this.quality?.close();
    return this.session.close();
  }
}
