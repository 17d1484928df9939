import type { MediaPlaces, MediaView, ServerData, ServerMessageType, StreamQuality } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import { encodeFrame } from '../delivery/frame.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { SerialQueue } from '../util/serial-queue.js';
import type { MediaUse } from './media-quality.js';
import type { Candidate, Listener, PictureSize, Publication, Publisher, Source } from './media-server.js';
import { assign, isSame, type PlaceCounts, type Speaker, type Stage } from './stage.js';

/** A client of this node that takes part in a room's media. */
export class Participant {
  publisher: Publisher | undefined;
  /** The session of its offers, which tells a new connection from one with other streams. */
  session: string | undefined;
  listener: Listener | undefined;
  /** Each runs one request at a time: a client can send the next one on a new connection to this server. */
  readonly publishing = new SerialQueue();
  readonly listening = new SerialQueue();
  /** The client has left, so that connections which are being made for it are given up. */
  closed = false;
  /** Whether the client wants pictures. */
  private pictures = true;
  private counts: PlaceCounts = { audio: 0, video: 0 };
  /** Sizes of the cameras that the client does not want large, by client. */
  private sizes: ReadonlyMap<string, PictureSize> = new Map();
  /** What each of the listener's places carries. */
  private places: readonly (Source | undefined)[] = [];
  /** The size in which each place is received; undefined if that is not known. */
  private received: (PictureSize | undefined)[] = [];
  /** Connections on a media server that does not carry the room any more. */
  private former: (Publisher | Listener)[] = [];
  private told = '';
  private toldSpeakers = '';

  constructor(
    readonly roomId: string,
    public client: ChatClient,
  ) {}

  /** Receives with this listener from now on, whose places are empty. */
  setListener(listener: Listener, counts: PlaceCounts): void {
    this.listener = listener;
    this.counts = counts;
    this.pictures = true;
    this.sizes = new Map();
    this.places = [];
    this.received = [];
    this.told = '';
    this.toldSpeakers = '';
  }

  /** Notes how well one of its connections works. */
  measured(use: MediaUse, quality: StreamQuality): void {
    this.client.mediaQuality = { ...this.client.mediaQuality, [use]: quality };
  }

  /** Forgets a connection that has ended. Returns whether it was one of this participant's, and which. */
  forget(connection: Publisher | Listener): MediaUse | undefined {
    const use = this.useOf(connection);
    // The other connection is measured again within seconds.
    if (use) this.client.mediaQuality = {};
    if (use === 'publishing') this.publisher = undefined;
    if (use !== 'listening') return use;
    this.listener = undefined;
    this.places = [];
    return use;
  }

  /** Tells which of this participant's connections it is. */
  useOf(connection: Publisher | Listener): MediaUse | undefined {
    if (this.publisher === connection) return 'publishing';
    return this.listener === connection ? 'listening' : undefined;
  }

  /** Takes a candidate of the client for one of its connections. @throws Refusal conflict */
  async candidate(connection: 'publishing' | 'listening', candidate: Candidate): Promise<void> {
    const found = connection === 'publishing' ? this.publisher : this.listener;
    if (!found) throw new Refusal('conflict', `there is no connection for ${connection}`);
    await found.candidate(candidate);
  }

  /** Keeps the connections until endFormer(), without using them for anything new. */
  retire(): void {
    const { publisher, listener } = this;
    for (const connection of [publisher, listener]) if (connection) this.former.push(connection);
    this.forgetAll();
  }

  async endFormer(): Promise<void> {
    const { former } = this;
    this.former = [];
    await Promise.all(former.map((connection) => connection.close()));
  }

  /** Forgets the connections after the media server has lost them. */
  forgetAll(): void {
    this.client.mediaQuality = {};
    this.publisher = undefined;
    this.listener = undefined;
    this.places = [];
  }

  async close(): Promise<void> {
    this.closed = true;
    this.retire();
    await this.endFormer();
  }

  /** Receives these pictures from now on. */
  async view({ pictures, cameras = [] }: MediaView, stage: Stage): Promise<void> {
    this.pictures = pictures;
    this.sizes = new Map(cameras.map(({ id, size }) => [id, size]));
    await this.fillPlaces(stage);
  }

  async fillPlaces(stage: Stage): Promise<void> {
    const { listener, places: before, counts, client, pictures } = this;
    if (!listener) return;
    const wanted = pictures ? stage : { ...stage, video: [] };
    const places = assign(before, wanted, counts, client.id);
    const changed = new Map(
      places.flatMap((source, place) => (isSame(source, before[place]) ? [] : [[place, source] as const])),
    );
    this.places = places;
    try {
      await listener.show(changed);
      if (this.listener !== listener) return;
      for (const place of changed.keys()) this.received[place] = 'large';
      await this.resize(listener);
    } catch (error) {
      // So that they are filled the next time.
      if (this.places === places) this.places = before;
      this.received = [];
      throw error;
    }
  }

  /** Receives each camera in the size that the client wants. */
  private async resize(listener: Listener): Promise<void> {
    await Promise.all(
      this.places.map(async (source, place) => {
        const size = (source?.kind === 'camera' && this.sizes.get(source.client)) || 'large';
        if (!source || this.received[place] === size) return;
        this.received[place] = size;
        await listener.resize(place, size);
      }),
    );
  }

  tellPlaces(publications: readonly Publication[]): void {
    const { listener, places } = this;
    const data: MediaPlaces = {
      places: places.flatMap((source, place) => {
        const mid = listener?.mids[place];
        return source && mid !== undefined ? [{ mid, id: source.client, kind: source.kind }] : [];
      }),
      publishers: publications.map(({ client: id, kinds, muted }) => ({
        id,
        kinds: [...kinds],
        muted: [...muted],
      })),
    };
    const told = JSON.stringify(data);
    if (told === this.told) return;
    this.told = told;
    this.tell('places', data);
  }

  tellSpeakers(speakers: readonly Speaker[]): void {
    const told = JSON.stringify(speakers);
    if (!this.listener || told === (this.toldSpeakers || '[]')) return;
    this.toldSpeakers = told;
    this.tell('speakers', { speakers: [...speakers] });
  }

  tell<T extends 'media' | 'places' | 'ended' | 'speakers'>(
    type: T,
    data: ServerData[`/sfu ${T}` & ServerMessageType],
  ): void {
    const key = `/sfu ${type}` as const;
    // Not droppable: it is only sent once.
    this.client.send(encodeFrame(encode(`/sfu/${this.roomId}`, this.client.id, key, data), false));
  }

  /** The client has joined again, perhaps on a new connection, on which it has been told nothing. */
  rejoined(client: ChatClient): void {
    this.client = client;
    this.told = '';
    this.toldSpeakers = '';
  }
}
