import type {
  RoomInfo,
  RoomMember,
  ServerData,
  ServerMessageType,
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
import { type Frame, frameOf } from '../socket/frame.js';
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

  constructor(
    readonly id: string,
    private readonly backplane: Backplane,
  ) {
    this.membership = new Membership(id, this);
  }

  /** No client of this node is in it. */
  get empty(): boolean {
    return this.clients.size === 0;
  }

  has(clientId: string): boolean {
    return this.members.has(clientId);
  }

  get info(): RoomInfo {
    return { room_id: this.id, clients: [...this.members.values()].map(memberOf) };
  }

  async enter(client: ChatClient): Promise<void> {
    this.clients.set(client.id, client);
    this.opening ??= this.open();
    await this.opening;
    await this.backplane.enter(this.id, presenceOf(client));
    this.membership.expects(client.id);
  }

  async rename(client: ChatClient): Promise<void> {
    await this.backplane.enter(this.id, presenceOf(client));
  }

  async leave(client: ChatClient): Promise<void> {
    this.clients.delete(client.id);
    await this.backplane.leave(this.id, client.id);
  }

  /** Appends to the room's log; every member, the sender included, hears it. */
  append(envelope: string, author?: Author): Promise<Position> {
    return this.backplane.append(roomLog(this.id), envelope, author);
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
    await this.backplane.subscribe(roomLog(this.id), this.deliver);
    for (const member of await this.backplane.watch(this.id, this)) this.members.set(member.id, member);
  }

  private readonly deliver = (
    envelope: string,
    seq: number | undefined,
    author: Author | undefined,
  ): void => {
    const volatile = seq === undefined;
    const placed = volatile ? envelope : withSeq(envelope, seq);
    const frame = frameOf(placed, volatile);
    for (const client of this.clients.values()) {
      if (client.id !== author?.clientId) client.send(frame);
      else if (!author.excluded)
        client.send(author.id === undefined ? frame : frameOf(withId(placed, author.id), volatile));
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

  toNewcomers(newcomers: ReadonlySet<string>): void {
    const frame = this.frame('room-info', this.info);
    for (const clientId of newcomers) {
      const client = this.clients.get(clientId);
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

  /** What the server says to the room of itself: the newest list or change replaces what was lost, so it is not kept. */
  private frame<T extends ServerMessageType>(type: T, data: ServerData[T]): Frame {
    return frameOf(encode('server', `room/${this.id}`, type, data), false);
  }
}

const presenceOf = ({ id, username, user }: ChatClient): Presence => ({ id, username, userId: user.id });

/** What the others in a room are told of a member. */
const memberOf = ({ id, username }: Presence): RoomMember => ({ id, username });
