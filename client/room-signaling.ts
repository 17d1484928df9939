import type { ClientData, ClientMessageType, Granted, RoomMember } from 'lectern-protocol';
import { Emitter } from './emitter.js';
import type { NamespaceSignals } from './namespace-signals.js';
import { isSignalType, type SignalType } from './peer/signals.js';
import type { Signaler, SignalerEvents } from './signaler.js';
import type { RequestOptions } from './signaler-options.js';
import type { SignalerState } from './signaler-state.js';
import type { Signaling } from './signaling.js';

/** What comes to us out of a namespace's room. */
export interface RoomSink {
  /** Who is in it may have changed, or whether we are. */
  changed(): void;
  /** They end their voice connection to us. */
  bye(sender: string): void;
  text(sender: string, username: string, text: string): void;
}

/** A room of a namespace: who is in it, and how its members reach each other. */
export interface NamespaceRoom {
  readonly signaler: Signaler;
  /** What the room is called among all rooms, such as `/lobby/blue`. */
  readonly address: string;
  /** Where signals for us arrive. */
  readonly inbox: NamespaceSignals;
  /** Everybody in it, ourselves included; undefined while we are not. */
  members(): readonly RoomMember[] | undefined;
  /** Until the returned function is called. */
  listen(sink: RoomSink): () => void;
  /** Brings a signal to another member; false where there is no way at the moment. */
  signal(type: SignalType, data: ClientData[SignalType], receiver: string): boolean;
  say(text: string): Promise<unknown>;
  /** Our name, where the room has to be told of it. */
  rename?(username: string): void;
}

/**
 * A room of a namespace in the form that a Manager works on. It is open while we are in the room, and goes on where
 * the connection does. Its close() ends the voices alone: we stay in the room.
 */
export class RoomSignaling extends Emitter<SignalerEvents> implements Signaling {
  readonly #room: NamespaceRoom;
  #state: SignalerState = { name: 'idle' };
  /** The signaler's state that ours was made of. */
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
        if (this.#isHere) this.#hear(message);
        return this.#isHere;
      }),
      this.#room.listen({
        changed: () => this.#follow(),
        bye: (sender) => this.#isHere && this.#tell('bye', undefined, sender, this.id),
        text: (sender, from, text) => {
          const time = new Date().toISOString();
          if (this.#isHere) this.#tell('text', { from, time, text }, sender);
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
      queueMicrotask(() => this.#isHere && this.#tellMembers());
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

  #hear<T extends SignalType>(message: SignalerEvents[T]): void {
    this.emit(message.type as T, message);
  }

  #follow(): void {
    const source = this.#room.signaler.state;
    const members = this.#room.members();
    const here = source.name === 'open' && members !== undefined;
    const anew = source !== this.#source || here !== (this.#members !== undefined);
    const before = this.#members;
    this.#source = source;
    this.#members = here ? members : undefined;
    if (anew) {
      const room_id = this.#room.address;
      if (here) this.#set({ ...source, welcome: { ...source.welcome, room_id } });
      else this.#set(source.name === 'open' ? { name: 'connecting', attempt: 0 } : source);
    }
    if (!here || !(anew || !isSame(before, members))) return;
    this.#tellMembers();
    if (anew) for (const message of this.#room.inbox.take(members.map(({ id }) => id))) this.#hear(message);
  }

  #tellMembers(): void {
    const clients = [...(this.#members ?? [])];
    this.#tell('room-info', { room_id: this.#room.address, clients });
  }

  /** Says something as the server would say it in a room. */
  #tell<T extends 'room-info' | 'text' | 'bye'>(
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
