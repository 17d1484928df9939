import {
  namespaceOf,
  type ParticipantQuality,
  type ServerData,
  type ServerMessageType,
  splitKey,
} from 'lectern-protocol';
import { type Awaitable, DIRECT, type LogListener, type Position } from '../backplane/backplane.js';
import type { BroadcastGroup } from '../delivery/broadcast-group.js';
import type { Connection } from '../delivery/connection.js';
import { encodeFrame, type Frame } from '../delivery/frame.js';
import type { Identity, User } from '../identity/identity.js';
import { encode, envelopeOf, type Message, type Request } from '../protocol/codec.js';
import { type Account, accountOf } from '../util/account.js';
import type { ChatRoom } from './chat-room.js';
import type { Member, ParticipantChanges } from './member.js';
import { RoundTrip } from './round-trip.js';

/** A client's properties in one room. */
export interface RoomProfile {
  /** The client's name in the room, if it differs from its own. */
  name?: string;
  /** A chat room's title and limit, from which the room is created again when its members return after a crash. */
  room?: { title: string; max: number };
  /** IDs of the members when the connection was lost, for a client that is told each change of them. */
  participants?: string[];
}

/** The quality of each of a client's connections to a media server. */
export type ClientMediaQuality = Pick<ParticipantQuality, 'publishing' | 'listening'>;

/** Maximum number of members that are remembered for a client without a connection. */
const MAX_REMEMBERED = 500;

/** Shared by all clients without connections to a media server. */
const noMediaQuality: ClientMediaQuality = Object.freeze({});

/** The position in a log at which a client joined. */
export interface JoinPosition extends Position {
  /** Earlier messages are missing, and the client might not know it, since the reply that reports it can be lost. */
  missed?: true;
}

/** A person's presence: identity and rooms. It outlives its connections. */
export class ChatClient implements LogListener, Member {
  /** The name that others see. Guests choose it themselves. */
  username: string;
  private currentConnection: Connection | undefined;
  /** The room whose broadcast group the connection is in. */
  private broadcastRoom: ChatRoom | undefined;
  /** Whether the client has logged in, so that it receives the room's participants. */
  loggedIn = false;
  hasSpoken = false;
  readonly roundTrip = new RoundTrip();
  /** Quality of its connections to a media server, as last measured. */
  mediaQuality: ClientMediaQuality = noMediaQuality;
  /**
   * Within which the client's request IDs are unique. Differs from its ID if an earlier client had the same one, whose
   * requests must not be taken for repeated ones.
   */
  requestScope: string;
  ownershipTerm = 0;
  readonly rooms = new Map<string, ChatRoom>();
  private profiles: Map<string, RoomProfile> | undefined;
  /** Where the client joined each of its logs: its rooms by their IDs, and `direct`. */
  readonly positions = new Map<string, JoinPosition>();
  private acknowledgedUpTo: Map<string, number> | undefined;
  /** Saves every change of the client's name, rooms and room profiles. */
  persister: { save(): Awaitable<void> } | undefined;
  private currentIdentity: Identity;
  private currentAddress = '';
  /** The party whose budgets pay for what the client does. */
  account: Account;
  /** The `seq` of the last mailbox message that was delivered. */
  private mailboxSeq = 0;
  /** Participants that have joined or left while the client was not connected, until it is told. */
  private missedChanges: ParticipantChanges | undefined;
  /** Live frames that wait until missed messages are sent. */
  private paused: Frame[] | undefined;
  /** For each log, the `seq` up to which messages were replayed. Live messages up to there are duplicates. */
  private replayedUpTo: Map<string, number> | undefined;

  /**
   * @param id unique among all clients
   * @param endpointRoom the room that `room` means, if the endpoint named one
   * @param deltas whether the client receives membership changes one by one instead of whole lists
   */
  constructor(
    readonly id: string,
    identity: Identity,
    readonly endpointRoom: string | undefined,
    readonly deltas: boolean,
  ) {
    this.requestScope = id;
    this.currentIdentity = identity;
    this.username = identity.user.name;
    this.account = accountOf(identity.user.id, undefined);
  }

  get connection(): Connection | undefined {
    return this.currentConnection;
  }

  set connection(connection: Connection | undefined) {
    this.leaveBroadcastGroup();
    this.currentConnection = connection;
    this.joinBroadcastGroup();
  }

  isInBroadcastGroup(group: BroadcastGroup): boolean {
    return this.broadcastRoom?.broadcastGroup === group;
  }

  joinBroadcastGroup(): void {
    if (this.broadcastRoom || !this.currentConnection || this.paused || this.replayedUpTo) return;
    for (const room of this.rooms.values()) {
      if (!room.isLocal(this)) continue;
      this.broadcastRoom = room;
      this.currentConnection.setBroadcastGroup(room.broadcastGroup);
      return;
    }
  }

  private leaveBroadcastGroup(): void {
    if (this.broadcastRoom) this.currentConnection?.setBroadcastGroup(undefined);
    this.broadcastRoom = undefined;
  }

  get identity(): Identity {
    return this.currentIdentity;
  }

  get user(): User {
    return this.currentIdentity.user;
  }

  /** The client's profiles, by room ID. */
  get roomProfiles(): Map<string, RoomProfile> {
    this.profiles ??= new Map();
    return this.profiles;
  }

  /** Forgets a room that the client has left. */
  forget(roomId: string): void {
    if (this.broadcastRoom?.id === roomId) this.leaveBroadcastGroup();
    this.rooms.delete(roomId);
    this.positions.delete(roomId);
    this.acknowledgedUpTo?.delete(roomId);
    this.profiles?.delete(roomId);
    this.joinBroadcastGroup();
  }

  /** The `seq` up to which the client has acknowledged a log. */
  acknowledged(log: string): number {
    return this.acknowledgedUpTo?.get(log) ?? 0;
  }

  private setAcknowledged(log: string, seq: number): void {
    this.acknowledgedUpTo ??= new Map();
    this.acknowledgedUpTo.set(log, seq);
  }

  nameInRoom(roomId: string): string {
    return this.profiles?.get(roomId)?.name ?? this.username;
  }

  /** Called when the client's first message was handled. From now on, the client receives lists of members. */
  spoke(): void {
    this.hasSpoken = true;
    for (const room of this.rooms.values()) room.memberSpoke(this);
  }

  setIdentity(identity: Identity): void {
    if (identity === this.currentIdentity) return;
    this.currentIdentity = identity;
    this.username = identity.user.name;
    this.setAddress(this.currentAddress);
  }

  /** Sets the IP address from which the client is connected. */
  setAddress(address: string): void {
    const { user, guest } = this.currentIdentity;
    this.currentAddress = address;
    this.account = accountOf(user.id, guest ? address : undefined);
  }

  send(frame: Frame): void {
    if (this.paused) this.paused.push(frame);
    else if (!this.wasReplayed(frame)) this.connection?.send(frame);
  }

  /** Whether a message was replayed already: this node can receive it later than the log that the replay is read from. */
  private wasReplayed({ position }: Frame): boolean {
    if (!position) return false;
    const replayed = this.replayedUpTo?.get(position.log);
    if (replayed === undefined) return false;
    if (position.seq <= replayed) return true;
    this.replayedUpTo?.delete(position.log);
    this.finishReplay();
    return false;
  }

  tell<T extends ServerMessageType>(type: T, data: ServerData[T], id?: string | number): void {
    this.send(encodeFrame(encode(splitKey(type)[0] || 'server', this.id, type, data, id), false));
  }

  /** Answers a request, from the address that it was sent to. Returns the size of the answer in bytes. */
  reply<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): number {
    // For a message to a room or to another client, the server answers in its own name.
    const sender = request.to.kind === 'room' || request.to.kind === 'client' ? 'server' : request.to.as;
    const frame = encodeFrame(encode(sender, this.id, type, data, request.id), false);
    this.send(frame);
    return frame.wire.length;
  }

  /**
   * Saves the client's changes. In a cluster, the promise resolves once other nodes can restore the client with them.
   */
  persist(): Awaitable<void> {
    return this.persister?.save();
  }

  /** Answers a request before the paused frames, and sends those after it. */
  replyFirst<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): void {
    const paused = this.paused ?? [];
    this.paused = undefined;
    this.reply(request, type, data);
    for (const frame of paused) this.send(frame);
    this.joinBroadcastGroup();
  }

  /** Answers a request with its own payload. */
  echo(request: Message, type: ServerMessageType): void {
    this.send(encodeFrame(envelopeOf(request.to.as, this.id, type, request.json, request.id), false));
  }

  /** Delivers a message of the client's mailbox. */
  deliver(envelope: string, seq: number | undefined): void {
    if (seq === undefined) {
      this.send(encodeFrame(envelope, true));
      return;
    }
    this.mailboxSeq = seq;
    const epoch = this.positions.get(DIRECT)?.epoch ?? '';
    this.send(encodeFrame(envelope, false, { log: DIRECT, epoch, seq }));
  }

  /** Disconnects the client, so that it resumes and learns that messages of its mailbox are missing. */
  gap({ seq }: Position): void {
    this.mailboxSeq = seq;
    this.connection?.close('behind');
  }

  /** For each log, the position of the last message that was delivered. */
  *heads(): Generator<[log: string, head: Position]> {
    for (const [log, position] of this.positions) {
      const seq = log === DIRECT ? this.mailboxSeq : (this.rooms.get(log)?.head?.seq ?? 0);
      yield [log, { epoch: position.epoch, seq: Math.max(position.seq, seq) }];
    }
  }

  /** Records what the client has acknowledged. Positions that were not delivered are ignored. */
  acknowledge(seen: Readonly<Record<string, number>>): void {
    for (const [log, head] of this.heads()) {
      // A room can be called `constructor`.
      const seq = Object.hasOwn(seen, log) ? seen[log] : undefined;
      if (seq !== undefined && seq <= head.seq && seq > this.acknowledged(log)) {
        this.setAcknowledged(log, seq);
      }
    }
  }

  /**
   * Called when the connection is lost.
   * @param acknowledges whether the client acknowledges messages. For others, delivered messages count as received
   */
  disconnected(acknowledges: boolean): void {
    this.connection = undefined;
    this.paused = undefined;
    this.replayedUpTo = undefined;
    if (acknowledges) return;
    for (const [log, { seq }] of this.heads()) this.setAcknowledged(log, seq);
    if (this.loggedIn && !this.deltas) this.rememberParticipants();
  }

  /** Remembers who is in the client's rooms, so that it is told who has joined and left when it resumes. */
  private rememberParticipants(): void {
    for (const { id, everyone } of this.rooms.values()) {
      // If the client has not been told yet, the earlier members count.
      if (this.profiles?.get(id)?.participants) continue;
      if (namespaceOf(id) !== '' || everyone.length > MAX_REMEMBERED) continue;
      const participants = everyone.map((member) => member.id);
      this.roomProfiles.set(id, { ...this.profiles?.get(id), participants });
    }
  }

  /** Returns who has joined and left since the members were remembered. */
  private changesSinceRemembered(): ParticipantChanges {
    const changes: ParticipantChanges = { joined: [], left: [] };
    for (const [id, { participants }] of this.profiles ?? []) {
      if (!participants) continue;
      const { joined = [], left = [] } = this.rooms.get(id)?.changesSince(participants) ?? {};
      changes.joined.push(...joined);
      changes.left.push(...left);
    }
    return changes;
  }

  private forgetParticipants(): void {
    for (const [id, { participants, ...profile }] of this.profiles ?? []) {
      if (participants) this.roomProfiles.set(id, profile);
    }
  }

  /**
   * Advances the client's positions to what it has acknowledged. Returns whether its record has to be saved: a position
   * has changed, or members were remembered.
   */
  advanceToAcknowledged(): boolean {
    let moved = [...(this.profiles?.values() ?? [])].some(({ participants }) => participants);
    for (const [log, position] of this.positions) {
      const seq = this.acknowledged(log);
      if (seq <= position.seq) continue;
      this.positions.set(log, { ...position, seq });
      moved = true;
    }
    return moved;
  }

  /** Records that messages before a position are missing, before this is reported to the client. */
  markGap(log: string, head: Position): void {
    this.positions.set(log, { ...head, missed: true });
    // The acknowledgment might belong to another epoch.
    this.acknowledgedUpTo?.delete(log);
  }

  /** Called once the client knows which messages are missing. */
  clearGaps(): void {
    for (const [log, { epoch, seq }] of this.positions) this.positions.set(log, { epoch, seq });
  }

  /** Holds live frames back until `replyFirst` or `resumeDelivery`. */
  pauseDelivery(): void {
    this.leaveBroadcastGroup();
    this.paused ??= [];
    // Later changes are among the frames that wait.
    this.missedChanges = this.changesSinceRemembered();
  }

  /** Whether live frames are held back. */
  get deliveryPaused(): boolean {
    return this.paused !== undefined;
  }

  /** Discards the paused frames. */
  dropPaused(): void {
    this.paused = undefined;
    this.joinBroadcastGroup();
  }

  /**
   * Sends the paused frames, and live frames from now on, without messages that were replayed.
   * @param replayedUpTo for each log, the `seq` of the last replayed message
   */
  resumeDelivery(replayedUpTo?: Map<string, number>): void {
    const paused = this.paused ?? [];
    this.paused = undefined;
    this.replayedUpTo = replayedUpTo;
    for (const frame of paused) this.send(frame);
    // Logs that have reached this point on this node deliver no duplicates any more.
    for (const [log, { seq }] of this.heads()) {
      if (seq >= (replayedUpTo?.get(log) ?? 0)) replayedUpTo?.delete(log);
    }
    this.finishReplay();
  }

  /**
   * Sends the answer to a resumption, missed changes of participants, and missed messages, then the paused frames, and
   * live frames from now on.
   * @param frames the answer, and the missed messages after it
   * @param replayedUpTo for each log, the `seq` of the last replayed message
   */
  catchUp(frames: readonly Frame[], replayedUpTo: Map<string, number>): void {
    const { joined = [], left = [] } = this.missedChanges ?? {};
    // A client that has joined is announced before its first message.
    const all = [...frames.slice(0, 1), ...joined, ...frames.slice(1), ...left];
    for (const frame of all) this.connection?.send(frame);
    this.missedChanges = undefined;
    this.forgetParticipants();
    this.resumeDelivery(replayedUpTo);
  }

  /** Rejoins the broadcast group once no log can deliver duplicates any more. */
  private finishReplay(): void {
    if (this.replayedUpTo?.size === 0) this.replayedUpTo = undefined;
    this.joinBroadcastGroup();
  }
}
