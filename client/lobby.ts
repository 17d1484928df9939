import { relayedFault } from 'lectern-protocol/relayed';
import { systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import type { LobbyEvents, LobbyState } from './lobby-state.js';
import { lobbyVoices } from './lobby-voices.js';
import { NamespaceSignals } from './namespace-signals.js';
import { isSignalType, type SignalMessage } from './peer/signals.js';
import type { RequestError } from './request-error.js';
import type { Signaler } from './signaler.js';
import type { Signaling } from './signaling.js';

/**
 * A lobby from the view of one member. After a reconnection, it rejoins the lobby automatically. A client can be in
 * one lobby at a time. Requests reject with a RequestError.
 */
export class Lobby extends Emitter<LobbyEvents> {
  readonly id: string;
  readonly #signaler: Signaler;
  readonly #stops: (() => void)[] = [];
  readonly #inbox = new NamespaceSignals(systemClock);
  #state: LobbyState = { joined: false, peers: [] };

  /** @param id any text of 1 to 64 characters */
  constructor(signaler: Signaler, id: string) {
    super();
    this.#signaler = signaler;
    this.id = id;
  }

  get state(): LobbyState {
    return this.#state;
  }

  /** Joins the lobby. The Signaler must be open. */
  async join(): Promise<void> {
    if (this.#stops.length === 0) this.#listen();
    await this.#enter();
  }

  /** Leaves the lobby. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    // If the session cannot be resumed, the server removes this client anyway.
    this.#signaler.request('/lobby LEAVE', this.id).catch(() => {});
    this.#set({ joined: false, peers: [] });
  }

  /** Sends a JSON value to all members. */
  async broadcast(message: unknown): Promise<void> {
    await this.#signaler.request('/lobby BROADCAST', { message });
  }

  /** Sends a signal to another member. @throws RequestError `unknown-receiver` if the client is not in the lobby */
  async signal(to: string, signal: Record<string, unknown>): Promise<void> {
    await this.#signaler.request('/lobby RTCSIGNAL', { ...signal, to });
  }

  /**
   * Returns the signaling for a Manager that connects the members: `new Manager(lobby.voices())`. Signals are sent as
   * RTCSIGNAL `{to, type, data}`. So are the members' names, because a lobby has only ids. Text is sent as a
   * broadcast.
   */
  voices(): Signaling {
    return lobbyVoices(this, this.#signaler, this.#inbox);
  }

  async #enter(): Promise<void> {
    await this.#signaler.request('/lobby JOIN', this.id);
    this.#set({ joined: true });
  }

  #listen(): void {
    const here = `/lobby/${this.id}`;
    const signaler = this.#signaler;
    this.#stops.push(
      signaler.on('/lobby PEERS', ({ data }) => this.#set({ peers: data })),
      signaler.on('/lobby JOINED', ({ receiver, data }) => {
        const { peers } = this.#state;
        if (receiver === here && data !== signaler.id && !peers.includes(data)) {
          this.#set({ peers: [...peers, data] });
        }
      }),
      signaler.on('/lobby LEFT', ({ receiver, data }) => {
        if (receiver === here) this.#set({ peers: this.#state.peers.filter((id) => id !== data) });
      }),
      signaler.on('/lobby MESSAGE', ({ receiver, data: { from, message } }) => {
        if (receiver === here) this.emit('message', { from, message, own: from === signaler.id });
      }),
      signaler.on('/lobby RTCSIGNAL', ({ data }) => {
        const message = readSignal(data);
        if (message) this.#inbox.receive(message);
        this.emit('signal', data);
      }),
      signaler.on('state', (state) => {
        if (state.name !== 'open') this.#set({ joined: false });
        else if (state.resumed) this.#set({ joined: true });
        else this.#enter().catch((error: RequestError) => this.#rejoinFailed(error));
      }),
    );
  }

  /** If the connection was lost again, the next one joins the lobby. */
  #rejoinFailed(error: RequestError): void {
    if (error.code !== 'disconnected') this.emit('refused', error);
  }

  #set(change: Partial<LobbyState>): void {
    this.#state = { ...this.#state, ...change };
    this.emit('state', this.#state);
  }
}

/** Reads a signal that another client's voices() sent. Returns undefined for other signals. */
function readSignal({
  from: sender,
  to: receiver,
  type,
  data,
}: LobbyEvents['signal']): SignalMessage | undefined {
  if (!isSignalType(type)) return undefined;
  // The server does not check the members of RTCSIGNAL.
  if (relayedFault(type, data) !== undefined) return undefined;
  return { sender, receiver, type, data } as SignalMessage;
}
