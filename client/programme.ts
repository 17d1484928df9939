import type {
  ClientData,
  ProgrammeRoom,
  ProgrammeUser,
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
  withAggro,
  withoutAggro,
  withoutUser,
  withPause,
  withPoint,
  withUser,
} from './programme-chat.js';
import { ProgrammeRefusal } from './programme-refusal.js';
import type { ProgrammeEvents, ProgrammeState } from './programme-state.js';
import { programmeVoices } from './programme-voices.js';
import type { RequestError } from './request-error.js';
import type { Signaler } from './signaler.js';
import type { Signaling } from './signaling.js';

type ProgrammeMessage = Extract<ServerMessageType, `/programme ${string}`>;

/** The origin of a message: a chat room, or the programme itself. */
interface At {
  roomId: string | undefined;
  sender: string;
  /** Whether the message is the reply to a request of this client. */
  isReply: boolean;
}

/** Number of rooms or users in a page that is not the last one. */
const PAGE_SIZE = 200;

/**
 * A broadcast programme and its chat rooms, from the view of one client. After a reconnection, it enters the
 * programme and rejoins the chat rooms automatically. Requests reject with a RequestError, or with a ProgrammeRefusal
 * if the programme has a reason of its own, for example FULL.
 */
export class Programme extends Emitter<ProgrammeEvents> {
  /** `/programme/<scheduleUID>` */
  readonly address: string;
  readonly #signaler: Signaler;
  readonly #stops: (() => void)[] = [];
  /** Chat rooms that are being joined: changes that arrived since their users were requested. */
  readonly #joining = new Map<string, Change[]>();
  readonly #inbox = new NamespaceSignals(systemClock);
  #state: ProgrammeState = { entered: false, rooms: [], joined: new Map() };

  /** @param scheduleUID the programme's id, without a slash */
  constructor(signaler: Signaler, scheduleUID: string) {
    super();
    this.#signaler = signaler;
    this.address = `/programme/${scheduleUID}`;
  }

  get state(): ProgrammeState {
    return this.#state;
  }

  /** Enters the programme: from now on, `rooms` is kept up to date. The Signaler must be open. */
  async enter(): Promise<void> {
    if (this.#stops.length === 0) this.#listen();
    await this.#enter();
  }

  /** Leaves the programme and all its chat rooms. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const roomId of this.#state.joined.keys()) this.#sendLeave(roomId);
    this.#set({ entered: false, joined: new Map() });
  }

  // Chat rooms

  /** Creates a chat room for at most `max` clients, joins it, and returns its id. */
  async createRoom(title: string, max: number): Promise<string> {
    const { data } = await this.#request('/programme createRoom', { title, max });
    if (!data.result || data.roomId === undefined) throw new ProgrammeRefusal(data.err ?? 'TOO_MANY');
    const { roomId } = data;
    // The announcement to all follows.
    this.#addRoom({ roomId, title, max, count: 1 });
    await this.#loadUsers(roomId);
    return roomId;
  }

  /** Joins a chat room. */
  async join(roomId: string): Promise<void> {
    // The room's aggro arrives before the reply.
    this.#joining.set(roomId, []);
    try {
      const { data } = await this.#request('/programme joinRoom', { roomId });
      const err = data.result ? undefined : (data.err ?? 'UNKNOWN');
      if (err !== undefined && err !== 'ALREADY_IN') throw new ProgrammeRefusal(err);
      await this.#loadUsers(roomId);
    } finally {
      this.#joining.delete(roomId);
    }
  }

  /** Leaves a chat room, also while the connection is lost. */
  leaveRoom(roomId: string): void {
    if (!this.#state.joined.has(roomId)) return;
    this.#sendLeave(roomId);
    this.#forget(roomId);
  }

  /** Requests the users of any chat room. */
  users(roomId: string): Promise<readonly ProgrammeUser[]> {
    return this.#otherUsers(roomId, []);
  }

  /**
   * Writes to a chat room.
   * @param msg 1 to 4,096 characters
   * @param titleBroad title of the broadcast, relayed as it is
   */
  async say(roomId: string, msg: string, titleBroad?: string): Promise<void> {
    const timeout = Number.POSITIVE_INFINITY;
    await this.#request('/programme chat', chatOf(roomId, msg, 'chat', titleBroad), { timeout });
  }

  /** Starts an aggro: a message that is shown to the whole chat room and voted on. */
  async aggro(roomId: string, msg: string, titleBroad?: string): Promise<void> {
    check(await this.#request('/programme chat', chatOf(roomId, msg, 'aggro', titleBroad)));
  }

  /** Votes an aggro up. Each user has one vote. */
  async aggroUp(aggroUID: string): Promise<void> {
    check(await this.#request('/programme aggroUp', { aggroUID }));
  }

  /** Votes an aggro down. Each user has one vote. */
  async aggroDown(aggroUID: string): Promise<void> {
    check(await this.#request('/programme aggroDown', { aggroUID }));
  }

  /**
   * Returns the signaling for a Manager that connects the members of a chat room: `new
   * Manager(programme.voices(roomId))`. The Manager's text is the room's chat. Signals do not name their room: two
   * clients that share several rooms are connected in one of them.
   */
  voices(roomId: string): Signaling {
    return programmeVoices(this, this.#signaler, this.#inbox, roomId);
  }

  // Messages from the server

  readonly #request: Signaler['request'] = (type, data, options) =>
    this.#signaler.request(type, data, { receiver: this.address, ...options });

  async #enter(): Promise<void> {
    await this.#showRooms((await this.#request('/programme loadRooms')).data);
    for (const roomId of [...this.#state.joined.keys()]) await this.#rejoin(roomId);
    this.#set({ entered: true });
  }

  /** Shows the first page of the rooms, and then adds the others. */
  async #showRooms(first: readonly ProgrammeRoom[]): Promise<void> {
    this.#set({ rooms: first });
    for (let page = first; page.length === PAGE_SIZE; ) {
      const after = page[page.length - 1]?.roomId ?? '';
      page = (await this.#request('/programme loadRooms', { after, limit: PAGE_SIZE })).data;
      for (const room of page) this.#addRoom(room);
    }
  }

  /** Adds the users on the other pages to those on the first ones. */
  async #otherUsers(roomId: string, first: readonly ProgrammeUser[]): Promise<readonly ProgrammeUser[]> {
    const users = [...first];
    for (let more = users.length === 0 || users.length === PAGE_SIZE; more; ) {
      const after = users.at(-1)?.id;
      const query = { roomId, limit: PAGE_SIZE, ...(after !== undefined && { after }) };
      const { data: page } = await this.#request('/programme loadUsers', query);
      users.push(...page);
      more = page.length === PAGE_SIZE;
    }
    return users;
  }

  /** Called with the present users of a room after a gap. */
  #showUsers(roomId: string | undefined, users: readonly ProgrammeUser[]): void {
    this.#change(roomId, (chat) => ({ ...chat, users, aggro: undefined }));
    if (roomId === undefined || users.length < PAGE_SIZE) return;
    this.#otherUsers(roomId, users).then(
      (all) => {
        for (const user of all.slice(users.length)) this.#change(roomId, withUser(user));
      },
      () => {
        // The connection was lost again; the users are sent again after the next one.
      },
    );
  }

  async #rejoin(roomId: string): Promise<void> {
    try {
      await this.join(roomId);
    } catch (thrown) {
      const error = thrown as RequestError;
      if (error.code === 'disconnected') throw error;
      this.#forget(roomId);
      this.emit('refused', { roomId, error });
    }
  }

  /** Requests the users of a room that was joined, and then applies the changes that arrived in the meantime. */
  async #loadUsers(roomId: string): Promise<void> {
    const changes = this.#joining.get(roomId) ?? [];
    this.#joining.set(roomId, changes);
    try {
      const users = await this.users(roomId);
      const chat = changes.reduce<ProgrammeChat>((chat, change) => change(chat), { ...emptyChat, users });
      this.#setChat(roomId, chat);
    } finally {
      this.#joining.delete(roomId);
    }
  }

  #listen(): void {
    const on = <T extends ProgrammeMessage>(type: T, listener: (data: ServerData[T], at: At) => void) => {
      const stop = this.#signaler.on(type, (message) => {
        const { sender, receiver } = message;
        const isReply = message.id !== undefined;
        const data = message.data as ServerData[T];
        // A reply comes from an address to this client; every other message is addressed to a room.
        const place = receiver.startsWith('/') ? receiver : sender;
        if (place === this.address) listener(data, { roomId: undefined, sender, isReply });
        else if (place.startsWith(`${this.address}/`)) {
          listener(data, { roomId: place.slice(this.address.length + 1), sender, isReply });
        }
      });
      this.#stops.push(stop);
    };
    // Sent to a client that has resumed. If the connection is lost again, the rooms are sent again after the next one.
    on('/programme loadRooms', (rooms, { isReply }) => {
      if (!isReply) this.#showRooms(rooms).catch(() => {});
    });
    on('/programme addRoom', (room) => this.#addRoom(room));
    on('/programme count', (count) => this.#setCount(count));
    on('/programme deleteRoom', ({ roomId }) =>
      this.#set({ rooms: this.#state.rooms.filter((room) => room.roomId !== roomId) }),
    );
    // Sent to a room after a gap: the present users. The present aggro, if any, follows.
    on('/programme loadUsers', (users, { roomId }) => this.#showUsers(roomId, users));
    on('/programme joinRoom', (user, { roomId }) => this.#change(roomId, withUser(user)));
    on('/programme leaveRoom', ({ id }, { roomId }) => this.#change(roomId, withoutUser(id)));
    on('/programme aggro', (aggro, { roomId }) => this.#change(roomId, withAggro(aggro)));
    on('/programme aggroPoint', (point, { roomId }) => this.#change(roomId, withPoint(point)));
    on('/programme stopAggro', (aggroUID, { roomId }) => {
      const aggro = roomId === undefined ? undefined : this.#state.joined.get(roomId)?.aggro;
      this.#change(roomId, withoutAggro(aggroUID));
      if (roomId !== undefined && aggro?.aggroUID === aggroUID) this.emit('aggroOver', { roomId, aggro });
    });
    on('/programme aggroPause', (pause, { roomId }) => this.#change(roomId, withPause(pause)));
    on('/programme chat', (chat, { sender }) =>
      this.emit('chat', { ...chat, sender, own: sender === this.#signaler.id }),
    );
    this.#stops.push(
      ...signalTypes.map((type) => this.#signaler.on(type, (message) => this.#inbox.receive(message))),
      this.#signaler.on('state', (state) => {
        if (state.name !== 'open') this.#set({ entered: false });
        else if (state.resumed) this.#set({ entered: true });
        else this.#enter().catch((error: RequestError) => this.#rejoinFailed(error));
      }),
    );
  }

  /** If the connection was lost again, the next one enters the programme. */
  #rejoinFailed(error: RequestError): void {
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
    const joining = this.#joining.get(roomId);
    if (joining) joining.push(change);
    else if (chat) this.#setChat(roomId, change(chat));
  }

  #setChat(roomId: string, chat: ProgrammeChat): void {
    this.#set({ joined: new Map([...this.#state.joined, [roomId, chat]]) });
  }

  #forget(roomId: string): void {
    this.#set({ joined: new Map([...this.#state.joined].filter(([id]) => id !== roomId)) });
  }

  #sendLeave(roomId: string): void {
    // If the session cannot be resumed, the server removes this client anyway.
    this.#request('/programme leaveRoom', { roomId }).catch(() => {});
  }

  #set(change: Partial<ProgrammeState>): void {
    this.#state = { ...this.#state, ...change };
    this.emit('state', this.#state);
  }
}

const chatOf = (
  roomId: string,
  msg: string,
  type: 'chat' | 'aggro',
  titleBroad?: string,
): ClientData['/programme chat'] => ({ roomId, msg, type, ...(titleBroad !== undefined && { titleBroad }) });

/** @throws ProgrammeRefusal if the reply is one */
function check(answer: { type: string; data: unknown }): void {
  if (answer.type !== 'aggroErr') return;
  throw new ProgrammeRefusal((answer as ServerMessage<'/programme aggroErr'>).data);
}
