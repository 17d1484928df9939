import { createHmac, randomUUID } from 'node:crypto';
import { Refusal } from '../../protocol/errors.js';
import {
  type Listener,
  type MediaKind,
  type MediaRoom,
  type MediaRoomEvents,
  mediaKinds,
  type Publication,
  type Publisher,
  type Source,
} from '../media-server.js';
import { JanusError, janusErrors } from './janus-error.js';
import { JanusListener } from './janus-listener.js';
import { JanusPublisher } from './janus-publisher.js';
import type { JanusQuality } from './janus-quality.js';
import type { JanusMessage, JanusSession } from './janus-session.js';

/** Maximum number of clients that publish in a room at the same time. Janus enforces it. */
const MAX_PUBLISHERS = 64;
/** Bits per second that a publisher's video may use. Janus asks browsers to send no more. */
const VIDEO_BITRATE = 1_500_000;

/** A publisher as Janus lists it. */
interface Feed {
  id: string;
  dummy?: boolean;
  streams?: { type: string; mid: string; description?: string; disabled?: boolean; moderated?: boolean }[];
}

interface FeedStream {
  mid: string;
  muted: boolean;
}

interface JanusRoomOptions {
  session: JanusSession;
  /** Measures connections; undefined without the admin API. */
  quality: JanusQuality | undefined;
  name: string;
  /** The `admin_key` of janus.plugin.videoroom.jcfg, which the room's secrets are derived from. */
  adminKey: string;
  events: MediaRoomEvents;
}

/** A room of Janus's VideoRoom plugin. */
export class JanusRoom implements MediaRoom {
  private readonly secret: string;
  /** What each client publishes, by kind. */
  private readonly feeds = new Map<string, Map<MediaKind, FeedStream>>();
  /** The silent publisher that fills empty places. */
  private dummy: Feed | undefined;
  /** A handle that is in the room to hear about it. */
  private monitor = 0;
  private closed = false;
  private opened = false;
  private destroyed = false;

  private constructor(private readonly options: JanusRoomOptions) {
    this.secret = secretOf(options);
  }

  /** @throws Refusal unavailable */
  static async open(options: JanusRoomOptions): Promise<JanusRoom> {
    const room = new JanusRoom(options);
    await room.enter();
    if (room.destroyed) throw new Refusal('unavailable', 'the media server has ended the room; try again');
    room.opened = true;
    return room;
  }

  get publications(): readonly Publication[] {
    return [...this.feeds].map(([client, streams]) => ({
      client,
      kinds: [...streams.keys()],
      muted: [...streams].flatMap(([kind, { muted }]) => (muted ? [kind] : [])),
    }));
  }

  async publish(client: string): Promise<Publisher> {
    const { session, quality, events } = this.options;
    return JanusPublisher.open({
      session,
      quality,
      join: { ...this.access, ptype: 'publisher', id: feedOf(client) },
      onEnd: (publisher) => events.ended(publisher),
      onLost: (packets) => events.lost('publishing', packets),
      onMeasured: (publisher, measured) => events.measured(publisher, measured),
      removeFormer: () => this.remove(client),
    });
  }

  async listen(places: readonly ('audio' | 'video')[]): Promise<Listener> {
    const { session, quality, events } = this.options;
    return JanusListener.open({
      session,
      quality,
      join: { ...this.access, ptype: 'subscriber' },
      empty: places.map((type) => this.emptyOf(type)),
      find: (source) => this.find(source),
      onEnd: (listener) => events.ended(listener),
      onLost: (packets) => events.lost('listening', packets),
      onMeasured: (listener, measured) => events.measured(listener, measured),
    });
  }

  async mute(source: Source, muted: boolean): Promise<void> {
    const found = this.find(source);
    if (found) await this.command({ request: 'moderate', id: found.feed, mid: found.mid, mute: muted });
  }

  async remove(client: string): Promise<void> {
    await this.command({ request: 'kick', id: feedOf(client) });
  }

  async record(folder: string): Promise<void> {
    const { record, rec_dir: present } = (await this.listed()) ?? {};
    // Otherwise, Janus continues the present files.
    if (record && present !== folder) await this.enableRecording(false);
    await this.command({ request: 'edit', new_rec_dir: folder });
    await this.enableRecording(true);
  }

  async stopRecording(): Promise<void> {
    await this.enableRecording(false);
  }

  async endRecording(folder: string): Promise<void> {
    const before = await this.listed();
    if (!before?.record || before.rec_dir !== folder) return;
    await this.enableRecording(false);
    // Janus cannot be told which recording to end. Another node can have started the next one meanwhile.
    if ((await this.listed())?.rec_dir !== folder) await this.enableRecording(true);
  }

  /** Reads the publishers again. While this node was not connected to Janus, it heard nothing of their changes. */
  async refresh(): Promise<void> {
    const { monitor } = this;
    await this.enter();
    await this.options.session.detach(monitor);
  }

  async close(): Promise<void> {
    this.closed = true;
    const { session } = this.options;
    try {
      await session.message(this.monitor, { request: 'leave' });
      const { data } = await this.command({ request: 'listparticipants' });
      // After leave, so that of two nodes which close it at the same time, one finds nobody.
      const others = (data?.participants as Feed[] | undefined)?.some(({ dummy }) => !dummy);
      if (others === false) await this.command({ request: 'destroy' });
    } catch {
      // Janus does not answer. The rooms that are left are removed later, see removeEmptyRooms.
    }
    await session.detach(this.monitor);
  }

  private get access(): { room: string; pin: string } {
    return { room: nameOf(this.options.name), pin: this.secret };
  }

  private async enter(): Promise<void> {
    const { session } = this.options;
    this.monitor = await session.attach((message) => this.receive(message));
    try {
      const { data } = await this.join();
      this.feeds.clear();
      this.update(data.publishers as Feed[]);
    } catch (error) {
      await session.detach(this.monitor);
      throw error;
    }
  }

  /** Joins the room, and creates it if necessary. */
  private async join(attempts = 3): Promise<{ data: Record<string, unknown> }> {
    const { session } = this.options;
    const join = { request: 'join', ptype: 'publisher', id: `node:${randomUUID()}`, ...this.access };
    try {
      return await session.message(this.monitor, join);
    } catch (error) {
      if (!(error instanceof JanusError && error.code === janusErrors.noSuchRoom) || attempts === 0)
        throw error;
    }
    await this.create();
    // Another node, which was the last in the room, can destroy it meanwhile.
    return this.join(attempts - 1);
  }

  private async create(): Promise<void> {
    const room = {
      request: 'create',
      ...this.access,
      secret: this.secret,
      admin_key: this.options.adminKey,
      publishers: MAX_PUBLISHERS,
      bitrate: VIDEO_BITRATE,
      audiocodec: 'opus',
      videocodec: 'vp8',
      opus_fec: true,
      audiolevel_event: true,
      // Over half a second, louder than -40 dBov.
      audio_active_packets: 25,
      audio_level_average: 40,
      dummy_publisher: true,
      dummy_streams: [{ codec: 'opus' }, { codec: 'vp8' }],
    };
    try {
      await this.options.session.message(this.monitor, room);
    } catch (error) {
      if (!(error instanceof JanusError && error.code === janusErrors.roomExists)) throw error;
    }
  }

  private async enableRecording(record: boolean): Promise<void> {
    await this.command({ request: 'enable_recording', record });
  }

  /** Returns how Janus lists the room; undefined if it has gone. */
  private async listed(): Promise<JanusRoomEntry | undefined> {
    const { session, name, adminKey } = this.options;
    const rooms = await listRooms(session, this.monitor, adminKey);
    return rooms.find(({ room }) => room === nameOf(name));
  }

  /** Commands the room. Returns no data if it or the publisher has gone. */
  private async command(body: object): Promise<{ data?: Record<string, unknown> }> {
    const { session, name } = this.options;
    try {
      return await session.message(this.monitor, { room: nameOf(name), secret: this.secret, ...body });
    } catch (error) {
      if (error instanceof JanusError && gone.has(error.code)) return {};
      throw error;
    }
  }

  private receive({ plugindata }: JanusMessage): void {
    const data = plugindata?.data;
    if (!data || this.closed) return;
    if (data.videoroom === 'destroyed') {
      this.destroyed = true;
      if (this.opened) this.options.events.closed();
    }
    if (Array.isArray(data.publishers)) this.update(data.publishers as Feed[]);
    for (const gone of [data.unpublished, data.leaving, data.kicked]) {
      const client = typeof gone === 'string' ? clientOf(gone) : undefined;
      if (client !== undefined && this.feeds.delete(client)) this.changed();
    }
    if (typeof data.moderation === 'string') this.moderated(data, data.moderation === 'muted');
    const talker = typeof data.id === 'string' ? clientOf(data.id) : undefined;
    const talks = data.videoroom === 'talking';
    if (talker !== undefined && (talks || data.videoroom === 'stopped-talking'))
      this.options.events.talking(talker, talks, levelOf(data['audio-level-dBov-avg']));
  }

  private moderated({ id, mid }: Record<string, unknown>, muted: boolean): void {
    const streams = typeof id === 'string' && this.feeds.get(clientOf(id) ?? '');
    if (!streams) return;
    for (const stream of streams.values()) if (stream.mid === mid) stream.muted = muted;
    this.changed();
  }

  private update(feeds: readonly Feed[]): void {
    for (const feed of feeds) {
      const client = clientOf(feed.id);
      if (feed.dummy) this.dummy = feed;
      else if (client !== undefined) this.feeds.set(client, streamsOf(feed));
    }
    this.changed();
  }

  private changed(): void {
    this.options.events.published(this.publications);
  }

  private find({ client, kind }: Source): { feed: string; mid: string } | undefined {
    const stream = this.feeds.get(client)?.get(kind);
    return stream && { feed: feedOf(client), mid: stream.mid };
  }

  private emptyOf(type: 'audio' | 'video'): { feed: string; mid: string } {
    const mid = this.dummy?.streams?.find((stream) => stream.type === type)?.mid;
    if (!this.dummy || mid === undefined)
      throw new Error('Janus lists no dummy publisher; Lectern needs Janus 1.1 or newer');
    return { feed: this.dummy.id, mid };
  }
}

/** Janus counts from 0, the loudest, to 127. */
const levelOf = (average: unknown): number => (typeof average === 'number' ? -Math.min(127, average) : -127);

const gone = new Set<number>([janusErrors.noSuchFeed, janusErrors.noSuchRoom]);

/** Distinguishes Lectern's rooms from those in Janus's configuration. */
const ROOM = 'lectern:';
const nameOf = (name: string): string => `${ROOM}${name}`;

/** The secret of a room, by which its clients and managers are recognized. */
const secretOf = ({ adminKey, name }: Pick<JanusRoomOptions, 'adminKey' | 'name'>): string =>
  createHmac('sha256', adminKey).update(name).digest('base64url');

/** Removes rooms in which nobody is any more, since a node that has died does not. */
export async function removeEmptyRooms(session: JanusSession, adminKey: string): Promise<void> {
  const handle = await session.attach(() => {});
  try {
    for (const { room, num_participants: participants } of await listRooms(session, handle, adminKey)) {
      // One is the silent publisher.
      if (!room.startsWith(ROOM) || participants > 1) continue;
      const secret = secretOf({ adminKey, name: room.slice(ROOM.length) });
      await session.message(handle, { request: 'destroy', room, secret }).catch((error: unknown) => {
        // Another node has removed it.
        if (!(error instanceof JanusError)) throw error;
      });
    }
  } finally {
    await session.detach(handle);
  }
}

/** A room as Janus lists it. */
interface JanusRoomEntry {
  room: string;
  num_participants: number;
  /** Whether it is recorded. */
  record: boolean;
  /** The last folder that was set, also if it is not recorded; absent before. */
  rec_dir?: string;
}

async function listRooms(
  session: Pick<JanusSession, 'message'>,
  handle: number,
  adminKey: string,
): Promise<JanusRoomEntry[]> {
  const { data } = await session.message(handle, { request: 'list', admin_key: adminKey });
  return data.list as JanusRoomEntry[];
}

const CLIENT = 'client:';
const feedOf = (client: string): string => `${CLIENT}${client}`;
const clientOf = (feed: string): string | undefined =>
  feed.startsWith(CLIENT) ? feed.slice(CLIENT.length) : undefined;

function streamsOf({ streams = [] }: Feed): Map<MediaKind, FeedStream> {
  const found = new Map<MediaKind, FeedStream>();
  for (const { mid, description, disabled, moderated } of streams) {
    const kind = mediaKinds.find((each) => each === description);
    if (kind && !disabled) found.set(kind, { mid, muted: moderated === true });
  }
  return found;
}
