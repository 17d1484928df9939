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
import { roomAddress, roomSender } from '../protocol/address.js';
import { encode, withId } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettings, RoomSpeech } from '../store/store.js';
import type { Account } from '../util/account.js';
import type { ByteBucket } from '../util/byte-bucket.js';
import type { Announcer } from './announcer.js';
import type { Member, ParticipantChanges } from './member.js';
import { type MembershipAudience, memberOf } from './membership-announcer.js';
import { toWireRoom } from './wire-room.js';

/** The messages with a room's settings. */
interface SettingsFrames {
  others: Frame;
  owner: Frame;
}

/** A room as one node sees it: its members on all nodes, those on this node, and its log. */
export class ChatRoom implements MembershipAudience, LogListener, PresenceListener {
  /** The members on all nodes, as the backplane reports them. */
  private readonly members = new Map<string, Presence>();
  /** The members on this node. */
  private readonly clients = new Map<string, Member>();
  /** The connections of the members on this node that receive exactly the room's frames. */
  readonly broadcastGroup: BroadcastGroup;
  private readonly announcer: Announcer;
  /** The name of the room's log in the backplane. */
  private readonly log: string;
  private opening: Promise<void> | undefined;
  /** Number of clients that are joining. */
  private entering = 0;
  /** The position of the log's last message on this node; undefined before the room is opened. */
  head: Position | undefined;

  constructor(
    readonly id: string,
    private readonly backplane: Backplane,
    batcher: TickBatcher,
    private settings: RoomSettings | undefined,
    announcerOf: (room: ChatRoom) => Announcer,
    /** Rate of lists that are broadcast to the room, in bytes of all its members together. */
    private readonly broadcasts: ByteBucket,
  ) {
    this.log = roomLog(id);
    this.broadcastGroup = new BroadcastGroup(batcher);
    this.announcer = announcerOf(this);
  }

  /** Whether no client of this node is a member or is joining. */
  get empty(): boolean {
    return this.clients.size === 0 && this.entering === 0;
  }

  /** Whether this node knows that a client is a member. It is told a little later than the client's own node. */
  knows(clientId: string): boolean {
    return this.members.has(clientId);
  }

  /** Time in ms until the next list can be broadcast; 0 if it can be broadcast now. */
  get broadcastWaitMs(): number {
    return this.broadcasts.waitMs;
  }

  /** Counts a list that is broadcast. @param bytes its size */
  countBroadcast(bytes: number): void {
    this.broadcasts.spend(bytes * this.members.size);
  }

  /** Tells whether a client is a member, also if this node does not know it yet. */
  has(clientId: string): Awaitable<boolean> {
    return this.knows(clientId) || this.backplane.isMember(this.id, clientId);
  }

  /** Whether a client is a member on this node. */
  isLocal(client: Member): boolean {
    return this.clients.get(client.id) === client;
  }

  get info(): RoomInfo {
    return { room_id: this.id, clients: [...this.members.values()].map(memberOf) };
  }

  /** Waits until this node knows everybody who is a member now. */
  catchUp(): Awaitable<void> {
    return this.backplane.catchUpMembers(this.id);
  }

  /** The members on all nodes. */
  get everyone(): Presence[] {
    return [...this.members.values()];
  }

  /** The members on this node. */
  get localMembers(): Member[] {
    return [...this.clients.values()];
  }

  /** The setting for the right to speak; undefined if the room has no settings. */
  get speech(): RoomSpeech | undefined {
    return this.settings?.speech;
  }

  get hasSettings(): boolean {
    return this.settings !== undefined;
  }

  /** The user who owns the room; undefined if it has no settings, or settings without an owner. */
  get ownerId(): string | undefined {
    return this.settings?.ownerId;
  }

  /** A client's role in the room. In open mode, if only presenters can speak, the owner is the presenter. */
  roleOf({ identity, user }: Member): Role {
    const { ownerId, speech } = this.settings ?? {};
    if (ownerId === user.id) return 'presenter';
    return identity.guest && speech === 'presenters' ? 'viewer' : identity.role;
  }

  /** The members, for clients that have logged in. */
  get participants(): SessionParticipant[] {
    return [...this.members.values()].map(participantOf);
  }

  /**
   * Adds a client, and returns the log position after which it receives all messages.
   * @param returns the client was in the room before, so that the limit does not apply
   * @throws Refusal full
   */
  async enter(client: Member, returns: boolean): Promise<Position> {
    this.entering++;
    try {
      this.opening ??= this.open();
      await this.opening;
      const presence = this.presenceOf(client);
      const most = returns ? undefined : this.settings?.max;
      if (!(await this.backplane.enter(this.id, presence, most, client.ownershipTerm))) {
        throw new Refusal('full', `room '${this.id}' is full`);
      }
      if (!this.head) throw new Error(`room ${this.id} has no log`);
      const position = this.head;
      this.clients.set(client.id, client);
      client.joinBroadcastGroup();
      this.announcer.memberAdded(client);
      if (presence.role !== this.roleOf(client)) await this.update(client);
      return position;
    } finally {
      this.entering--;
    }
  }

  /** Sends the members to a client of this node that did not receive them while it was silent. */
  memberSpoke(client: Member): void {
    if (this.isLocal(client)) this.announcer.memberSpoke(client);
  }

  /** Announces a client's changed name or role. */
  async update(client: Member): Promise<void> {
    await this.backplane.enter(this.id, this.presenceOf(client), undefined, client.ownershipTerm);
  }

  /** Replaces the settings, and sends them to the members on this node. */
  async setSettings(settings: RoomSettings | undefined): Promise<void> {
    if (isDeepStrictEqual(settings, this.settings)) return;
    const clients = this.localMembers;
    const roles = clients.map((client) => this.roleOf(client));
    this.settings = settings;
    const frames = this.settingsFrames();
    for (const [index, client] of clients.entries()) {
      this.sendSettings(client, frames);
      if (this.roleOf(client) !== roles[index]) await this.update(client);
    }
  }

  /** Removes a client. Returns false if it was not a member, or belongs to another node now. */
  leave(client: Member): Promise<boolean> {
    if (this.isLocal(client)) this.clients.delete(client.id);
    return this.backplane.leave(this.id, client.id, client.ownershipTerm);
  }

  /** Forgets a client that belongs to another node now. */
  handOff(client: Member): Promise<void> {
    if (this.isLocal(client)) this.clients.delete(client.id);
    return this.backplane.handOffMember(this.id, client.id);
  }

  /** Appends a message to the room's log. All members receive it, including the sender unless `author` excludes it. */
  append(
    envelope: string,
    request: string | undefined,
    account: Account,
    author?: Author,
  ): Awaitable<Position> {
    return this.backplane.append(this.log, envelope, author, request, account);
  }

  /** Sends a message to all members without logging it. */
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
    // A message can have been delivered since.
    this.head ??= head;
    for (const member of await this.backplane.watchMembers(this.id, this))
      this.members.set(member.id, member);
  }

  /** Delivers a message of the room's log to the members on this node. */
  deliver(envelope: string, seq: number | undefined, author: Author | undefined): void {
    const volatile = seq === undefined;
    const epoch = this.head?.epoch ?? '';
    const place = volatile ? undefined : { log: this.id, epoch, seq };
    if (!volatile && this.head) this.head = { epoch, seq };
    const frame = encodeFrame(envelope, volatile, place);
    if (!author) {
      this.broadcast(frame);
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

  /** Sends a frame to the members on this node. */
  private broadcast(frame: Frame): void {
    this.broadcastGroup.broadcast(frame);
    if (this.broadcastGroup.size === this.clients.size) return;
    for (const client of this.clients.values())
      if (!client.isInBroadcastGroup(this.broadcastGroup)) client.send(frame);
  }

  /** Disconnects the members on this node, so that they resume and learn that messages are missing. */
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

  tellParticipants(action: 'join' | 'leave', member: Presence): void {
    let frame: Frame | undefined;
    for (const client of this.clients.values()) {
      if (!client.loggedIn || client.deltas || client.id === member.id) continue;
      frame ??= this.frame('participant', changeOf(action, member));
      client.send(frame);
    }
  }

  /** Sends the settings to one client, if the room has any. */
  tellSettings(client: Member): void {
    this.sendSettings(client, this.settingsFrames());
  }

  /** Sends the current state to a client that has resumed. */
  sendState(client: Member): void {
    this.announcer.sendState(client);
  }

  /** Sends a message to the members on this node without logging it. */
  broadcastHere<T extends ServerMessageType>(type: T, data: ServerData[T]): void {
    this.broadcast(this.frame(type, data));
  }

  /** Returns a message about each member that has joined or left since the members had these IDs. */
  changesSince(ids: readonly string[]): ParticipantChanges {
    const before = new Set(ids);
    const joined = this.everyone.filter(({ id }) => !before.has(id));
    const left = ids.filter((id) => !this.members.has(id));
    return {
      joined: joined.map((member) => this.frame('participant', changeOf('join', member))),
      left: left.map((data) => this.frame('participant', { action: 'leave', data })),
    };
  }

  /** Sends the room's settings and members to one client. A client that has not spoken gets the members when it does. */
  tellInfo(client: Member): void {
    this.tellSettings(client);
    if (client.deltas || client.hasSpoken) client.send(this.listFrame());
  }

  toNewcomers(newcomers: ReadonlySet<string>): void {
    const settings = this.settingsFrames();
    const frame = this.listFrame();
    for (const clientId of newcomers) {
      const client = this.clients.get(clientId);
      if (!client) continue;
      this.sendSettings(client, settings);
      if (client.deltas) client.send(frame);
    }
  }

  *plainClients(): Iterable<string> {
    for (const client of this.clients.values()) if (!client.deltas && client.hasSpoken) yield client.id;
  }

  listFrame(): Frame {
    return this.frame('room-info', this.info);
  }

  sendTo(clientId: string, frame: Frame): void {
    this.clients.get(clientId)?.send(frame);
  }

  /** Sends the settings to a client. Only the owner is told whose room it is. */
  private sendSettings(client: Member, frames: SettingsFrames | undefined): void {
    if (!frames) return;
    client.send(client.user.id === this.settings?.ownerId ? frames.owner : frames.others);
  }

  private settingsFrames(): SettingsFrames | undefined {
    if (!this.settings) return undefined;
    const told = toWireRoom(this.settings);
    return {
      others: this.frame('room-settings', told),
      owner: this.frame('room-settings', { ...told, own: true }),
    };
  }

  private presenceOf(client: Member): Presence {
    const { id, user } = client;
    return { id, username: client.nameInRoom(this.id), userId: user.id, role: this.roleOf(client) };
  }

  /** A message of the server to the room. It is not logged, since the next list or change replaces a lost one. */
  private frame<T extends ServerMessageType>(type: T, data: ServerData[T]): Frame {
    return encodeFrame(encode(roomSender(this.id), roomAddress(this.id), type, data), false);
  }
}

const changeOf = (action: 'join' | 'leave', member: Presence): ParticipantChange =>
  action === 'join' ? { action, data: participantOf(member) } : { action, data: member.id };

const participantOf = ({ id, userId: user, role }: Presence): SessionParticipant => ({ id, user, role });
