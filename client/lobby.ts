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
  /** False before the lobby is entered, and while the connection is lost. */
  joined: boolean;
  /** Client ids of the others, the first come first. */
  peers: readonly string[];
}

export interface LobbyEvents {
  state: LobbyState;
  /** Somebody said something to the lobby; `own` where that was us. */
  message: { from: string; message: unknown; own: boolean };
  /** A signal to us alone, as it was given to signal(); those of the voices are among them. */
  signal: ServerData['/lobby RTCSIGNAL'];
  /** Coming back was refused. */
  refused: RequestError;
}

type Signal = LobbyEvents['signal'];

/**
 * One lobby as one of its members sees it. It enters by join(), and again by itself when the connection comes back.
 * A client is in one lobby at most. What it asks of the server rejects with a RequestError.
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

  /** Enters the lobby, and stays in it over lost connections. The Signaler must be open. */
  async join(): Promise<void> {
    if (this.#stops.length === 0) this.#listen();
    await this.#enter();
  }

  /** Leaves the lobby. */
  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    // Without a way back our place is given up anyway.
    this.#signaler.request('/lobby LEAVE', this.id).catch(() => {});
    this.#set({ joined: false, peers: [] });
  }

  /** Says something, any JSON value, to everyone in the lobby. */
  async broadcast(message: unknown): Promise<void> {
    await this.#signaler.request('/lobby BROADCAST', { message });
  }

  /** Signals to one of the others; `unknown-receiver` where they are not in the lobby. */
  async signal(to: string, signal: Record<string, unknown>): Promise<void> {
    await this.#signaler.request('/lobby RTCSIGNAL', { ...signal, to });
  }

  /**
   * What a Manager needs to carry voices between the members: `new Manager(lobby.voices())`. Its signals go as
   * RTCSIGNAL `{to, type, data}`, and so do the members' names, which a lobby does not tell; its text is a broadcast.
   */
  voices(): Signaling {
    const signaler = this.#signaler;
    const names = new Map<string, string>();
    let ownName: string | undefined;
    /** The client that the others know by its name. */
    let introduced: string | undefined;
    const tellName = (to: string, answer: boolean): void => {
      if (ownName === undefined) return;
      signaler.send('/lobby RTCSIGNAL', { to, type: 'profile', data: { username: ownName, answer } });
    };
    /** Whoever comes says its name, and is answered with those of the others. */
    const introduce = (): void => {
      const { joined, peers } = this.#state;
      if (!joined || ownName === undefined || introduced === signaler.id) return;
      introduced = signaler.id;
      for (const to of peers) tellName(to, false);
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
            if (!profile.answer) tellName(signal.from, true);
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
        else this.#enter().catch((error: RequestError) => this.#notBack(error));
      }),
    );
  }

  /** A connection that is lost again while we enter is answered by the next one. */
  #notBack(error: RequestError): void {
    if (error.code !== 'disconnected') this.emit('refused', error);
  }

  #set(change: Partial<LobbyState>): void {
    this.#state = { ...this.#state, ...change };
    this.emit('state', this.#state);
  }
}

/** What another's voices() sent as a Manager's signal; undefined for signals of other kinds. */
function readSignal({ from: sender, to: receiver, type, data }: Signal): SignalMessage | undefined {
  if (!isSignalType(type)) return undefined;
  // The server does not look into RTCSIGNAL.
  if (relayedFault(type, data) !== undefined) return undefined;
  return { sender, receiver, type, data } as SignalMessage;
}

/** The name that another's voices() told; `answer` where it has been told ours. */
function readProfile({ type, data }: Signal): { username: string; answer: boolean } | undefined {
  if (type !== 'profile') return undefined;
  const { username, answer } = (data ?? {}) as { username?: unknown; answer?: unknown };
  const fits = typeof username === 'string' && username.trim() !== '' && username.length <= 64;
  return fits ? { username, answer: answer === true } : undefined;
}
