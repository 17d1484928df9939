import {
  type ClientData,
  type ClientMessageType,
  type Denied,
  type ErrorCode,
  type Granted,
  type Login,
  type ReloggedIn,
  retryableErrors,
  type ServerMessage,
  type ServerMessageType,
  splitKey,
  type Welcome,
} from 'lectern-protocol';
import { relayedFault } from 'lectern-protocol/relayed';
import WebSocket from '#websocket';
import { type Clock, systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import {
  type MalformedFrame,
  type ParsedFrame,
  parseMessage,
  readMessage,
  type Validate,
} from './parse-message.js';
import {
  type Backoff,
  backoffDelay,
  type CloseInfo,
  closeInfo,
  mayReconnect,
  retryHint,
} from './reconnect.js';
import { RequestError } from './request-error.js';
import { isDenied, Requests } from './requests.js';
import { logOf, Resumption } from './resumption.js';
import type { WebSocketConstructor, WebSocketLike } from './websocket.js';

/** Past the heartbeat, this many ms without a word from the server mean that the connection is dead. */
const HEARTBEAT_GRACE = 8_000;
/** A connection that held this many ms was a good one: the next wait begins from the shortest again. */
const STABLE_AFTER = 5_000;
/** At most one answer in this many ms to pings of other clients, who must not be able to spend our rate. */
const PONG_INTERVAL = 500;

/** Why the server let nobody in. `pointer` is `/password` where the room's is missing or wrong. */
export interface LoginRefusal {
  code: ErrorCode;
  message: string;
  pointer?: string;
}

export type SignalerState =
  | { name: 'idle' }
  /** `attempt` counts from 0 since the last good connection. */
  | { name: 'connecting'; attempt: number }
  /**
   * `welcome.id` is the client's. `resumed`: it goes on as the client that it was, and others never saw it leave;
   * `recovered` where nothing is missing of what was sent to it meanwhile.
   */
  | { name: 'open'; welcome: Welcome; resumed: boolean; recovered: boolean }
  /**
   * `retryAt`: when it tries again, ms on the scale of Date.now(), to be shown. `refused`: the login was, and may not
   * be the next time, such as one to a room that is full.
   */
  | { name: 'waiting'; attempt: number; retryAt: number; close: CloseInfo; refused?: LoginRefusal }
  /** For good: close() was called, or the server closed with a code that says not to come back, or refused the login. */
  | { name: 'closed'; close?: CloseInfo; refused?: LoginRefusal };

type MessageEvents = { [T in ServerMessageType]: ServerMessage<T> };

export interface SignalerEvents extends MessageEvents {
  state: SignalerState;
  /** Every message, before the event of its type. */
  message: ServerMessage;
  /** A frame that was dropped: not a message of this protocol, or of a later version of it. */
  malformed: MalformedFrame;
}

export interface SignalerOptions {
  /** Ask for membership as deltas (client-joined, client-updated, client-left). Default true. */
  deltas?: boolean;
  /** ms until a request, or an upgrade without welcome, is given up. Default 10,000. */
  requestTimeout?: number;
  /** Bounds of the wait before coming back, in ms. Defaults 500 and 30,000. */
  reconnect?: Partial<Backoff>;
  /**
   * Where the user's identity is kept between connections, such as the page's localStorage. With it, who comes again
   * is the same user; without it, each connection is a new guest.
   */
  identity?: IdentityStore;
  /** The user's token; asked for at each login where the server wants one, and not used where it runs open. */
  token?: string | (() => string | Promise<string>);
  /** Of a room that has one. */
  password?: string;
  /**
   * Checks the data of each message that arrives; a message with a fault is dropped, with the event `malformed`.
   * By default only data that other clients wrote is checked. `lectern-client/validation` checks everything.
   */
  validate?: Validate;
  WebSocket?: WebSocketConstructor;
  /** 0 up to 1, like Math.random. */
  random?: () => number;
  clock?: Clock;
}

/** Keeps one token. */
export interface IdentityStore {
  load(): string | undefined;
  save(token: string): void;
}

export interface RequestOptions {
  /** An address; default `server`, or the namespace that the type is of. */
  receiver?: string;
  /** ms; default the Signaler's requestTimeout. */
  timeout?: number;
  signal?: AbortSignal;
}

/**
 * The connection to a Lectern server: sends and receives its messages. When the connection is lost it comes back by
 * itself, as the same client where the server kept its place: what was sent to it meanwhile arrives then, in order and
 * once, and requests that were not answered are made again. It ends by close(), or by a close code that says so.
 */
export class Signaler extends Emitter<SignalerEvents> {
  readonly url: string;
  readonly #requestTimeout: number;
  readonly #backoff: Backoff;
  readonly #identity: IdentityStore | undefined;
  readonly #token: SignalerOptions['token'];
  readonly #password: string | undefined;
  readonly #validate: Validate;
  readonly #WebSocket: WebSocketConstructor;
  readonly #random: () => number;
  readonly #clock: Clock;
  readonly #requests: Requests;
  readonly #resumption: Resumption;
  #state: SignalerState = { name: 'idle' };
  #socket: WebSocketLike | undefined;
  #greeting: Welcome | undefined;
  #attempt = 0;
  #openedAt = 0;
  #heardAt = 0;
  #pongedAt = Number.NEGATIVE_INFINITY;
  #cancelTimer = () => {};
  #stopListening = () => {};

  /** Throws TypeError when `url` is no URL. Nothing is opened before connect(). */
  constructor(url: string | URL, options: SignalerOptions = {}) {
    super();
    const address = new URL(url);
    if (options.deltas ?? true) address.searchParams.set('deltas', '1');
    address.searchParams.set('login', '1');
    this.url = address.href;
    this.#requestTimeout = options.requestTimeout ?? 10_000;
    this.#backoff = { base: 500, max: 30_000, ...options.reconnect };
    this.#identity = options.identity;
    this.#token = options.token;
    this.#password = options.password;
    this.#validate = options.validate ?? relayedFault;
    this.#WebSocket = options.WebSocket ?? WebSocket;
    this.#random = options.random ?? Math.random;
    this.#clock = options.clock ?? systemClock;
    this.#requests = new Requests(this.#clock, this.#random);
    this.#resumption = new Resumption(
      this.#clock,
      (seen) => this.send('ack', seen),
      () => void this.#refreshTicket(),
    );
  }

  get state(): SignalerState {
    return this.#state;
  }

  /** The id that the server gave this client; undefined while not open. It is another where the client could not be resumed. */
  get id(): string | undefined {
    return this.#state.name === 'open' ? this.#state.welcome.id : undefined;
  }

  /** Starts, or starts again after `closed`; while `waiting`, tries at once. */
  connect(): void {
    if (this.#state.name === 'connecting' || this.#state.name === 'open') return;
    if (this.#state.name !== 'waiting') this.#listenForNetwork();
    this.#open();
  }

  /** Says bye and closes for good. */
  close(): void {
    if (this.#state.name === 'closed') return;
    this.send('bye');
    this.#end({ name: 'closed' }, 1000);
  }

  /**
   * Sends a message without waiting for an answer. False when not open: it is then not sent, ever.
   * A type of a namespace is called with it, such as `/lobby JOIN`; `receiver` is as of a request.
   */
  send<T extends ClientMessageType>(type: T, data?: ClientData[T], receiver = addressFor(type)): boolean {
    return this.#transmit({ type, data, receiver });
  }

  /**
   * Sends a message and resolves to its answer: the type's reply, or `accepted`.
   * While the connection is lost and may be resumed, it waits for that. Rejects with RequestError: the server's error
   * code, `timeout`, `disconnected` or `aborted`.
   */
  request<T extends ClientMessageType>(
    type: T,
    data?: ClientData[T],
    options: RequestOptions = {},
  ): Promise<Granted<T>> {
    const { receiver = addressFor(type), timeout = this.#requestTimeout, signal } = options;
    return this.#requests.make(
      type,
      timeout,
      signal,
      receiver,
      (id) => this.#transmit({ type, data, receiver, id }),
      () => this.#comesBack,
    );
  }

  /** Round trip to the server in ms. Rejects like request. */
  async ping(): Promise<number> {
    const sentAt = this.#clock.now();
    await this.request('ping');
    return this.#clock.now() - sentAt;
  }

  #transmit(envelope: { type: string; data?: unknown; receiver: string; id?: string }): boolean {
    if (this.#state.name !== 'open' || !this.#socket) return false;
    this.#socket.send(JSON.stringify({ ...envelope, type: splitKey(envelope.type)[1] }));
    return true;
  }

  #open(): void {
    this.#cancelTimer();
    const socket = new this.#WebSocket(this.url, this.#protocols());
    this.#socket = socket;
    // A socket that was given up may still speak: only the present one is heard.
    const current = () => this.#socket === socket;
    socket.addEventListener('open', () => current() && this.#isAtOnce && void this.#login(socket));
    socket.addEventListener('message', ({ data }) => current() && this.#receive(data));
    socket.addEventListener('close', ({ code, reason }) => current() && this.#lost(closeInfo(code, reason)));
    socket.addEventListener('error', () => {}); // its close follows
    this.#cancelTimer = this.#clock.after(this.#requestTimeout, () =>
      this.#lost(closeInfo(1006, 'no answer came in time')),
    );
    this.#setState({ name: 'connecting', attempt: this.#attempt });
  }

  /** A page can set no headers, so the token goes as a subprotocol: it stays out of the address, and so of logs. */
  #protocols(): string[] {
    if (!this.#identity) return [];
    const token = this.#identity.load();
    return token === undefined ? ['lectern'] : ['lectern', `lectern.token.${token}`];
  }

  #receive(frame: unknown): void {
    this.#heardAt = this.#clock.now();
    const parsed = parseMessage(frame, this.#validate);
    if ('malformed' in parsed) {
      this.emit('malformed', parsed.malformed);
      return;
    }
    if (this.#state.name === 'open') this.#tell(parsed);
    else this.#greet(parsed.message);
  }

  #tell({ key, message }: ParsedFrame): void {
    if (message.type === 'ping') this.#answerPing(message);
    const { id, seq } = message;
    // The answer to a request that was made again is for nobody where the first answer has come after all.
    const late = id !== undefined && !this.#requests.settle(id, message) && seq === undefined;
    if (late) return;
    this.emit('message', message);
    this.#emitTyped<ServerMessageType>(key, message);
    this.#resumption.note(message);
  }

  #emitTyped<T extends ServerMessageType>(key: T, message: SignalerEvents[T]): void {
    this.emit(key, message);
  }

  /** Whether it can log in before the server has said whether it wants a token. */
  get #isAtOnce(): boolean {
    return this.#token === undefined || this.#resumption.ticket !== undefined;
  }

  /** Says who it is as soon as it can: as the client that it was where it has a ticket. */
  async #login(socket: WebSocketLike): Promise<void> {
    const { ticket, seen } = this.#resumption;
    if (ticket !== undefined) {
      socket.send(JSON.stringify({ type: 'relogin', data: { ticket, seen }, id: 'relogin' }));
      return;
    }
    const wanted = this.#greeting?.login === 'required' ? this.#token : undefined;
    let token: string | undefined;
    try {
      token = typeof wanted === 'function' ? await wanted() : wanted;
    } catch (error) {
      const reason = `the token could not be had: ${error instanceof Error ? error.message : error}`;
      if (this.#socket === socket) this.#lost(closeInfo(1006, reason));
      return;
    }
    const data: Login = {
      protocol: '1.2',
      userAgent: { sdk: { type: 'lectern', version: '1.0' } },
      ...(token !== undefined && { token }),
      ...(this.#password !== undefined && { password: this.#password }),
    };
    if (this.#socket === socket) socket.send(JSON.stringify({ type: 'login', data, id: 'login' }));
  }

  /** Before the login is answered, nothing else of what comes is for anybody. */
  #greet(message: ServerMessage): void {
    const { type, data } = message;
    if (type === 'welcome') {
      this.#greeting = data;
      if (data.token !== undefined) this.#identity?.save(data.token);
      if (!this.#isAtOnce && this.#socket) void this.#login(this.#socket);
      this.emit('message', message);
      this.emit('welcome', message);
    } else if (type === 'login' && this.#greeting) {
      if (isDenied(data)) this.#refused(data);
      else {
        this.#requests.rejectAll();
        this.#resumption.begin(data.data.reconnectionTicket);
        this.#opened({ ...this.#greeting, id: data.data.id }, false, true);
      }
    } else if (type === 'relogin' && this.#greeting) {
      if (isDenied(data)) this.#notResumed(data);
      else this.#resumed(this.#greeting, data);
    } else if (type === 'error' && message.id === 'login' && this.#greeting) {
      // A server that knows no sessions.
      this.#resumption.end();
      this.#opened(this.#greeting, false, true);
    }
  }

  #opened(welcome: Welcome, resumed: boolean, recovered: boolean): void {
    this.#cancelTimer();
    this.#openedAt = this.#clock.now();
    this.#watch(welcome.heartbeat_ms + HEARTBEAT_GRACE);
    this.#setState({ name: 'open', welcome, resumed, recovered });
  }

  #resumed(welcome: Welcome, { id, data, recovered, logs }: ReloggedIn): void {
    const { ticket, messages } = typeof data === 'string' ? { ticket: data, messages: [] } : data;
    this.#resumption.renew(ticket);
    // Without what is asked as soon as it is open.
    const { unanswered } = this.#requests;
    this.#opened({ ...welcome, id }, true, recovered);
    for (const each of messages) {
      const parsed = readMessage(each, this.#validate);
      if ('malformed' in parsed) this.emit('malformed', parsed.malformed);
      else this.#tell(parsed);
    }
    this.#resumption.goOn(logs);
    this.#requests.resend(unanswered, (receiver) => {
      if (receiver === 'server') return true;
      // A namespace writes into the logs of all its rooms.
      if (receiver.startsWith('/')) {
        const below = Object.entries(logs).filter(([log]) => `${log}/`.startsWith(`${receiver}/`));
        return below.every(([, { recovered }]) => recovered);
      }
      const room = this.#greeting?.room_id;
      return logs[receiver === 'room' && room !== undefined ? room : logOf(receiver)]?.recovered === true;
    });
  }

  #notResumed(denied: Denied): void {
    if (retryableErrors.has(denied.code)) {
      this.#lost(lostBy(denied), refusalOf(denied));
      return;
    }
    this.#resumption.end();
    this.#requests.rejectAll();
    if (this.#socket) void this.#login(this.#socket);
  }

  #refused(denied: Denied): void {
    const refused = refusalOf(denied);
    if (retryableErrors.has(denied.code)) this.#lost(lostBy(denied), refused);
    else this.#end({ name: 'closed', refused }, 1000);
  }

  get #comesBack(): boolean {
    const { name } = this.#state;
    return this.#resumption.ticket !== undefined && (name === 'waiting' || name === 'connecting');
  }

  async #refreshTicket(): Promise<void> {
    try {
      const { data } = await this.request('refreshReconnectionTicket');
      this.#resumption.renew(data.data);
    } catch {
      // The present ticket still holds; without another the client is a new one after a loss.
    }
  }

  /** One timer for the connection, not one a message: when it fires, it waits for what is left. */
  #watch(limit: number): void {
    const left = this.#heardAt + limit - this.#clock.now();
    if (left > 0) this.#cancelTimer = this.#clock.after(left, () => this.#watch(limit));
    else this.#lost(closeInfo(1006, `nothing was heard for ${limit} ms`));
  }

  #answerPing({ sender, data }: ServerMessage<'ping'>): void {
    if (sender !== 'server') {
      if (this.#clock.now() - this.#pongedAt < PONG_INTERVAL) return;
      this.#pongedAt = this.#clock.now();
    }
    this.send('pong', data, sender);
  }

  #lost(close: CloseInfo, refused?: LoginRefusal): void {
    if (mayReconnect(close)) this.#wait(close, refused);
    else this.#end({ name: 'closed', close });
  }

  #wait(close: CloseInfo, refused: LoginRefusal | undefined): void {
    if (this.#state.name === 'open' && this.#clock.now() - this.#openedAt >= STABLE_AFTER) this.#attempt = 0;
    const delay =
      close.retryAfter ?? retryHint(close) ?? backoffDelay(this.#attempt, this.#backoff, this.#random);
    const attempt = this.#attempt++;
    this.#drop();
    this.#cancelTimer = this.#clock.after(delay, () => this.#open());
    const retryAt = Date.now() + delay;
    this.#setState({ name: 'waiting', attempt, retryAt, close, ...(refused && { refused }) });
    if (this.#resumption.ticket === undefined) this.#requests.rejectAll(close);
  }

  #end(state: SignalerState, code?: number): void {
    this.#stopListening();
    this.#attempt = 0;
    this.#drop(code);
    this.#resumption.end();
    this.#setState(state);
    this.#requests.rejectAll(state.name === 'closed' ? state.close : undefined);
  }

  #drop(code?: number): void {
    this.#cancelTimer();
    this.#resumption.pause();
    const socket = this.#socket;
    this.#socket = undefined;
    this.#greeting = undefined;
    // Whoever means to come back does not say that it goes.
    socket?.close(code);
  }

  #setState(state: SignalerState): void {
    this.#state = state;
    this.emit('state', state);
  }

  /** When the network comes back there is nothing to wait for, and an open connection may be a dead one. */
  #listenForNetwork(): void {
    if (typeof globalThis.addEventListener !== 'function') return;
    const online = () => {
      if (this.#state.name === 'waiting') this.#open();
      else if (this.#state.name === 'open') void this.#probe();
    };
    globalThis.addEventListener('online', online);
    this.#stopListening = () => globalThis.removeEventListener('online', online);
  }

  async #probe(): Promise<void> {
    const socket = this.#socket;
    try {
      await this.ping();
    } catch (error) {
      const dead = error instanceof RequestError && error.code === 'timeout' && this.#socket === socket;
      if (dead) this.#lost(closeInfo(1006, 'no answer after the network came back'));
    }
  }
}

/** Where a type goes that is sent to no address in particular. */
const addressFor = (type: ClientMessageType): string => splitKey(type)[0] || 'server';

/** A login that may be tried again later is, after a pause: as if the connection had been lost. */
const lostBy = ({ data, retry_after_ms }: Denied): CloseInfo => ({
  code: 1006,
  reason: data,
  ...(retry_after_ms !== undefined && { retryAfter: retry_after_ms }),
});

const refusalOf = ({ code, data, pointer }: Denied): LoginRefusal => ({
  code,
  message: data,
  ...(pointer !== undefined && { pointer }),
});
