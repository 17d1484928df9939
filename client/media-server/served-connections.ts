import type { MediaKind, MediaPlaces, MediaSpeakers, MediaView } from 'lectern-protocol';
import type { Clock } from '../clock.js';
import type { IceServers } from '../peer/ice-servers.js';
import type { LocalMedia } from '../peer/transport.js';
import { backoffDelay } from '../reconnect.js';
import type { RequestError } from '../request-error.js';
import type { Signaling } from '../signaling.js';
import type { SpeakingLevels } from '../speaking-levels.js';
import { Listening, type PlaceCounts } from './listening.js';
import type { MediaConnectionOptions } from './media-connection.js';
import { Publishing } from './publishing.js';
import { ServedParticipant } from './served-participant.js';

/** Places for streams: more people rarely speak, or fit on a screen, at the same time. */
const COUNTS: PlaceCounts = { audio: 4, video: 9 };
/** Maximum widths of the tiles, in CSS pixels, for which a quarter and half of a camera's usual width suffice. */
const WIDTHS = { small: 200, medium: 400 };
/** Maximum number of sizes that the server takes. */
const MAX_SIZES = 16;
/** Minimum time in ms between two changes of the sizes, for example while the user resizes the window. */
const SIZES_PACE = 500;
/** Bounds of the waits between attempts, in ms. */
const backoff = { base: 300, max: 10_000 };

export interface ServedConnectionsOptions {
  signaling: Signaling;
  /** Address of the room at the media server, for example `/sfu/blue`. */
  address: string;
  iceServers: IceServers;
  iceTransportPolicy: 'all' | 'relay' | undefined;
  levels: Pick<SpeakingLevels, 'watch'> | undefined;
  /** The width at which the camera of a participant is shown, in CSS pixels; undefined if it is not known. */
  cameraWidth(id: string): number | undefined;
  clock: Clock;
  random: () => number;
  /** The connection for listening was made or has ended. */
  onConnected(): void;
  /** The streams, mute state or level of a participant have changed. */
  onChange(id: string): void;
  onLevel(): void;
  /** Others talk, or one has stopped. */
  onSpeakers(): void;
}

/**
 * This client's two connections to the media server: one on which it publishes, one on which it receives. A connection
 * that fails is made again, until close().
 */
export class ServedConnections {
  readonly #options: ServedConnectionsOptions;
  readonly #served = new Map<string, ServedParticipant>();
  readonly #stops: (() => void)[];
  #listening: Listening | undefined;
  #publishing: Promise<Publishing> | undefined;
  #places: MediaPlaces = { places: [], publishers: [] };
  #speakers: MediaSpeakers['speakers'] = [];
  #media: LocalMedia = {};
  #muted = false;
  #soundOnly = false;
  /** False after the server has ended the publication, until the client unmutes or shows something again. */
  #mayPublish = true;
  #failures = 0;
  /** Set while the next change of the sizes has to wait. */
  #cancelPace: (() => void) | undefined;
  #cancelRetries = new Map<'publishing' | 'listening', () => void>();
  #closed = false;

  constructor(options: ServedConnectionsOptions) {
    this.#options = options;
    const { signaling, address } = options;
    const here = ({ sender }: { sender: string }) => sender === address;
    this.#stops = [
      signaling.on('/sfu places', (message) => {
        if (!here(message)) return;
        this.#places = message.data;
        this.#show();
        this.sizesChanged();
      }),
      signaling.on('/sfu speakers', (message) => {
        if (here(message)) this.#setSpeakers(message.data.speakers);
      }),
      signaling.on('/sfu ended', (message) => {
        if (!here(message)) return;
        const { connection, allowed = true } = message.data;
        if (connection === 'publishing') this.#mayPublish = allowed;
        this.#ended(connection);
      }),
    ];
    void this.#listen();
  }

  /** Whether this client receives from the media server. */
  get connected(): boolean {
    return this.#listening?.connected ?? false;
  }

  /** Clients that talk, the loudest first. */
  get speakers(): readonly string[] {
    return this.#speakers.map(({ id }) => id);
  }

  /** The streams and level of a participant, as the media server carries them. */
  of(id: string): ServedParticipant | undefined {
    return this.#served.get(id);
  }

  /** Publishes these streams instead of the former ones. */
  set(media: LocalMedia, muted: boolean): void {
    if ((this.#muted && !muted) || isMore(media, this.#media)) this.#mayPublish = true;
    this.#media = media;
    this.#muted = muted;
    this.#publish();
  }

  setSoundOnly(soundOnly: boolean): void {
    if (soundOnly === this.#soundOnly) return;
    this.#soundOnly = soundOnly;
    void this.#listening?.view(this.#view);
  }

  /** Called when the width of a camera may have changed. */
  sizesChanged(): void {
    if (this.#closed || this.#cancelPace) return;
    void this.#listening?.view(this.#view);
    this.#cancelPace = this.#options.clock.after(SIZES_PACE, () => {
      this.#cancelPace = undefined;
      void this.#listening?.view(this.#view);
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancelPace?.();
    for (const stop of this.#stops) stop();
    for (const cancel of this.#cancelRetries.values()) cancel();
    this.#listening?.close();
    void this.#publishing?.then((publishing) => publishing.close());
    for (const served of this.#served.values()) served.close();
  }

  get #connectionOptions(): MediaConnectionOptions {
    const { signaling, address, iceServers, iceTransportPolicy } = this.#options;
    return { signaling, address, iceServers, iceTransportPolicy };
  }

  /** The pictures that this client wants. */
  get #view(): MediaView {
    if (this.#soundOnly) return { pictures: false };
    const { places, publishers } = this.#places;
    // Those that are received first. The others can be received soon.
    const shown = places.flatMap(({ id, kind }) => (kind === 'camera' ? [id] : []));
    const published = publishers.flatMap(({ id, kinds }) => (kinds.includes('camera') ? [id] : []));
    const cameras = [...new Set([...shown, ...published])].flatMap((id) => {
      const size = sizeOf(this.#options.cameraWidth(id));
      return size === undefined ? [] : [{ id, size }];
    });
    return { pictures: true, ...(cameras.length > 0 && { cameras: cameras.slice(0, MAX_SIZES) }) };
  }

  async #listen(): Promise<void> {
    try {
      const listening = await Listening.start(this.#connectionOptions, COUNTS, this.#view, {
        onConnected: () => {
          this.#failures = 0;
          this.#show();
          this.#options.onConnected();
        },
        onTracks: () => this.#show(),
        onEnd: () => this.#ended('listening'),
      });
      if (this.#closed) return listening.close();
      this.#listening = listening;
      void listening.view(this.#view);
      this.#show();
      if (listening.connected) this.#options.onConnected();
    } catch (error) {
      // Refused, or the browser does not accept a description.
      this.#ended('listening', turnOf(error));
    }
  }

  /** Publishes once there is something to hear or see. Until then, a listener costs the media server less. */
  #publish(): void {
    const { camera, screen, microphone } = this.#media;
    const shows = camera !== undefined || screen !== undefined || (microphone !== undefined && !this.#muted);
    if (this.#closed || (!this.#publishing && !(this.#mayPublish && shows))) return;
    this.#publishing ??= Publishing.start(this.#connectionOptions, () => this.#ended('publishing'));
    this.#publishing
      .then((publishing) => publishing.set(this.#media, this.#muted))
      .catch((error: unknown) => {
        if (isForbidden(error)) this.#mayPublish = false;
        this.#ended('publishing', turnOf(error));
      });
  }

  /** Makes a connection that has ended again. @param turn see turnOf */
  #ended(connection: 'publishing' | 'listening', turn?: number): void {
    if (this.#closed) return;
    if (connection === 'listening') {
      this.#listening?.close();
      this.#listening = undefined;
      this.#setSpeakers([]);
      this.#show();
      this.#options.onConnected();
    } else {
      void this.#publishing?.then((publishing) => publishing.close());
      this.#publishing = undefined;
    }
    const { clock, random } = this.#options;
    this.#cancelRetries.get(connection)?.();
    const wait = turn ?? backoffDelay(++this.#failures, backoff, random);
    const again = () => (connection === 'listening' ? void this.#listen() : this.#publish());
    this.#cancelRetries.set(connection, clock.after(wait, again));
  }

  #setSpeakers(speakers: MediaSpeakers['speakers']): void {
    this.#speakers = speakers;
    const levels = new Map(speakers.map(({ id, level }) => [id, 10 ** (level / 20)]));
    for (const [id, served] of this.#served) served.setServerLevel(levels.get(id) ?? 0);
    this.#options.onLevel();
    this.#options.onSpeakers();
  }

  /** Gives each participant the tracks in its places. */
  #show(): void {
    const listening = this.#listening;
    const tracks = new Map<string, Map<MediaKind, MediaStreamTrack>>();
    for (const { mid, id, kind } of this.#places.places) {
      const track = listening?.track(mid);
      if (!track) continue;
      const own = tracks.get(id) ?? new Map<MediaKind, MediaStreamTrack>();
      tracks.set(id, own.set(kind, track));
    }
    const publishers = new Map(this.#places.publishers.map((publisher) => [publisher.id, publisher]));
    for (const id of new Set([...this.#served.keys(), ...publishers.keys(), ...tracks.keys()])) {
      const { kinds = [], muted = [] } = publishers.get(id) ?? {};
      const isMuted = !kinds.includes('microphone') || muted.includes('microphone');
      this.#serve(id, tracks.get(id), isMuted, publishers.has(id));
    }
  }

  #serve(
    id: string,
    tracks: ReadonlyMap<MediaKind, MediaStreamTrack> = new Map(),
    muted: boolean,
    publishes: boolean,
  ): void {
    const { levels, onLevel, onChange } = this.#options;
    const served = this.#served.get(id) ?? new ServedParticipant(levels, onLevel);
    this.#served.set(id, served);
    const changed = served.set(tracks, muted);
    if (!publishes) {
      served.close();
      this.#served.delete(id);
    }
    if (changed || !publishes) onChange(id);
  }
}

/** The size in which a camera of this width is received; undefined for the full one. */
function sizeOf(width: number | undefined): 'small' | 'medium' | undefined {
  if (width === undefined || width > WIDTHS.medium) return undefined;
  return width > WIDTHS.small ? 'medium' : 'small';
}

/** Whether something is sent that was not sent before. */
const isMore = (media: LocalMedia, before: LocalMedia): boolean =>
  (['microphone', 'camera', 'screen'] as const).some((kind) => media[kind] && !before[kind]);

/** Whether the server refuses a request for lack of a right. */
const isForbidden = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'forbidden';

/** Time in ms until this client's turn, if many connect to the media server. */
const turnOf = (error: unknown): number | undefined =>
  (error as Partial<RequestError> | undefined)?.data?.retry_after_ms;
