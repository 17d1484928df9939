import type {
  ClientData,
  ProgrammeChatted,
  ProgrammeRoom,
  ProgrammeUser,
  RoomMember,
  ServerData,
  ServerMessage,
  ServerMessageType,
} from 'lectern-protocol';
import { systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import { NamespaceSignals } from './namespace-signals.js';
import { signalTypes } from './peer/signals.js';
import {
  type Change,
  emptyChat,
  type ProgrammeChat,
  type RunningAggro,
  withAggro,
  withoutAggro,
  withoutUser,
  withPause,
  withPoint,
  withUser,
} from './programme-chat.js';
import { ProgrammeRefusal } from './programme-refusal.js';
import type { RequestError } from './request-error.js';
import { RoomSignaling } from './room-signaling.js';
import type { Signaler } from './signaler.js';
import type { Signaling } from './signaling.js';

export interface ProgrammeState {
  /** False before the programme is entered, and while the connection is lost. */
  entered: boolean;
  /** All chat rooms beside the programme, the oldest first. */
  rooms: readonly ProgrammeRoom[];
  /** Those that we are in, by their ids. */
  joined: ReadonlyMap<string, ProgrammeChat>;
}

export interface ProgrammeEvents {
  state: ProgrammeState;
  /** Somebody said something in a chat room that we are in: by `sender`, a client id, which `own` says is ours. */
  chat: ProgrammeChatted & { sender: string; own: boolean };
  /** A held-up message's time is over, or its points have fallen to zero: as it was last. */
  aggroOver: { roomId: string; aggro: RunningAggro };
  /** Coming back was refused: into the chat room, or into the programme where none is named. */
  refused: { roomId: string | undefined; error: RequestError };
}

type ProgrammeMessage = Extract<ServerMessageType, `/programme ${string}`>;

/** Where in a programme something was said: in one of its chat rooms, or to all. */
interface At {
  roomId: string | undefined;
  sender: string;
}

/**
 * A programme on air and the chat rooms beside it, as one viewer sees them. It enters by enter(), and again, chat
 * rooms and all, when the connection comes back. What it asks of the server rejects with a RequestError; with a
 * ProgrammeRefusal where the answer is a programme's own, such as FULL.
 */
export class Programme extends Emitter<ProgrammeEvents> {
  /** `/programme/<scheduleUID>` */
  readonly address: string;
  readonly #signaler: Signaler;
  readonly #stops: (() => void)[] = [];
  /** Chat rooms on our way into them: what changed there since we asked who is in. */
  readonly #coming = new Map<string, Change[]>();
  readonly #inbox = new NamespaceSignals(systemClock);
  #state: ProgrammeState = { entered: false, rooms: [], joined: new Map() };

  /** @param scheduleUID of the programme, without a slash */
  constructor(signaler: Signaler, scheduleUID: string) {
    super();
    this.#signaler = signaler;
    this.address = `/programme/${scheduleUID}`;
  }

  get state(): ProgrammeState {
    return this.#state;
  }

  /** Begins to hear of the chat rooms, and does over lost connections. The Signaler must be open. */
  async enter(): Promise<void> {
    if (this.#stops.length === 0) this.#listen();
    await this.#enter();
  }

  /** Leaves all chat rooms and hears no more. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const roomId of this.#state.joined.keys()) this.#sendLeave(roomId);
    this.#set({ entered: false, joined: new Map() });
  }

  // Chat rooms

  /** Makes a chat room with us in it, for at most `max` clients; resolves to its id. */
  async createRoom(title: string, max: number): Promise<string> {
    const { data } = await this.#ask('/programme createRoom', { title, max });
    if (!data.result || data.roomId === undefined) throw new ProgrammeRefusal(data.err ?? 'TOO_MANY');
    const { roomId } = data;
    // Before it is told to everyone.
    this.#addRoom({ roomId, title, max, count: 1 });
    await this.#take(roomId);
    return roomId;
  }

  /** Enters a chat room. */
  async join(roomId: string): Promise<void> {
    // A held-up message is told before the answer.
    this.#coming.set(roomId, []);
    try {
      const { data } = await this.#ask('/programme joinRoom', { roomId });
      const err = data.result ? undefined : (data.err ?? 'UNKNOWN');
      // Where we are in it, that is as good.
      if (err !== undefined && err !== 'ALREADY_IN') throw new ProgrammeRefusal(err);
      await this.#take(roomId);
    } finally {
      this.#coming.delete(roomId);
    }
  }

  /** Leaves a chat room, also where the connection is lost at the moment. */
  leaveRoom(roomId: string): void {
    if (!this.#state.joined.has(roomId)) return;
    this.#sendLeave(roomId);
    this.#forget(roomId);
  }

  /** Who is in a chat room, also one that we are not in. */
  async users(roomId: string): Promise<readonly ProgrammeUser[]> {
    return (await this.#ask('/programme loadUsers', { roomId })).data;
  }

  /** @param msg 1 to 4,096 characters @param titleBroad title of the broadcast, passed on */
  async say(roomId: string, msg: string, titleBroad?: string): Promise<void> {
    await this.#ask('/programme chat', said(roomId, msg, 'chat', titleBroad));
  }

  /** Holds up a message before a chat room, where others push it up and down. */
  async aggro(roomId: string, msg: string, titleBroad?: string): Promise<void> {
    check(await this.#ask('/programme chat', said(roomId, msg, 'aggro', titleBroad)));
  }

  /** Pushes a held-up message up; a user counts once. */
  async aggroUp(aggroUID: string): Promise<void> {
    check(await this.#ask('/programme aggroUp', { aggroUID }));
  }

  /** Pushes a held-up message down; a user counts once. */
  async aggroDown(aggroUID: string): Promise<void> {
    check(await this.#ask('/programme aggroDown', { aggroUID }));
  }

  /**
   * What a Manager needs to carry voices between the members of a chat room: `new Manager(programme.voices(roomId))`.
   * Its text is the room's chat. Signals do not say of which room they are: those who share several speak in one.
   */
  voices(roomId: string): Signaling {
    const signaler = this.#signaler;
    let users: readonly ProgrammeUser[] | undefined;
    let members: RoomMember[] = [];
    return new RoomSignaling({
      signaler,
      address: `${this.address}/${roomId}`,
      inbox: this.#inbox,
      members: () => {
        const chat = this.#state.entered ? this.#state.joined.get(roomId) : undefined;
        if (!chat) return undefined;
        if (chat.users !== users) members = chat.users.map(memberOf);
        users = chat.users;
        return members;
      },
      listen: (sink) => {
        const stops = [
          this.on('state', () => sink.changed()),
          this.on('chat', (chat) => {
            if (chat.roomId === roomId) sink.text(chat.sender, chat.displayName, chat.msg);
          }),
          signaler.on('bye', ({ sender }) => sink.bye(sender)),
        ];
        return () => {
          for (const stop of stops) stop();
        };
      },
      signal: (type, data, receiver) => signaler.send(type, data, receiver),
      say: (text) => this.#ask('/programme chat', said(roomId, text, 'chat')),
    });
  }

  // What the server says

  readonly #ask: Signaler['request'] = (type, data, options) =>
    this.#signaler.request(type, data, { receiver: this.address, ...options });

  async #enter(): Promise<void> {
    const { data: rooms } = await this.#ask('/programme loadRooms');
    this.#set({ rooms });
    for (const roomId of [...this.#state.joined.keys()]) await this.#joinAgain(roomId);
    this.#set({ entered: true });
  }

  async #joinAgain(roomId: string): Promise<void> {
    try {
      await this.join(roomId);
    } catch (thrown) {
      const error = thrown as RequestError;
      if (error.code === 'disconnected') throw error;
      this.#forget(roomId);
      this.emit('refused', { roomId, error });
    }
  }

  /** We are in a chat room: who else is? What happens there meanwhile comes after what the answer says. */
  async #take(roomId: string): Promise<void> {
    const changes = this.#coming.get(roomId) ?? [];
    this.#coming.set(roomId, changes);
    try {
      const users = await this.users(roomId);
      const chat = changes.reduce<ProgrammeChat>((chat, change) => change(chat), { ...emptyChat, users });
      this.#setChat(roomId, chat);
    } finally {
      this.#coming.delete(roomId);
    }
  }

  #listen(): void {
    const hear = <T extends ProgrammeMessage>(type: T, listener: (data: ServerData[T], at: At) => void) => {
      const stop = this.#signaler.on(type, (message) => {
        const { sender, receiver } = message;
        const data = message.data as ServerData[T];
        // An answer comes from the address, to us; everything else is for a room.
        const place = receiver.startsWith('/') ? receiver : sender;
        if (place === this.address) listener(data, { roomId: undefined, sender });
        else if (place.startsWith(`${this.address}/`)) {
          listener(data, { roomId: place.slice(this.address.length + 1), sender });
        }
      });
      this.#stops.push(stop);
    };
    hear('/programme loadRooms', (rooms) => this.#set({ rooms }));
    hear('/programme addRoom', (room) => this.#addRoom(room));
    hear('/programme count', (count) => this.#setCount(count));
    hear('/programme deleteRoom', ({ roomId }) =>
      this.#set({ rooms: this.#state.rooms.filter((room) => room.roomId !== roomId) }),
    );
    // To the room it is who is in it now that we have come back; what is held up follows.
    hear('/programme loadUsers', (users, { roomId }) =>
      this.#change(roomId, (chat) => ({ ...chat, users, aggro: undefined })),
    );
    hear('/programme joinRoom', (user, { roomId }) => this.#change(roomId, withUser(user)));
    hear('/programme leaveRoom', ({ id }, { roomId }) => this.#change(roomId, withoutUser(id)));
    hear('/programme aggro', (aggro, { roomId }) => this.#change(roomId, withAggro(aggro)));
    hear('/programme aggroPoint', (point, { roomId }) => this.#change(roomId, withPoint(point)));
    hear('/programme stopAggro', (aggroUID, { roomId }) => {
      const aggro = roomId === undefined ? undefined : this.#state.joined.get(roomId)?.aggro;
      this.#change(roomId, withoutAggro(aggroUID));
      if (roomId !== undefined && aggro?.aggroUID === aggroUID) this.emit('aggroOver', { roomId, aggro });
    });
    hear('/programme aggroPause', (pause, { roomId }) => this.#change(roomId, withPause(pause)));
    hear('/programme chat', (chat, { sender }) =>
      this.emit('chat', { ...chat, sender, own: sender === this.#signaler.id }),
    );
    this.#stops.push(
      ...signalTypes.map((type) => this.#signaler.on(type, (message) => this.#inbox.receive(message))),
      this.#signaler.on('state', (state) => {
        if (state.name !== 'open') this.#set({ entered: false });
        else if (state.resumed) this.#set({ entered: true });
        else this.#enter().catch((error: RequestError) => this.#notBack(error));
      }),
    );
  }

  /** A connection that is lost again while we enter is answered by the next one. */
  #notBack(error: RequestError): void {
    if (error.code !== 'disconnected') this.emit('refused', { roomId: undefined, error });
  }

  #addRoom(room: ProgrammeRoom): void {
    const known = this.#state.rooms.some(({ roomId }) => roomId === room.roomId);
    if (known) this.#setCount(room);
    else this.#set({ rooms: [...this.#state.rooms, room] });
  }

  #setCount({ roomId, count }: Pick<ProgrammeRoom, 'roomId' | 'count'>): void {
    this.#set({
      rooms: this.#state.rooms.map((room) => (room.roomId === roomId ? { ...room, count } : room)),
    });
  }

  #change(roomId: string | undefined, change: Change): void {
    if (roomId === undefined) return;
    const chat = this.#state.joined.get(roomId);
    const coming = this.#coming.get(roomId);
    if (coming) coming.push(change);
    else if (chat) this.#setChat(roomId, change(chat));
  }

  #setChat(roomId: string, chat: ProgrammeChat): void {
    this.#set({ joined: new Map([...this.#state.joined, [roomId, chat]]) });
  }

  #forget(roomId: string): void {
    this.#set({ joined: new Map([...this.#state.joined].filter(([id]) => id !== roomId)) });
  }

  #sendLeave(roomId: string): void {
    // Without a way back our place is given up anyway.
    this.#ask('/programme leaveRoom', { roomId }).catch(() => {});
  }

  #set(change: Partial<ProgrammeState>): void {
    this.#state = { ...this.#state, ...change };
    this.emit('state', this.#state);
  }
}

const memberOf = ({ id, displayName, userUID }: ProgrammeUser): RoomMember => ({
  id,
  username: displayName,
  user: userUID,
});

const said = (
  roomId: string,
  msg: string,
  type: 'chat' | 'aggro',
  titleBroad?: string,
): ClientData['/programme chat'] => ({ roomId, msg, type, ...(titleBroad !== undefined && { titleBroad }) });

/** @throws ProgrammeRefusal where the answer is one */
function check(answer: { type: string; data: unknown }): void {
  if (answer.type !== 'aggroErr') return;
  throw new ProgrammeRefusal((answer as ServerMessage<'/programme aggroErr'>).data);
}
