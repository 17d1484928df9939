import { type ServerData, type ServerMessageType, splitKey } from 'lectern-protocol';
import { type Awaitable, DIRECT, type LogListener, type Position } from '../backplane/backplane.js';
import type { BroadcastGroup } from '../delivery/broadcast-group.js';
import type { Connection } from '../delivery/connection.js';
import { encodeFrame, type Frame } from '../delivery/frame.js';
import type { Identity, User } from '../identity/identity.js';
import { encode, envelopeOf, type Message, type Request } from '../protocol/codec.js';
import type { ChatRoom } from './chat-room.js';
import type { Member } from './member.js';

/** What a client has of its own in a room. */
export interface Place {
  /** What it is called there, where that is another name than its own. */
  name?: string;
  /** Of a chat room beside a programme, which is made anew when its members come back after a crash. */
  room?: { title: string; max: number };
}

/** Where a client came into a log. */
export interface Start extends Position {
  /** It has missed what was before, and may not know it: the answer that says so may be lost. */
  missed?: true;
}

/** A person's presence: who it is and which rooms it is in. It outlives the socket it speaks through. */
export class ChatClient implements LogListener, Member {
  /** What others see; a guest's own word. */
  username: string;
  private live: Connection | undefined;
  /** The room whose broadcast group its connection is in. */
  private followed: ChatRoom | undefined;
  /** Whether it has logged in: it is then told of the room's participants. */
  loggedIn = false;
  /** Counts the nodes that it was on: what one says of it after a later one has, changes nothing. */
  term = 0;
  readonly rooms = new Map<string, ChatRoom>();
  private ownPlaces: Map<string, Place> | undefined;
  /** Where it came into each of its logs: its rooms by their ids, and `direct`. */
  readonly positions = new Map<string, Start>();
  private acknowledgedUpTo: Map<string, number> | undefined;
  /** Told of every change of its name, its rooms and its place in them. */
  keeper: { save(): Awaitable<void> } | undefined;
  private who: Identity;
  /** The last `seq` of its mailbox that was handed to it. */
  private mailboxSeq = 0;
  /** What is live while it is still being told what it missed. */
  private held: Frame[] | undefined;
  /** Up to where it was told of its logs when it came back, of those of which no more has been heard here yet. */
  private told: Map<string, number> | undefined;

  /**
   * @param id unique among all clients
   * @param identity who it is
   * @param endpointRoom the room that `room` means, where the endpoint named one
   * @param deltas whether changes of membership come one by one instead of as whole lists
   */
  constructor(
    readonly id: string,
    identity: Identity,
    readonly endpointRoom: string | undefined,
    readonly deltas: boolean,
  ) {
    this.who = identity;
    this.username = identity.user.name;
  }

  get connection(): Connection | undefined {
    return this.live;
  }

  set connection(connection: Connection | undefined) {
    this.unfollow();
    this.live = connection;
    this.follow();
  }

  follows(group: BroadcastGroup): boolean {
    return this.followed?.broadcastGroup === group;
  }

  follow(): void {
    if (this.followed || !this.live || this.held || this.told) return;
    for (const room of this.rooms.values()) {
      if (!room.isHere(this)) continue;
      this.followed = room;
      this.live.setBroadcastGroup(room.broadcastGroup);
      return;
    }
  }

  private unfollow(): void {
    if (this.followed) this.live?.setBroadcastGroup(undefined);
    this.followed = undefined;
  }

  get identity(): Identity {
    return this.who;
  }

  get user(): User {
    return this.who.user;
  }

  /** What must be known to bring it back into rooms, by their ids. */
  get places(): Map<string, Place> {
    this.ownPlaces ??= new Map();
    return this.ownPlaces;
  }

  /** It is not in a room any more. */
  forget(roomId: string): void {
    if (this.followed?.id === roomId) this.unfollow();
    this.rooms.delete(roomId);
    this.positions.delete(roomId);
    this.acknowledgedUpTo?.delete(roomId);
    this.ownPlaces?.delete(roomId);
    this.follow();
  }

  /** Up to where it has acknowledged a log. */
  acknowledged(log: string): number {
    return this.acknowledgedUpTo?.get(log) ?? 0;
  }

  private setAcknowledged(log: string, seq: number): void {
    this.acknowledgedUpTo ??= new Map();
    this.acknowledgedUpTo.set(log, seq);
  }

  nameIn(roomId: string): string {
    return this.ownPlaces?.get(roomId)?.name ?? this.username;
  }

  /** It has shown who it is. */
  become(identity: Identity): void {
    if (identity === this.who) return;
    this.who = identity;
    this.username = identity.user.name;
  }

  send(frame: Frame): void {
    if (this.held) this.held.push(frame);
    else if (!this.knows(frame)) this.connection?.send(frame);
  }

  /** What it missed was read where the log is kept: it may be heard of here only later. */
  private knows({ position }: Frame): boolean {
    if (!position) return false;
    const told = this.told?.get(position.log);
    if (told === undefined) return false;
    if (position.seq <= told) return true;
    this.told?.delete(position.log);
    this.settled();
    return false;
  }

  tell<T extends ServerMessageType>(type: T, data: ServerData[T], id?: string | number): void {
    this.send(encodeFrame(encode(splitKey(type)[0] || 'server', this.id, type, data, id), false));
  }

  /** Answers a request, from the address that it was sent to. */
  reply<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): void {
    // Of what went to a room or to another client it is the server that answers, and nobody in their name.
    const sender = request.to.kind === 'room' || request.to.kind === 'client' ? 'server' : request.to.as;
    this.send(encodeFrame(encode(sender, this.id, type, data, request.id), false));
  }

  /**
   * Its name, its rooms or its place in them are others than before. Where there are other nodes it resolves once those
   * that it may come back to know.
   */
  changed(): Awaitable<void> {
    return this.keeper?.save();
  }

  /** Answers the request since which everything else has been held back, and lets that follow. */
  replyFirst<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): void {
    const held = this.held ?? [];
    this.held = undefined;
    this.reply(request, type, data);
    for (const frame of held) this.send(frame);
    this.follow();
  }

  /** Answers a request with the payload that it came with. */
  echo(request: Message, type: ServerMessageType): void {
    this.send(encodeFrame(envelopeOf(request.to.as, this.id, type, request.json, request.id), false));
  }

  /** Hears this client's mailbox. */
  deliver(envelope: string, seq: number | undefined): void {
    if (seq === undefined) {
      this.send(encodeFrame(envelope, true));
      return;
    }
    this.mailboxSeq = seq;
    this.send(encodeFrame(envelope, false, { log: DIRECT, seq }));
  }

  /** It learns what of its mailbox it missed when it comes back. */
  gap({ seq }: Position): void {
    this.mailboxSeq = seq;
    this.connection?.close('behind');
  }

  /** The last `seq` of each log that was handed to it. */
  *heads(): Generator<[log: string, head: Position]> {
    for (const [log, position] of this.positions) {
      const seq = log === DIRECT ? this.mailboxSeq : (this.rooms.get(log)?.head?.seq ?? 0);
      yield [log, { epoch: position.epoch, seq: Math.max(position.seq, seq) }];
    }
  }

  /** It has applied everything up to there; what it cannot have got is passed over. */
  acknowledge(seen: Readonly<Record<string, number>>): void {
    for (const [log, head] of this.heads()) {
      // A room may be called `constructor`.
      const seq = Object.hasOwn(seen, log) ? seen[log] : undefined;
      if (seq !== undefined && seq <= head.seq && seq > this.acknowledged(log)) {
        this.setAcknowledged(log, seq);
      }
    }
  }

  /**
   * Its connection is gone.
   * @param acknowledges whether it says what it has got: of others we take it that they got what was handed to them
   */
  lose(acknowledges: boolean): void {
    this.connection = undefined;
    this.held = undefined;
    this.told = undefined;
    if (!acknowledges) for (const [log, { seq }] of this.heads()) this.setAcknowledged(log, seq);
  }

  /** What it has acknowledged is behind it, as if it had come only after that; whether there was anything. */
  moveOn(): boolean {
    let moved = false;
    for (const [log, position] of this.positions) {
      const seq = this.acknowledged(log);
      if (seq <= position.seq) continue;
      this.positions.set(log, { ...position, seq });
      moved = true;
    }
    return moved;
  }

  /** It is about to be told that it missed what is before that place of a log. */
  misses(log: string, head: Position): void {
    this.positions.set(log, { ...head, missed: true });
    // That was perhaps of another epoch.
    this.acknowledgedUpTo?.delete(log);
  }

  /** It has got the answer that told it what it has missed. */
  learned(): void {
    for (const [log, { epoch, seq }] of this.positions) this.positions.set(log, { epoch, seq });
  }

  /** What is live waits from now on, for replyFirst() or release(). */
  hold(): void {
    this.unfollow();
    this.held ??= [];
  }

  /** Forgets what waited. */
  discard(): void {
    this.held = undefined;
    this.follow();
  }

  /** Sends what waited, and from now on what is live, without what it has been told of: up to a `seq` of each log. */
  release(told?: Map<string, number>): void {
    const held = this.held ?? [];
    this.held = undefined;
    this.told = told;
    for (const frame of held) this.send(frame);
    // Of what this node has heard already nothing comes any more.
    for (const [log, { seq }] of this.heads()) if (seq >= (told?.get(log) ?? 0)) told?.delete(log);
    this.settled();
  }

  /**
   * Sends what answers its return before what waited, and from now on what is live.
   * @param told up to where it is told of its logs by that: a `seq` of each
   */
  catchUp(frames: readonly Frame[], told: Map<string, number>): void {
    for (const frame of frames) this.connection?.send(frame);
    this.release(told);
  }

  /** Looks whether it still hears late of something that it was told of. */
  private settled(): void {
    if (this.told?.size === 0) this.told = undefined;
    this.follow();
  }
}
