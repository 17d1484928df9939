import type { MediaPlaces, RoomMedia, ServerData, ServerMessageType } from 'lectern-protocol';
import {
  type Backplane,
  type LogListener,
  type Presence,
  type PresenceListener,
  presenceKey,
  roomLog,
  updateValue,
} from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import { encodeFrame } from '../delivery/frame.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import type { MediaRights } from './media-rights.js';
import type {
  Candidate,
  Listener,
  MediaKind,
  MediaRoom,
  MediaServer,
  Publisher,
  Source,
} from './media-server.js';
import { assign, isSame, type PlaceCounts, type Stage, stageOf } from './stage.js';

/** Messages that can change who is allowed to publish in a lecture. */
const RIGHTS = /"type":"(SetSpeechMode|GrantSpeech|RevokeSpeech|SetMemberType)"/;

/** Fewer people by which a room returns to the mesh, so that somebody who comes and goes does not move it each time. */
const HYSTERESIS = 2;

/** Time in ms for which the connections of a room that has become small remain, while its clients connect to each other. */
const OVERLAP_MS = 10_000;

/** A client of this node that takes part in the room's media. */
interface Participant {
  client: ChatClient;
  publisher?: Publisher;
  /** The session of its offers, which tells a new connection from one with other streams. */
  session?: string | undefined;
  listener?: Listener;
  counts: PlaceCounts;
  /** What each of the listener's places carries. */
  places: (Source | undefined)[];
}

export interface ServedRoomServices {
  backplane: Backplane;
  server: MediaServer;
  rights: MediaRights;
  /** Number of people above which the media server carries a room. */
  threshold: number;
  /** Identifies the connections on the media server. */
  epoch(): string;
  log: { warn(fields: object, text: string): void };
}

/** The media of a room, for its members on this node. */
export class ServedRoom implements PresenceListener, LogListener {
  private readonly participants = new Map<string, Participant>();
  private readonly members = new Map<string, Presence>();
  private readonly talkedAt = new Map<string, number>();
  private by: RoomMedia['by'] = 'peers';
  private room: MediaRoom | undefined;
  private stage: Stage = { audio: [], video: [] };
  private told = '';
  private overlap: Deadline | undefined;
  /** The update that is running, and whether another one has to follow. */
  private updating: Promise<void> | undefined;
  private again = false;

  constructor(
    readonly id: string,
    private readonly services: ServedRoomServices,
  ) {}

  async open(): Promise<void> {
    const { backplane } = this.services;
    await backplane.subscribe(roomLog(this.id), this);
    for (const member of await backplane.watchMembers(this.id, this)) this.members.set(member.id, member);
    await this.update();
  }

  async close(): Promise<void> {
    const { backplane } = this.services;
    await backplane.unsubscribe(roomLog(this.id), this);
    await backplane.unwatchMembers(this.id, this);
    this.overlap?.cancel();
    await this.room?.close();
    this.room = undefined;
  }

  get empty(): boolean {
    return this.participants.size === 0;
  }

  get media(): RoomMedia {
    if (this.by === 'peers') return { by: 'peers' };
    const { server, epoch } = this.services;
    return { by: 'server', epoch: epoch(), available: server.available };
  }

  has(clientId: string): boolean {
    return this.participants.has(clientId);
  }

  add(client: ChatClient): void {
    const known = this.participants.get(client.id);
    if (known) known.client = client;
    else this.participants.set(client.id, { client, counts: { audio: 0, video: 0 }, places: [] });
  }

  async remove(clientId: string): Promise<void> {
    const participant = this.participants.get(clientId);
    this.participants.delete(clientId);
    await participant?.publisher?.close();
    await participant?.listener?.close();
  }

  /** Takes a client's offer to publish, and returns the answer. @throws Refusal forbidden, unavailable, bad-data */
  async publish(
    client: ChatClient,
    sdp: string,
    kinds: Readonly<Record<string, MediaKind>>,
  ): Promise<string> {
    const participant = this.participant(client);
    await this.requireRight(client);
    const session = sessionOf(sdp);
    if (participant.session !== session) {
      // The client has made another connection.
      await participant.publisher?.close();
      participant.publisher = await this.mediaRoom().publish(client.id);
      participant.session = session;
    }
    participant.publisher ??= await this.mediaRoom().publish(client.id);
    return participant.publisher.offer(sdp, kinds);
  }

  /** Prepares a connection on which a client receives, and returns the offer. @throws Refusal unavailable */
  async listen(client: ChatClient, counts: PlaceCounts): Promise<string> {
    const participant = this.participant(client);
    const room = this.mediaRoom();
    await participant.listener?.close();
    const kinds = [...Array(counts.audio).fill('audio'), ...Array(counts.video).fill('video')];
    const listener = await room.listen(kinds);
    Object.assign(participant, { listener, counts, places: kinds.map(() => undefined) });
    return listener.offer;
  }

  async answer(client: ChatClient, sdp: string): Promise<void> {
    const participant = this.participant(client);
    if (!participant.listener)
      throw new Refusal('conflict', 'there is no offer to answer; send listen first');
    await participant.listener.answer(sdp);
    await this.fillPlaces(participant);
    this.tellPlaces(participant);
  }

  async candidate(
    client: ChatClient,
    connection: 'publishing' | 'listening',
    candidate: Candidate,
  ): Promise<void> {
    const { publisher, listener } = this.participant(client);
    const found = connection === 'publishing' ? publisher : listener;
    if (!found) throw new Refusal('conflict', `there is no connection for ${connection}`);
    await found.candidate(candidate);
  }

  async mute(client: ChatClient, kind: MediaKind, muted: boolean): Promise<void> {
    this.participant(client);
    await this.mediaRoom().mute({ client: client.id, kind }, muted);
  }

  /** Called when the media server has stopped or started answering. @param kept whether its connections still exist */
  async serverChanged(kept: boolean): Promise<void> {
    if (!kept) {
      this.room = undefined;
      for (const participant of this.participants.values())
        Object.assign(participant, { publisher: undefined, listener: undefined, places: [] });
    }
    await this.update();
  }

  // Members and messages

  joined(member: Presence): void {
    this.members.set(member.id, member);
    void this.update();
  }

  updated(member: Presence): void {
    this.members.set(member.id, member);
    void this.update();
  }

  left(clientId: string): void {
    this.members.delete(clientId);
    this.talkedAt.delete(clientId);
    void this.update();
  }

  deliver(envelope: string): void {
    if (this.by === 'server' && RIGHTS.test(envelope)) void this.update();
  }

  gap(): void {
    void this.update();
  }

  /** Applies the present members, rights and publications. Runs once for all changes that come meanwhile. */
  private update(): Promise<void> {
    this.again = true;
    this.updating ??= this.updateUntilDone().finally(() => {
      this.updating = undefined;
    });
    return this.updating;
  }

  private async updateUntilDone(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await this.chooseCarrier();
        await this.setTheStage();
      } catch (err) {
        this.services.log.warn({ room: this.id, err }, 'the media of a room could not be updated');
      }
    }
  }

  /** Decides between mesh and media server, with all nodes. */
  private async chooseCarrier(): Promise<void> {
    const { backplane, server, threshold } = this.services;
    const people = this.members.size;
    this.by = await updateValue<RoomMedia['by']>(
      backplane,
      presenceKey(`/media/${this.id}`),
      (by = 'peers') => {
        // A room only moves to a media server that answers. Once there, it stays until the server answers again.
        if (people > threshold && server.available) return 'server';
        return people <= Math.max(threshold - HYSTERESIS, 0) ? 'peers' : by;
      },
    );
    if (this.by === 'server' && !this.room && server.available) {
      this.room = await server.open(this.id, {
        published: () => void this.update(),
        talking: (client, talks) => {
          this.talkedAt.set(client, talks ? Number.MAX_SAFE_INTEGER : Date.now());
          void this.update();
        },
        ended: (connection) => void this.ended(connection),
      });
      this.again = true;
    }
    const told = JSON.stringify(this.media);
    if (told === this.told) return;
    this.told = told;
    for (const { client } of this.participants.values()) this.tell(client, 'media', this.media);
    this.overlap?.cancel();
    if (this.by === 'peers' && this.room) this.overlap = afterRunning(OVERLAP_MS, () => void this.giveBack());
  }

  /** Ends the connections of a room that has become small. Its clients have connected to each other by then. */
  private async giveBack(): Promise<void> {
    const { room } = this;
    if (this.by !== 'peers') return;
    this.room = undefined;
    for (const participant of this.participants.values()) {
      await participant.publisher?.close();
      await participant.listener?.close();
      Object.assign(participant, { publisher: undefined, listener: undefined, places: [] });
    }
    await room?.close();
  }

  private async setTheStage(): Promise<void> {
    const { room } = this;
    if (!room) return;
    const publishing = room.publications.flatMap(({ client }) => this.members.get(client) ?? []);
    const rights = await this.services.rights.publishers(this.id, publishing);
    await this.enforce(rights);
    this.stage = stageOf(room.publications, (client) => {
      const right = rights.get(client);
      return right && { ...right, talkedAt: this.talkedAt.get(client) ?? 0 };
    });
    await Promise.all(
      [...this.participants.values()].map(async (participant) => {
        await this.fillPlaces(participant);
        this.tellPlaces(participant);
      }),
    );
  }

  /** Ends the publishers of this node that are not allowed to publish any more. */
  private async enforce(rights: ReadonlyMap<string, unknown>): Promise<void> {
    for (const { client, publisher } of this.participants.values()) {
      if (!publisher || rights.has(client.id) || !this.members.has(client.id)) continue;
      if (!this.room?.publications.some((each) => each.client === client.id)) continue;
      this.forget(publisher);
      await publisher.close();
      this.tell(client, 'ended', { connection: 'publishing', allowed: false });
    }
  }

  private async fillPlaces(participant: Participant): Promise<void> {
    const { listener, places: before, counts, client } = participant;
    if (!listener) return;
    const places = assign(before, this.stage, counts, client.id);
    const changed = new Map(
      places.flatMap((source, place) => (isSame(source, before[place]) ? [] : [[place, source] as const])),
    );
    participant.places = places;
    await listener.show(changed);
  }

  private tellPlaces({ client, listener, places }: Participant): void {
    if (!this.room) return;
    const data: MediaPlaces = {
      places: places.flatMap((source, place) => {
        const mid = listener?.mids[place];
        return source && mid !== undefined ? [{ mid, id: source.client, kind: source.kind }] : [];
      }),
      publishers: this.room.publications.map(({ client: id, kinds, muted }) => ({
        id,
        kinds: [...kinds],
        muted: [...muted],
      })),
    };
    this.tell(client, 'places', data);
  }

  private async ended(connection: Publisher | Listener): Promise<void> {
    const participant = this.forget(connection);
    await connection.close();
    if (!participant) return;
    const name = 'offer' in connection && typeof connection.offer === 'function' ? 'publishing' : 'listening';
    this.tell(participant.client, 'ended', { connection: name });
  }

  private forget(connection: Publisher | Listener): Participant | undefined {
    for (const participant of this.participants.values()) {
      if (participant.publisher === connection) {
        delete participant.publisher;
        return participant;
      }
      if (participant.listener === connection) {
        delete participant.listener;
        participant.places = [];
        return participant;
      }
    }
    return undefined;
  }

  private participant(client: ChatClient): Participant {
    const participant = this.participants.get(client.id);
    if (!participant) throw new Refusal('conflict', 'send join before other messages to the media server');
    return participant;
  }

  private async requireRight(client: ChatClient): Promise<void> {
    const member = this.members.get(client.id);
    const rights = member && (await this.services.rights.publishers(this.id, [member]));
    if (!rights?.has(client.id))
      throw new Refusal('forbidden', 'you are not allowed to speak in this room now');
  }

  private mediaRoom(): MediaRoom {
    if (this.by === 'peers')
      throw new Refusal('conflict', 'clients of this room connect to each other; no media server carries it');
    if (this.room) return this.room;
    throw new Refusal('unavailable', 'the media server does not answer; try again in a few seconds');
  }

  private tell<T extends 'media' | 'places' | 'ended'>(
    client: ChatClient,
    type: T,
    data: ServerData[`/sfu ${T}` & ServerMessageType],
  ): void {
    const key = `/sfu ${type}` as const;
    client.send(encodeFrame(encode(`/sfu/${this.id}`, client.id, key, data), true));
  }
}

/** Returns the session in an offer (RFC 8866, 5.2): the same for all offers of one connection. */
const sessionOf = (sdp: string): string | undefined => /^o=\S+ (\S+)/m.exec(sdp)?.[1];
