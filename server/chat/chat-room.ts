import { isDeepStrictEqual } from 'node:util';
import type {
  ParticipantChange,
  RoomInfo,
  RoomMember,
  ServerData,
  ServerMessageType,
  SessionParticipant,
} from '../../schemas/generated/messages.js';
import {
  type Author,
  type Backplane,
  type Position,
  type Presence,
  type PresenceListener,
  roomLog,
} from '../backplane/backplane.js';
import { encode, withId, withSeq } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import { wireRoom } from '../rooms/wire-room.js';
import type { Role } from '../session/identity.js';
import { type Frame, frameOf } from '../socket/frame.js';
import type { Room, RoomSpeech } from '../store/store.js';
import type { ChatClient } from './chat-client.js';
import { type Audience, Membership } from './membership.js';

/** A room as one node sees it: who is in it anywhere, who of them is connected here, and its log. */
export class ChatRoom implements Audience, PresenceListener {
  /** Everyone in the room, on all nodes; kept by the backplane's word. */
  private readonly members = new Map<string, Presence>();
  /** The members on this node. */
  private readonly clients = new Map<string, ChatClient>();
  private readonly membership: Membership;
  private opening: Promise<void> | undefined;
  /** How many are on their way in. */
  private entering = 0;
  /** Where its log stands for this node; undefined before it is opened. */
  head: Position | undefined;

  constructor(
    readonly id: string,
    private readonly backplane: Backplane,
    private settings: Room | undefined,
  ) {
    this.membership = new Membership(id, this);
  }

  /** No client of this node is in it, nor about to be. */
  get empty(): boolean {
    return this.clients.size === 0 && this.entering === 0;
  }

  has(clientId: string): boolean {
    return this.members.has(clientId);
  }

  get info(): RoomInfo {
    return { room_id: this.id, clients: [...this.members.values()].map(memberOf) };
  }

  /** The members on this node. */
  get present(): ChatClient[] {
    return [...this.clients.values()];
  }

  /** Whether everyone may speak, as its settings say; undefined where it has none. */
  get speech(): RoomSpeech | undefined {
    return this.settings?.speech;
  }

  /** What a client is here: where the server runs open and not everyone may speak, the owner does. */
  roleOf({ identity, user }: ChatClient): Role {
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
  async enter(client: ChatClient, returns: boolean): Promise<Position> {
    this.entering++;
    try {
      this.opening ??= this.open();
      await this.opening;
      const presence = this.presenceOf(client);
      const most = returns ? undefined : this.settings?.max;
      if (!(await this.backplane.enter(this.id, presence, most))) {
        throw new Refusal('full', `room '${this.id}' is full`);
      }
      if (!this.head) throw new Error(`room ${this.id} has no log`);
      const position = this.head;
      this.clients.set(client.id, client);
      this.membership.expects(client.id);
      if (presence.role !== this.roleOf(client)) await this.update(client);
      return position;
    } finally {
      this.entering--;
    }
  }

  /** Lets the others know a client's name and role anew. */
  async update(client: ChatClient): Promise<void> {
    await this.backplane.enter(this.id, this.presenceOf(client));
  }

  /** Takes other settings, and tells everybody here. */
  async change(settings: Room | undefined): Promise<void> {
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

  async leave(client: ChatClient): Promise<void> {
    this.clients.delete(client.id);
    await this.backplane.leave(this.id, client.id);
  }

  /** Appends to the room's log; every member, the sender included, hears it. */
  append(envelope: string, request?: string): Promise<Position> {
    return this.backplane.append(roomLog(this.id), envelope, undefined, request);
  }

  /** Says to every member what is not kept. */
  publish(envelope: string, author?: Author): Promise<void> {
    return this.backplane.publish(roomLog(this.id), envelope, author);
  }

  async close(): Promise<void> {
    this.membership.close();
    await this.backplane.unsubscribe(roomLog(this.id), this.deliver);
    await this.backplane.unwatch(this.id, this);
  }

  private async open(): Promise<void> {
    const head = await this.backplane.subscribe(roomLog(this.id), this.deliver);
    // Something may have been delivered since.
    this.head ??= head;
    for (const member of await this.backplane.watch(this.id, this)) this.members.set(member.id, member);
  }

  private readonly deliver = (
    envelope: string,
    seq: number | undefined,
    author: Author | undefined,
  ): void => {
    const volatile = seq === undefined;
    const placed = volatile ? envelope : withSeq(envelope, seq);
    const place = volatile ? undefined : { log: this.id, seq };
    if (!volatile && this.head) this.head = { epoch: this.head.epoch, seq };
    const frame = frameOf(placed, volatile, place);
    for (const client of this.clients.values()) {
      if (client.id !== author?.clientId) client.send(frame);
      else if (!author.excluded)
        client.send(author.id === undefined ? frame : frameOf(withId(placed, author.id), volatile, place));
    }
  };

  joined(member: Presence): void {
    this.members.set(member.id, member);
    this.membership.join(memberOf(member));
  }

  updated(member: Presence): void {
    this.members.set(member.id, member);
    this.membership.update(memberOf(member));
  }

  left(clientId: string): void {
    this.members.delete(clientId);
    this.membership.leave(clientId);
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
  tellSettings(client: ChatClient): void {
    const settings = this.settingsFrame();
    if (settings) client.send(settings);
  }

  /** Tells one client what the room is like and who is in it. */
  tellInfo(client: ChatClient): void {
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

  private presenceOf(client: ChatClient): Presence {
    const { id, username, user } = client;
    return { id, username, userId: user.id, role: this.roleOf(client) };
  }

  /** What the server says to the room of itself: the newest list or change replaces what was lost, so it is not kept. */
  private frame<T extends ServerMessageType>(type: T, data: ServerData[T]): Frame {
    return frameOf(encode('server', `room/${this.id}`, type, data), false);
  }
}

const participantOf = ({ id, userId: user, role }: Presence): SessionParticipant => ({ id, user, role });

/** What the others in a room are told of a member. */
const memberOf = ({ id, username, userId: user, role }: Presence): RoomMember => ({
  id,
  username,
  user,
  ...(role === 'viewer' && { role }),
});
