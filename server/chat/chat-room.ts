import { isDeepStrictEqual } from 'node:util';
import type {
  ParticipantChange,
  RoomInfo,
  ServerData,
  ServerMessageType,
  SessionParticipant,
} from 'lectern-protocol';
import {
  type Author,
  type Awaitable,
  type Backplane,
  type LogListener,
  type Position,
  type Presence,
  type PresenceListener,
  roomLog,
} from '../backplane/backplane.js';
import { BroadcastGroup } from '../delivery/broadcast-group.js';
import { encodeFrame, type Frame } from '../delivery/frame.js';
import type { TickBatcher } from '../delivery/tick-batcher.js';
import type { Role } from '../identity/identity.js';
import { roomAddress, senderIn } from '../protocol/address.js';
import { encode, withId } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettings, RoomSpeech } from '../store/store.js';
import type { Announcer } from './announcer.js';
import type { Member } from './member.js';
import { type Audience, memberOf } from './membership.js';
import { wireRoom } from './wire-room.js';

/** A room as one node sees it: who is in it anywhere, who of them is connected here, and its log. */
export class ChatRoom implements Audience, LogListener, PresenceListener {
  /** Everyone in the room, on all nodes; kept by the backplane's word. */
  private readonly members = new Map<string, Presence>();
  /** The members on this node. */
  private readonly clients = new Map<string, Member>();
  /** The connections of those members to whom nothing else has to be told in its place. */
  readonly broadcastGroup: BroadcastGroup;
  private readonly announcer: Announcer;
  /** What the backplane calls its log. */
  private readonly log: string;
  private opening: Promise<void> | undefined;
  /** How many are on their way in. */
  private entering = 0;
  /** Where its log stands for this node; undefined before it is opened. */
  head: Position | undefined;

  constructor(
    readonly id: string,
    private readonly backplane: Backplane,
    batcher: TickBatcher,
    private settings: RoomSettings | undefined,
    announcerOf: (room: ChatRoom) => Announcer,
  ) {
    this.log = roomLog(id);
    this.broadcastGroup = new BroadcastGroup(batcher);
    this.announcer = announcerOf(this);
  }

  /** No client of this node is in it, nor about to be. */
  get empty(): boolean {
    return this.clients.size === 0 && this.entering === 0;
  }

  has(clientId: string): boolean {
    return this.members.has(clientId);
  }

  /** Whether a client is a member on this node. */
  isHere(client: Member): boolean {
    return this.clients.get(client.id) === client;
  }

  get info(): RoomInfo {
    return { room_id: this.id, clients: [...this.members.values()].map(memberOf) };
  }

  /** All the members. */
  get everyone(): Presence[] {
    return [...this.members.values()];
  }

  /** The members on this node. */
  get present(): Member[] {
    return [...this.clients.values()];
  }

  /** Whether everyone may speak, as its settings say; undefined where it has none. */
  get speech(): RoomSpeech | undefined {
    return this.settings?.speech;
  }

  /** What a client is here: where the server runs open and not everyone may speak, the owner does. */
  roleOf({ identity, user }: Member): Role {
    const { ownerId, speech } = this.settings ?? {};
    if (ownerId === user.id) return 'presenter';
    return identity.guest && speech === 'presenters' ? 'viewer' : identity.role;
  }

  /** Who is in the room, for clients that have logged in. */
  get participants(): SessionParticipant[] {
    return [...this.members.values()].map(participantOf);
  }

  /**
   * Takes a client in, and answers where it came into the log: it hears all that comes after.
   * @param returns it was here before, and has a place
   * @throws Refusal full
   */
  async enter(client: Member, returns: boolean): Promise<Position> {
    this.entering++;
    try {
      this.opening ??= this.open();
      await this.opening;
      const presence = this.presenceOf(client);
      const most = returns ? undefined : this.settings?.max;
      if (!(await this.backplane.enter(this.id, presence, most, client.term))) {
        throw new Refusal('full', `room '${this.id}' is full`);
      }
      if (!this.head) throw new Error(`room ${this.id} has no log`);
      const position = this.head;
      this.clients.set(client.id, client);
      client.follow();
      this.announcer.expects(client);
      if (presence.role !== this.roleOf(client)) await this.update(client);
      return position;
    } finally {
      this.entering--;
    }
  }

  /** Lets the others know a client's name and role anew. */
  async update(client: Member): Promise<void> {
    await this.backplane.enter(this.id, this.presenceOf(client), undefined, client.term);
  }

  /** Takes other settings, and tells everybody here. */
  async change(settings: RoomSettings | undefined): Promise<void> {
    if (isDeepStrictEqual(settings, this.settings)) return;
    const clients = this.present;
    const roles = clients.map((client) => this.roleOf(client));
    this.settings = settings;
    const frame = this.settingsFrame();
    for (const [index, client] of clients.entries()) {
      if (frame) client.send(frame);
      if (this.roleOf(client) !== roles[index]) await this.update(client);
    }
  }

  /** Takes a client out; false where it was not in it, or is there by another node. */
  leave(client: Member): Promise<boolean> {
    if (this.isHere(client)) this.clients.delete(client.id);
    return this.backplane.leave(this.id, client.id, client.term);
  }

  /** Forgets a client that is here by another node now. */
  forget(client: Member): Promise<void> {
    if (this.isHere(client)) this.clients.delete(client.id);
    return this.backplane.handOffMember(this.id, client.id);
  }

  /** Appends to the room's log; every member, the sender included, hears it. */
  append(envelope: string, request?: string): Awaitable<Position> {
    return this.backplane.append(this.log, envelope, undefined, request);
  }

  /** Says to every member what is not kept. */
  publish(envelope: string, author?: Author): Awaitable<void> {
    return this.backplane.publish(this.log, envelope, author);
  }

  async close(): Promise<void> {
    this.announcer.close();
    await this.backplane.unsubscribe(this.log, this);
    await this.backplane.unwatchMembers(this.id, this);
  }

  private async open(): Promise<void> {
    const head = await this.backplane.subscribe(this.log, this);
    // Something may have been delivered since.
    this.head ??= head;
    for (const member of await this.backplane.watchMembers(this.id, this))
      this.members.set(member.id, member);
  }

  /** Hears the room's log, and passes it on to the members here. */
  deliver(envelope: string, seq: number | undefined, author: Author | undefined): void {
    const volatile = seq === undefined;
    const place = volatile ? undefined : { log: this.id, seq };
    if (!volatile && this.head) this.head = { epoch: this.head.epoch, seq };
    const frame = encodeFrame(envelope, volatile, place);
    if (!author) {
      this.say(frame);
      return;
    }
    for (const client of this.clients.values()) {
      if (client.id !== author.clientId) client.send(frame);
      else if (!author.excluded)
        client.send(
          author.id === undefined ? frame : encodeFrame(withId(envelope, author.id), volatile, place),
        );
    }
  }

  /** Says the same to every member here. */
  private say(frame: Frame): void {
    this.broadcastGroup.broadcast(frame);
    if (this.broadcastGroup.size === this.clients.size) return;
    for (const client of this.clients.values()) if (!client.follows(this.broadcastGroup)) client.send(frame);
  }

  /** Who hears it here has a hole in what it heard, and learns so when it comes back. */
  gap(at: Position): void {
    this.head = at;
    for (const { connection } of this.clients.values()) connection?.close('behind');
  }

  joined(member: Presence): void {
    this.members.set(member.id, member);
    this.announcer.joined(member);
  }

  updated(member: Presence): void {
    this.members.set(member.id, member);
    this.announcer.updated(member);
  }

  left(clientId: string): void {
    const member = this.members.get(clientId);
    if (!member) return;
    this.members.delete(clientId);
    this.announcer.left(member);
  }

  toDeltaClients<T extends ServerMessageType>(
    type: T,
    data: ServerData[T],
    except: ReadonlySet<string>,
  ): void {
    const frame = this.frame(type, data);
    for (const client of this.clients.values())
      if (client.deltas && !except.has(client.id)) client.send(frame);
  }

  tellParticipants(joined: Iterable<string>, left: Iterable<string>): void {
    const told = [...this.clients.values()].filter(({ loggedIn, deltas }) => loggedIn && !deltas);
    if (told.length === 0) return;
    const send = (data: ParticipantChange, about: string) => {
      const frame = this.frame('participant', data);
      for (const client of told) if (client.id !== about) client.send(frame);
    };
    for (const id of left) send({ action: 'leave', data: id }, id);
    for (const id of joined) {
      const member = this.members.get(id);
      if (member) send({ action: 'join', data: participantOf(member) }, id);
    }
  }

  /** Tells one client what the room is like, where it has settings. */
  tellSettings(client: Member): void {
    const settings = this.settingsFrame();
    if (settings) client.send(settings);
  }

  /** Tells a client that has come back how things stand here. */
  welcomeBack(client: Member): void {
    this.announcer.tell(client);
  }

  /** Says to the clients on this node what is not kept. */
  tellHere<T extends ServerMessageType>(type: T, data: ServerData[T]): void {
    this.say(this.frame(type, data));
  }

  /** Tells one client what the room is like and who is in it. */
  tellInfo(client: Member): void {
    this.tellSettings(client);
    client.send(this.frame('room-info', this.info));
  }

  toNewcomers(newcomers: ReadonlySet<string>): void {
    const settings = this.settingsFrame();
    const frame = this.frame('room-info', this.info);
    for (const clientId of newcomers) {
      const client = this.clients.get(clientId);
      if (settings) client?.send(settings);
      if (client?.deltas) client.send(frame);
    }
  }

  listToPlainClients(): void {
    let frame: Frame | undefined;
    for (const client of this.clients.values()) {
      if (client.deltas) continue;
      frame ??= this.frame('room-info', this.info);
      client.send(frame);
    }
  }

  private settingsFrame(): Frame | undefined {
    return this.settings && this.frame('room-settings', wireRoom(this.settings));
  }

  private presenceOf(client: Member): Presence {
    const { id, user } = client;
    return { id, username: client.nameIn(this.id), userId: user.id, role: this.roleOf(client) };
  }

  /** What the server says to the room of itself: the newest list or change replaces what was lost, so it is not kept. */
  private frame<T extends ServerMessageType>(type: T, data: ServerData[T]): Frame {
    return encodeFrame(encode(senderIn(this.id), roomAddress(this.id), type, data), false);
  }
}

const participantOf = ({ id, userId: user, role }: Presence): SessionParticipant => ({ id, user, role });
