import { createHmac, randomUUID } from 'node:crypto';
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

  private constructor(private readonly options: JanusRoomOptions) {
    this.secret = createHmac('sha256', options.adminKey).update(options.name).digest('base64url');
  }

  /** @throws Refusal unavailable */
  static async open(options: JanusRoomOptions): Promise<JanusRoom> {
    const room = new JanusRoom(options);
    await room.enter();
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
    const { session, events } = this.options;
    const publisher = await JanusPublisher.open({
      session,
      join: { ...this.access, ptype: 'publisher', id: feedOf(client) },
      onEnd: () => events.ended(publisher),
      removeFormer: () => this.remove(client),
    });
    return publisher;
  }

  async listen(places: readonly ('audio' | 'video')[]): Promise<Listener> {
    const { session, events } = this.options;
    const listener = await JanusListener.open({
      session,
      join: { ...this.access, ptype: 'subscriber' },
      empty: places.map((type) => this.emptyOf(type)),
      find: (source) => this.find(source),
      onEnd: () => events.ended(listener),
    });
    return listener;
  }

  async mute(source: Source, muted: boolean): Promise<void> {
    const found = this.find(source);
    if (found) await this.command({ request: 'moderate', id: found.feed, mid: found.mid, mute: muted });
  }

  async remove(client: string): Promise<void> {
    await this.command({ request: 'kick', id: feedOf(client) });
  }

  async close(): Promise<void> {
    await this.options.session.detach(this.monitor);
  }

  private get access(): { room: string; pin: string } {
    return { room: this.options.name, pin: this.secret };
  }

  private async enter(): Promise<void> {
    const { session } = this.options;
    this.monitor = await session.attach((message) => this.receive(message));
    await this.create();
    const join = { request: 'join', ptype: 'publisher', id: `node:${randomUUID()}`, ...this.access };
    const { data } = await session.message(this.monitor, join);
    this.update(data.publishers as Feed[]);
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
      dummy_publisher: true,
      dummy_streams: [{ codec: 'opus' }, { codec: 'vp8' }],
    };
    try {
      await this.options.session.message(this.monitor, room);
    } catch (error) {
      if (!(error instanceof JanusError && error.code === janusErrors.roomExists)) throw error;
    }
  }

  private async command(body: object): Promise<void> {
    const { session, name } = this.options;
    try {
      await session.message(this.monitor, { room: name, secret: this.secret, ...body });
    } catch (error) {
      // The publisher has left.
      if (!(error instanceof JanusError && error.code === janusErrors.noSuchFeed)) throw error;
    }
  }

  private receive({ plugindata }: JanusMessage): void {
    const data = plugindata?.data;
    if (!data) return;
    if (Array.isArray(data.publishers)) this.update(data.publishers as Feed[]);
    for (const gone of [data.unpublished, data.leaving, data.kicked]) {
      const client = typeof gone === 'string' ? clientOf(gone) : undefined;
      if (client !== undefined && this.feeds.delete(client)) this.changed();
    }
    if (typeof data.moderation === 'string') this.moderated(data, data.moderation === 'muted');
    const talker = typeof data.id === 'string' ? clientOf(data.id) : undefined;
    const talks = data.videoroom === 'talking';
    if (talker !== undefined && (talks || data.videoroom === 'stopped-talking'))
      this.options.events.talking(talker, talks);
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
