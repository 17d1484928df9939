import type { ClientData, ClientMessageType, Granted, RoomMember } from 'lectern-protocol';
import { Emitter } from './emitter.js';
import type { NamespaceSignals } from './namespace-signals.js';
import { isSignalType, type SignalType } from './peer/signals.js';
import type { Signaler, SignalerEvents } from './signaler.js';
import type { RequestOptions } from './signaler-options.js';
import type { SignalerState } from './signaler-state.js';
import type { Signaling } from './signaling.js';

/** Receives the events of a namespace's room. */
export interface RoomSink {
  /** The members may have changed, including this client. */
  changed(): void;
  /** A member ends its peer connection to this client. */
  bye(sender: string): void;
  text(sender: string, username: string, text: string): void;
}

/** A room of a namespace: its members, and the messages between them. */
export interface NamespaceRoom {
  readonly signaler: Signaler;
  /** For example `/lobby/blue`. */
  readonly address: string;
  /** The signals to this client. */
  readonly inbox: NamespaceSignals;
  /** All members, including this client; undefined while this client is not a member. */
  members(): readonly RoomMember[] | undefined;
  /** Returns a function that removes the sink. */
  listen(sink: RoomSink): () => void;
  /** Sends a signal to another member. Returns false if there is no connection. */
  signal(type: SignalType, data: ClientData[SignalType], receiver: string): boolean;
  say(text: string): Promise<unknown>;
  /** Tells the room this client's name, if the room does not learn it otherwise. */
  rename?(username: string): void;
}

/**
 * Presents a room of a namespace to a Manager in the form of a Signaler. It is open while this client is in the room,
 * and is resumed with the connection. close() ends the peer connections; this client stays in the room.
 */
export class RoomSignaling extends Emitter<SignalerEvents> implements Signaling {
  readonly #room: NamespaceRoom;
  #state: SignalerState = { name: 'idle' };
  /** The signaler's state from which the present state was derived. */
  #source: SignalerState | undefined;
  #members: readonly RoomMember[] | undefined;
  #stops: (() => void)[] = [];

  constructor(room: NamespaceRoom) {
    super();
    this.#room = room;
  }

  get state(): SignalerState {
    return this.#state;
  }

  get id(): string | undefined {
    return this.#state.name === 'open' ? this.#state.welcome.id : undefined;
  }

  connect(): void {
    const { signaler } = this.#room;
    signaler.connect();
    if (this.#stops.length > 0) return;
    this.#stops = [
      signaler.on('state', () => this.#follow()),
      this.#room.inbox.read((message) => {
        if (this.#isHere) this.#emitSignal(message);
        return this.#isHere;
      }),
      this.#room.listen({
        changed: () => this.#follow(),
        bye: (sender) => this.#isHere && this.#emitMessage('bye', undefined, sender, this.id),
        text: (sender, from, text) => {
          const time = new Date().toISOString();
          if (this.#isHere) this.#emitMessage('text', { from, time, text }, sender);
        },
      }),
    ];
    this.#follow();
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#source = undefined;
    this.#members = undefined;
    this.#set({ name: 'closed' });
  }

  send<T extends ClientMessageType>(type: T, data?: ClientData[T], receiver?: string): boolean {
    if (!this.#isHere) return false;
    if (isSignalType(type)) {
      return receiver !== undefined && this.#room.signal(type, data as ClientData[SignalType], receiver);
    }
    if (type === 'get-room-info') {
      queueMicrotask(() => this.#isHere && this.#emitMembers());
      return true;
    }
    this.#rename(type, data);
    return this.#room.signaler.send(type, data, receiver);
  }

  async request<T extends ClientMessageType>(
    type: T,
    data?: ClientData[T],
    options?: RequestOptions,
  ): Promise<Granted<T>> {
    if (type === 'text') return (await this.#room.say((data as ClientData['text']).text)) as Granted<T>;
    this.#rename(type, data);
    return this.#room.signaler.request(type, data, options);
  }

  get #isHere(): boolean {
    return this.#state.name === 'open';
  }

  #rename(type: ClientMessageType, data: unknown): void {
    if (type === 'profile') this.#room.rename?.((data as ClientData['profile']).username);
  }

  #emitSignal<T extends SignalType>(message: SignalerEvents[T]): void {
    this.emit(message.type as T, message);
  }

  #follow(): void {
    const source = this.#room.signaler.state;
    const members = this.#room.members();
    const here = source.name === 'open' && members !== undefined;
    const restarted = source !== this.#source || here !== (this.#members !== undefined);
    const before = this.#members;
    this.#source = source;
    this.#members = here ? members : undefined;
    if (restarted) {
      const room_id = this.#room.address;
      if (here) this.#set({ ...source, welcome: { ...source.welcome, room_id } });
      else this.#set(source.name === 'open' ? { name: 'connecting', attempt: 0 } : source);
    }
    if (!here || !(restarted || !isSame(before, members))) return;
    this.#emitMembers();
    if (restarted)
      for (const message of this.#room.inbox.take(members.map(({ id }) => id))) this.#emitSignal(message);
  }

  #emitMembers(): void {
    const clients = [...(this.#members ?? [])];
    this.#emitMessage('room-info', { room_id: this.#room.address, clients });
  }

  /** Emits a message in the form in which the server sends it in ordinary rooms. */
  #emitMessage<T extends 'room-info' | 'text' | 'bye'>(
    type: T,
    data: SignalerEvents[T]['data'],
    sender = 'server',
    receiver = `room/${this.#room.address}`,
  ): void {
    this.emit(type, { sender, receiver, type, data } as SignalerEvents[T]);
  }

  #set(state: SignalerState): void {
    this.#state = state;
    this.emit('state', state);
  }
}

function isSame(some: readonly RoomMember[] | undefined, others: readonly RoomMember[]): boolean {
  return (
    some?.length === others.length &&
    some.every(({ id, username }, index) => id === others[index]?.id && username === others[index]?.username)
  );
}
