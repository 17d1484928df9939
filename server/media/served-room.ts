import { randomUUID } from 'node:crypto';
import type { MediaView, RoomMedia } from 'lectern-protocol';
import {
  type Backplane,
  type LogListener,
  type Presence,
  type PresenceListener,
  roomLog,
} from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { Recordings } from '../classroom/recordings.js';
import { Refusal } from '../protocol/errors.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import { checkOffer, type DeclaredStream } from './check-offer.js';
import { type MediaQuality, type MediaUse, streamQualityOf } from './media-quality.js';
import type { MediaRights } from './media-rights.js';
import type { Listener, MediaKind, MediaRoom, MediaRoomEvents, Publisher } from './media-server.js';
import type { MediaServers } from './media-servers.js';
import { Participant } from './participant.js';
import { QualityReports } from './quality-reports.js';
import { RoomPlacement } from './room-placement.js';
import { RoomRecorder } from './room-recorder.js';
import { emptyStage, type PlaceCounts, type Stage, stageOf } from './stage.js';
import { Standings } from './standings.js';
import { releaseStreams } from './stop-streams.js';

/** Messages that can change who is allowed to publish in a lecture. */
const RIGHTS = /"type":"(SetSpeechMode|GrantSpeech|RevokeSpeech|SetMemberType)"/;

/** Time in ms for which the connections of a room that has become small remain, while its clients connect to each other. */
const OVERLAP_MS = 10_000;

/** Time in ms until another attempt after a media server has refused something. */
const RETRY_MS = 1000;

export interface ServedRoomServices {
  backplane: Backplane;
  servers: MediaServers;
  rights: MediaRights;
  /** Undefined if this server does not record. */
  recordings: Recordings | undefined;
  /** Number of people above which a media server carries a room. */
  threshold: number;
  lost: MediaRoomEvents['lost'];
  measured(use: MediaUse, quality: MediaQuality): void;
  log: { warn(fields: object, text: string): void };
}

/** The media of a room, for its members on this node. */
export class ServedRoom implements PresenceListener, LogListener {
  private readonly participants = new Map<string, Participant>();
  private readonly members = new Map<string, Presence>();
  private readonly standings: Standings;
  private readonly placement: RoomPlacement;
  private readonly reports: QualityReports;
  private readonly recorder: RoomRecorder;
  /** The media server that carries the room; undefined if its clients connect to each other. */
  private url: string | undefined;
  /** The room on that media server. */
  private carrier: { url: string; room: MediaRoom } | undefined;
  /** Identifies the connections of this node's clients on the media server. */
  private epoch: string = randomUUID();
  private stage: Stage = emptyStage;
  private told = '';
  /** Rooms on media servers that do not carry this room any more, until their connections are ended. */
  private readonly retired = new Map<MediaRoom, Deadline>();
  /** The update that is running, and whether another one has to follow. */
  private updating: Promise<void> | undefined;
  private again = false;
  private retry: Deadline | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    readonly id: string,
    private readonly services: ServedRoomServices,
  ) {
    this.standings = new Standings(id, services);
    this.recorder = new RoomRecorder(id, services.recordings);
    this.placement = new RoomPlacement(id, services, () => void this.update());
    const leaders = () => services.rights.leaders(id, this.members.values());
    this.reports = new QualityReports(id, { ...services, leaders });
  }

  async open(): Promise<void> {
    const { backplane } = this.services;
    await this.placement.open();
    await backplane.subscribe(roomLog(this.id), this);
    for (const member of await backplane.watchMembers(this.id, this)) this.members.set(member.id, member);
    await this.update();
  }

  /** Leaves the room, once. */
  close(): Promise<void> {
    this.closing ??= this.leave();
    return this.closing;
  }

  private async leave(): Promise<void> {
    const { backplane } = this.services;
    this.retry?.cancel();
    this.reports.close();
    await this.updating;
    const rooms = [...this.retired.keys(), ...(this.carrier ? [this.carrier.room] : [])];
    for (const overlap of this.retired.values()) overlap.cancel();
    await Promise.all([...this.participants.values()].map((participant) => participant.close()));
    this.participants.clear();
    await Promise.all(rooms.map((room) => room.close()));
    await backplane.unsubscribe(roomLog(this.id), this);
    await backplane.unwatchMembers(this.id, this);
    await this.placement.close();
  }

  get empty(): boolean {
    return this.participants.size === 0;
  }

  get media(): RoomMedia {
    if (this.url === undefined) return { by: 'peers' };
    const available = this.services.servers.get(this.url)?.available ?? false;
    return { by: 'server', epoch: this.epoch, available };
  }

  /** Number of this node's connections on the media server. */
  get connections(): Record<'publishing' | 'listening', number> {
    const all = [...this.participants.values()];
    return {
      publishing: all.filter(({ publisher }) => publisher).length,
      listening: all.filter(({ listener }) => listener).length,
    };
  }

  has(clientId: string): boolean {
    return this.participants.has(clientId);
  }

  add(client: ChatClient): void {
    const known = this.participants.get(client.id);
    if (!known) this.participants.set(client.id, new Participant(this.id, client));
    else {
      known.rejoined(client);
      void this.update();
    }
  }

  async remove(clientId: string): Promise<void> {
    const participant = this.participants.get(clientId);
    this.participants.delete(clientId);
    await participant?.close();
  }

  /** @throws Refusal conflict if a client does not take part */
  participant(client: ChatClient): Participant {
    const participant = this.participants.get(client.id);
    if (!participant) throw new Refusal('conflict', 'send join before other messages to the media server');
    return participant;
  }

  /** Takes a client's offer to publish, and returns the answer. @throws Refusal forbidden, unavailable, bad-data */
  async publish(client: ChatClient, sdp: string, streams: readonly DeclaredStream[]): Promise<string> {
    const participant = this.participant(client);
    const session = checkOffer(sdp, streams);
    const kinds = Object.fromEntries(streams.map(({ mid, kind }) => [mid, kind]));
    return participant.publishing.run(async () => {
      await this.services.rights.require(this.id, this.members.get(client.id));
      if (!participant.publisher || participant.session !== session) {
        // The client has made another connection.
        const room = await this.admit(client, 'publishing');
        const { publisher: former } = participant;
        participant.publisher = undefined;
        await former?.close();
        const publisher = await room.publish(client.id);
        await this.requireCurrent(participant, room, publisher);
        participant.publisher = publisher;
        participant.session = session;
      }
      await releaseStreams(this.mediaRoom(), client.id, Object.values(kinds));
      return participant.publisher.offer(sdp, kinds);
    });
  }

  /** Prepares a connection on which a client receives, and returns the offer. @throws Refusal unavailable */
  async listen(client: ChatClient, counts: PlaceCounts): Promise<string> {
    const participant = this.participant(client);
    return participant.listening.run(async () => {
      const room = await this.admit(client, 'listening');
      const { listener: former } = participant;
      participant.listener = undefined;
      await former?.close();
      const listener = await room.listen([
        ...Array<'audio'>(counts.audio).fill('audio'),
        ...Array<'video'>(counts.video).fill('video'),
      ]);
      await this.requireCurrent(participant, room, listener);
      participant.setListener(listener, counts);
      return listener.offer;
    });
  }

  async answer(client: ChatClient, sdp: string): Promise<void> {
    const participant = this.participant(client);
    const { listener } = participant;
    if (!listener) throw new Refusal('conflict', 'there is no offer to answer; send listen first');
    await listener.answer(sdp);
    await participant.fillPlaces(this.stage);
    if (this.carrier) participant.tellPlaces(this.carrier.room.publications);
    participant.tellSpeakers(this.stage.speakers);
  }

  /** @param view the pictures that the client wants to receive */
  async view(client: ChatClient, view: MediaView): Promise<void> {
    const participant = this.participant(client);
    await participant.view(view, this.stage);
    if (this.carrier) participant.tellPlaces(this.carrier.room.publications);
  }

  async mute(client: ChatClient, kind: MediaKind, muted: boolean): Promise<void> {
    this.participant(client);
    await this.mediaRoom().mute({ client: client.id, kind }, muted);
  }

  /**
   * Called when a media server has stopped or started answering, or has not answered for a while.
   * @param kept whether its connections of this node still exist
   */
  async serverChanged(url: string, kept: boolean): Promise<void> {
    const { carrier, services } = this;
    if (carrier?.url === url) {
      if (!kept) this.drop();
      // What it told meanwhile is lost.
      else if (services.servers.get(url)?.available) await carrier.room.refresh().catch(() => this.drop());
    }
    await this.update();
  }

  joined(member: Presence): void {
    this.members.set(member.id, member);
    void this.update();
  }

  updated(member: Presence): void {
    this.joined(member);
  }

  /** The room's settings have changed. */
  settingsChanged(): void {
    void this.update();
  }

  left(clientId: string): void {
    this.members.delete(clientId);
    this.standings.left(clientId);
    this.reports.left(clientId);
    void this.update();
  }

  deliver(envelope: string): void {
    const recording = this.recorder.deliver(envelope);
    if (recording || (this.carrier && RIGHTS.test(envelope))) void this.update();
  }

  gap(): void {
    this.recorder.gap();
    void this.update();
  }

  /** Applies the present members, rights and publications. Runs once for all changes that come meanwhile. */
  private update(): Promise<void> {
    this.standings.changed();
    return this.updateOrder();
  }

  /** Does the same if only who talks has changed, which happens often. */
  private updateOrder(): Promise<void> {
    this.again = true;
    this.updating ??= this.updateUntilDone().finally(() => {
      this.updating = undefined;
    });
    return this.updating;
  }

  private async updateUntilDone(): Promise<void> {
    while (this.again && !this.closing) {
      this.again = false;
      this.retry?.cancel();
      try {
        await this.chooseCarrier();
        await this.setTheStage();
      } catch (err) {
        if (!(err instanceof Refusal && err.code === 'unavailable'))
          this.services.log.warn({ room: this.id, err }, 'the media of a room could not be updated');
        this.retry = afterRunning(RETRY_MS, () => void this.update()).unref();
      }
    }
  }

  /** Moves to the media server that all nodes have chosen, or back to the mesh. */
  private async chooseCarrier(): Promise<void> {
    const { servers } = this.services;
    this.url = await this.placement.decide(this.members.size, await this.recorder.isRunning());
    if (this.carrier && this.carrier.url !== this.url) this.retire();
    const server = this.url === undefined ? undefined : servers.get(this.url);
    if (this.url !== undefined && !this.carrier && server?.available) {
      let opened: MediaRoom | undefined;
      opened = await server.open(this.id, {
        published: () => void this.update(),
        talking: (client, talks, level) => {
          this.standings.talking(client, talks, level);
          void this.updateOrder();
        },
        ended: (connection) => void this.ended(connection),
        lost: this.services.lost,
        measured: (connection, quality) => this.measured(connection, quality),
        closed: () => {
          if (!opened || this.carrier?.room !== opened) return;
          this.drop();
          void this.update();
        },
      });
      this.carrier = { url: this.url, room: opened };
      this.again = true;
    }
    const told = JSON.stringify(this.media);
    if (told === this.told) return;
    this.told = told;
    for (const participant of this.participants.values()) participant.tell('media', this.media);
  }

  /** Leaves a media server that does not carry the room any more. */
  private retire(): void {
    const { carrier } = this;
    if (!carrier) return;
    this.forgetCarrier();
    for (const participant of this.participants.values()) participant.retire();
    const end = async () => {
      this.retired.delete(carrier.room);
      await Promise.all([...this.participants.values()].map((participant) => participant.endFormer()));
      await carrier.room.close();
    };
    // Clients connect to each other meanwhile. To another media server, they connect at once.
    this.retired.set(
      carrier.room,
      afterRunning(this.url === undefined ? OVERLAP_MS : 0, () => void end()),
    );
  }

  /** Gives up connections that the media server has lost. */
  private drop(): void {
    this.forgetCarrier();
    for (const participant of this.participants.values()) participant.forgetAll();
  }

  private forgetCarrier(): void {
    this.carrier = undefined;
    this.stage = emptyStage;
    this.epoch = randomUUID();
  }

  private async setTheStage(): Promise<void> {
    const { carrier } = this;
    if (!carrier) return;
    try {
      await this.recorder.apply(carrier.room, this.members, (client) => this.participants.has(client));
    } finally {
      // Even if the lecture cannot be recorded, its people hear each other.
      await this.fillAllPlaces(carrier.room);
    }
  }

  private async fillAllPlaces({ publications }: MediaRoom): Promise<void> {
    // Others can begin to publish while the rights are read. Another update follows.
    const publishing = publications.flatMap(({ client }) => this.members.get(client) ?? []);
    const standings = await this.standings.of(publishing);
    await this.enforce(standings, publishing);
    this.stage = stageOf(publications, (client) => standings.get(client));
    await Promise.all(
      [...this.participants.values()].map(async (participant) => {
        await participant.fillPlaces(this.stage);
        participant.tellPlaces(publications);
        participant.tellSpeakers(this.stage.speakers);
      }),
    );
  }

  /** Ends publishers that are not allowed to publish any more. @param publishing whose rights were read */
  private async enforce(standings: ReadonlyMap<string, unknown>, publishing: Presence[]): Promise<void> {
    for (const { id } of publishing) {
      const participant = this.participants.get(id);
      const publisher = participant?.publisher;
      if (!publisher || standings.has(id)) continue;
      participant.forget(publisher);
      await publisher.close();
      participant.tell('ended', { connection: 'publishing', allowed: false });
    }
  }

  private measured(connection: Publisher | Listener, quality: MediaQuality): void {
    for (const participant of this.participants.values()) {
      const use = participant.useOf(connection);
      if (!use) continue;
      this.services.measured(use, quality);
      participant.measured(use, streamQualityOf(quality));
      this.reports.add(participant.client.id, use, quality);
    }
  }

  private async ended(ended: Publisher | Listener): Promise<void> {
    for (const participant of this.participants.values()) {
      const connection = participant.forget(ended);
      if (connection) participant.tell('ended', { connection });
    }
    await ended.close();
  }

  /** Waits until a client can make a connection, and returns the room on the media server. */
  private async admit(client: ChatClient, connection: 'publishing' | 'listening'): Promise<MediaRoom> {
    this.mediaRoom();
    await this.services.servers.admit(this.url ?? '', connection, client.id);
    return this.mediaRoom();
  }

  /** Gives up a connection whose client has left meanwhile, or whose room has moved. @throws Refusal unavailable */
  private async requireCurrent(
    participant: Participant,
    room: MediaRoom,
    connection: Publisher | Listener,
  ): Promise<void> {
    if (!participant.closed && this.carrier?.room === room) return;
    await connection.close();
    throw new Refusal('unavailable', 'the room has moved to another media server; try again');
  }

  private mediaRoom(): MediaRoom {
    if (this.url === undefined)
      throw new Refusal('conflict', 'clients of this room connect to each other; no media server carries it');
    if (this.carrier) return this.carrier.room;
    throw new Refusal('unavailable', 'the media server does not answer; try again in a few seconds');
  }
}
