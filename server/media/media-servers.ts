import type { Backplane } from '../backplane/backplane.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import { JanusMediaServer, type JanusOptions } from './janus/janus-media-server.js';
import { JoinPace } from './join-pace.js';
import type { MediaServer } from './media-server.js';

/** Time in ms in which a media server that does not answer is expected back, before its rooms move to another one. */
const PATIENCE_MS = 800;
/** Time in ms between two searches for rooms that nodes have left on a media server when they died. */
const SWEEP_MS = 5 * 60_000;

interface MediaServersOptions extends Omit<JanusOptions, 'url' | 'adminUrl'> {
  urls: readonly string[];
  /** URLs of their admin APIs, in the same order; empty if they are not used. */
  adminUrls: readonly string[];
  backplane: Backplane;
  clock(): number;
  /**
   * A media server has stopped or started answering, or has not answered for so long that its rooms move.
   * @param kept whether its connections of this node still exist
   */
  onChange(url: string, kept: boolean): void;
}

interface Entry {
  server: JanusMediaServer;
  publishing: JoinPace;
  listening: JoinPace;
  /** It did answer a moment ago. */
  recent: boolean;
  patience: Deadline | undefined;
}

/** The media servers that this node uses. */
export class MediaServers {
  private readonly entries: ReadonlyMap<string, Entry>;
  private sweep: NodeJS.Timeout | undefined;

  constructor(private readonly options: MediaServersOptions) {
    this.entries = new Map(
      options.urls.map((url, index) => [url, this.entryOf(url, options.adminUrls[index])]),
    );
  }

  /** Connects to all. A media server that does not answer is tried again. */
  async start(): Promise<void> {
    await Promise.all([...this.entries.values()].map(({ server }) => server.start()));
    this.sweep = setInterval(() => this.removeEmptyRooms(), SWEEP_MS).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.sweep);
    for (const { patience } of this.entries.values()) patience?.cancel();
    await Promise.all([...this.entries.values()].map(({ server }) => server.close()));
  }

  get(url: string): MediaServer | undefined {
    return this.entries.get(url)?.server;
  }

  /** Whether rooms stay on a media server: this node knows it, and it answers, or did a moment ago. */
  isUsable(url: string): boolean {
    const entry = this.entries.get(url);
    return entry !== undefined && (entry.server.available || entry.recent);
  }

  /** Whether each of them answers, by URL. */
  get states(): Map<string, boolean> {
    return new Map([...this.entries].map(([url, { server }]) => [url, server.available]));
  }

  /** Those that answer. */
  get available(): string[] {
    return [...this.entries].flatMap(([url, { server }]) => (server.available ? [url] : []));
  }

  /**
   * Resolves when a client can make a connection. Those that publish have turns of their own, so that those that listen
   * have something to hear.
   * @throws Refusal unavailable, see JoinPace
   */
  async admit(url: string, connection: 'publishing' | 'listening', client: string): Promise<void> {
    await this.entries.get(url)?.[connection].admit(client);
  }

  private entryOf(url: string, adminUrl: string | undefined): Entry {
    const { onChange, backplane, clock } = this.options;
    const server = new JanusMediaServer(
      { ...this.options, url, adminUrl },
      {
        unavailable: () => {
          entry.recent = true;
          entry.patience = afterRunning(PATIENCE_MS, () => {
            entry.recent = false;
            onChange(url, true);
          }).unref();
          onChange(url, true);
        },
        available: (kept) => {
          entry.patience?.cancel();
          entry.recent = false;
          onChange(url, kept);
        },
      },
    );
    const pace = (connection: string) => new JoinPace(`${connection}/${url}`, { backplane, clock });
    const entry: Entry = {
      server,
      publishing: pace('publishing'),
      listening: pace('listening'),
      recent: false,
      patience: undefined,
    };
    return entry;
  }

  private removeEmptyRooms(): void {
    const { log } = this.options;
    for (const [url, { server }] of this.entries) {
      if (!server.available) continue;
      server
        .removeEmptyRooms()
        .catch((err: unknown) => log.warn({ janus: url, err }, 'empty rooms of Janus could not be removed'));
    }
  }
}
