import type { RoomMember, ServerMessage, ServerMessageType } from 'lectern-protocol';
import { Emitter } from '#client/emitter.js';
import { signalTypes } from '#client/peer/signals.js';
import { RequestError } from '#client/request-error.js';
import type { SignalerEvents } from '#client/signaler.js';
import type { SignalerState } from '#client/signaler-state.js';
import type { Signaling } from '#client/signaling.js';
import { welcome } from './support.js';

type SignalTypes = readonly string[];

/** A room in memory. Messages wait in a queue per member until the test delivers them. */
export class FakeRoom {
  readonly members = new Map<string, FakeSignaling>();
  /** Signals that were delivered or lost before, for the test to deliver again. */
  readonly history: { receiver: string; message: ServerMessage }[] = [];
  #count = 0;

  /** `rank` decides how the new ID compares with others: lower ranks offer. */
  enter(member: FakeSignaling, rank: number): string {
    const id = `${String.fromCharCode(97 + (rank % 26))}${++this.#count}`;
    const others = this.#list();
    this.members.set(id, member);
    member.queue.length = 0;
    this.post(id, 'welcome', welcome(id, 'blue'));
    this.post(id, 'room-info', { room_id: 'blue', clients: this.#list() });
    for (const other of others) {
      this.post(other.id, 'client-joined', { room_id: 'blue', clients: [{ id, username: id }] });
    }
    return id;
  }

  exit(id: string): void {
    if (!this.members.delete(id)) return;
    for (const other of this.members.keys()) this.post(other, 'client-left', { room_id: 'blue', ids: [id] });
  }

  /** Adds a message to a member's queue. */
  post(receiver: string, type: string, data: unknown, sender = 'server'): void {
    const message = structuredClone({ sender, receiver, type, data }) as ServerMessage;
    this.members.get(receiver)?.queue.push(message);
  }

  #list(): RoomMember[] {
    return [...this.members.keys()].map((id) => ({ id, username: id }));
  }
}

/** A Signaler in a FakeRoom. */
export class FakeSignaling extends Emitter<SignalerEvents> implements Signaling {
  /** Messages from the server that the test has not delivered yet. */
  readonly queue: ServerMessage[] = [];
  /** Messages to the server or the room. */
  readonly sent: { type: string; data: unknown; receiver: string }[] = [];
  state: SignalerState = { name: 'idle' };
  readonly #room: FakeRoom;
  #rank: number;
  #id: string | undefined;

  constructor(room: FakeRoom, rank: number) {
    super();
    this.#room = room;
    this.#rank = rank;
  }

  get id(): string | undefined {
    return this.state.name === 'open' ? this.state.welcome.id : undefined;
  }

  connect(): void {
    if (this.#id === undefined) this.#id = this.#room.enter(this, this.#rank);
  }

  /** Loses the connection and reconnects as a new client. */
  reconnect(rank: number): void {
    this.#rank = rank;
    this.#exit();
    this.state = { name: 'connecting', attempt: 0 };
    this.emit('state', this.state);
    this.connect();
  }

  close(): void {
    this.#exit();
    this.state = { name: 'closed' };
  }

  send: Signaling['send'] = (type, data, receiver = 'server') => {
    if (this.state.name !== 'open' || this.#id === undefined) return false;
    this.sent.push({ type, data, receiver });
    if (this.#room.members.has(receiver)) this.#room.post(receiver, type, data, this.#id);
    return true;
  };

  request: Signaling['request'] = async (type, data, options) => {
    if (!this.send(type, data, options?.receiver)) throw new RequestError('disconnected', 'not open');
    const reply = { sender: 'server', receiver: this.#id, type: 'ice-servers', data: [] };
    return JSON.parse(JSON.stringify(reply));
  };

  /** Delivers the next message of the queue. Signals can be lost or repeated. */
  deliver(fate: 'once' | 'lost' | 'twice' = 'once'): void {
    const message = this.queue.shift();
    if (!message) return;
    const isSignal = (signalTypes as SignalTypes).includes(message.type);
    if (isSignal) this.#room.history.push({ receiver: message.receiver, message });
    if (isSignal && fate === 'lost') return;
    this.#take(message);
    if (isSignal && fate === 'twice') this.#take(message);
  }

  #take(message: ServerMessage): void {
    if (message.type === 'welcome') {
      this.state = { name: 'open', resumed: false, recovered: true, welcome: message.data };
      this.emit('state', this.state);
    } else {
      this.#emitTyped<ServerMessageType>(message.type as ServerMessageType, message);
    }
  }

  #emitTyped<T extends ServerMessageType>(type: T, message: SignalerEvents[T]): void {
    this.emit(type, message);
  }

  #exit(): void {
    if (this.#id !== undefined) this.#room.exit(this.#id);
    this.#id = undefined;
  }
}
