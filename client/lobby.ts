import type { RoomMember, ServerData } from 'lectern-protocol';
import { relayedFault } from 'lectern-protocol/relayed';
import { systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import { NamespaceSignals } from './namespace-signals.js';
import { isSignalType, type SignalMessage } from './peer/signals.js';
import type { RequestError } from './request-error.js';
import { RoomSignaling } from './room-signaling.js';
import type { Signaler } from './signaler.js';
import type { Signaling } from './signaling.js';

export interface LobbyState {
  /** False before join(), and while the connection is lost. */
  joined: boolean;
  /** Client ids of the other members, in the order of joining. */
  peers: readonly string[];
}

export interface LobbyEvents {
  state: LobbyState;
  /** A broadcast to the lobby. `own`: it is this client's. */
  message: { from: string; message: unknown; own: boolean };
  /** A signal to this client, as passed to signal(). Those of voices() are among them. */
  signal: ServerData['/lobby RTCSIGNAL'];
  /** Rejoining after a reconnection was refused. */
  refused: RequestError;
}

type Signal = LobbyEvents['signal'];

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
    const signaler = this.#signaler;
    const names = new Map<string, string>();
    let ownName: string | undefined;
    /** The client id under which the name was sent to the others. */
    let introduced: string | undefined;
    const sendName = (to: string, answer: boolean): void => {
      if (ownName === undefined) return;
      signaler.send('/lobby RTCSIGNAL', { to, type: 'profile', data: { username: ownName, answer } });
    };
    /** A new member sends its name to the others, who reply with theirs. */
    const introduce = (): void => {
      const { joined, peers } = this.#state;
      if (!joined || ownName === undefined || introduced === signaler.id) return;
      introduced = signaler.id;
      for (const to of peers) sendName(to, false);
    };
    return new RoomSignaling({
      signaler,
      address: `/lobby/${this.id}`,
      inbox: this.#inbox,
      members: () => {
        const own = signaler.id;
        if (!this.#state.joined || own === undefined) return undefined;
        const members = this.#state.peers.map((id): RoomMember => ({ id, username: names.get(id) ?? id }));
        return [...members, { id: own, username: ownName ?? own }];
      },
      listen: (sink) => {
        const stops = [
          this.on('state', () => {
            introduce();
            sink.changed();
          }),
          this.on('signal', (signal) => {
            const profile = readProfile(signal);
            if (!profile) return;
            names.set(signal.from, profile.username);
            if (!profile.answer) sendName(signal.from, true);
            sink.changed();
          }),
          this.on('message', ({ from, message }) => {
            if (typeof message === 'string') sink.text(from, names.get(from) ?? from, message);
          }),
        ];
        return () => {
          for (const stop of stops) stop();
        };
      },
      signal: (type, data, to) => signaler.send('/lobby RTCSIGNAL', { to, type, data }),
      say: (text) => signaler.request('/lobby BROADCAST', { message: text }),
      rename: (username) => {
        if (username !== ownName) introduced = undefined;
        ownName = username;
        introduce();
      },
    });
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
function readSignal({ from: sender, to: receiver, type, data }: Signal): SignalMessage | undefined {
  if (!isSignalType(type)) return undefined;
  // The server does not check the members of RTCSIGNAL.
  if (relayedFault(type, data) !== undefined) return undefined;
  return { sender, receiver, type, data } as SignalMessage;
}

/** Reads a name that another client's voices() sent. `answer`: it is a reply to this client's name. */
function readProfile({ type, data }: Signal): { username: string; answer: boolean } | undefined {
  if (type !== 'profile') return undefined;
  const { username, answer } = (data ?? {}) as { username?: unknown; answer?: unknown };
  const fits = typeof username === 'string' && username.trim() !== '' && username.length <= 64;
  return fits ? { username, answer: answer === true } : undefined;
}
