import {
  type ClientData,
  type ClientMessageType,
  type Denied,
  type Granted,
  keyAt,
  type ReloggedIn,
  type ServerMessage,
  type ServerMessageType,
  splitKey,
  type Welcome,
} from 'lectern-protocol';
import { relayedFault } from 'lectern-protocol/relayed';
import WebSocket from '#websocket';
import { type Clock, systemClock } from './clock.js';
import { Emitter } from './emitter.js';
import { Handshake, subprotocols } from './handshake.js';
import { Heartbeat } from './heartbeat.js';
import { onNetworkChange } from './network-changes.js';
import {
  type FamilyListener,
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
import { Requests } from './requests.js';
import { isRecovered, Resumption } from './resumption.js';
import type { RequestOptions, SignalerOptions } from './signaler-options.js';
import { type LoginRefusal, refusalOf, type SignalerState } from './signaler-state.js';
import { TokenRenewal } from './token-renewal.js';
import { upgradeRefusal } from './upgrade-refusal.js';
import type { WebSocketConstructor, WebSocketLike } from './websocket.js';

/** After a connection that lasted this many ms, the waits before reconnecting start from the shortest again. */
const STABLE_AFTER = 5_000;

/** Number of failed attempts after which a client that was connected before asks whether the server refuses it. */
const PATIENT = 4;

/** Time limit in ms for an answer after the browser has reported a change of the network. */
const PROBE_TIMEOUT = 3_000;

type MessageEvents = { [T in ServerMessageType]: ServerMessage<T> };

export interface SignalerEvents extends MessageEvents {
  state: SignalerState;
  /** Every message, before the event of its type. */
  message: ServerMessage;
  /** Whether a message from the server is overdue. Until it arrives, the open connection can be lost. */
  doubtful: boolean;
  /** A frame that was dropped because it is not a message of this version of the protocol. */
  malformed: MalformedFrame;
}

/**
 * The connection to a Lectern server: sends and receives messages. After a loss it reconnects automatically and, if
 * the server still has the session, resumes it: missed messages arrive in order and exactly once, and unanswered
 * requests are sent again. It ends by close(), or by a close code that forbids reconnecting.
 */
export class Signaler extends Emitter<SignalerEvents> {
  readonly url: string;
  readonly #options: SignalerOptions;
  readonly #requestTimeout: number;
  readonly #backoff: Backoff;
  readonly #validate: Validate;
  readonly #WebSocket: WebSocketConstructor;
  readonly #random: () => number;
  readonly #clock: Clock;
  readonly #requests: Requests;
  readonly #resumption: Resumption;
  readonly #heartbeat: Heartbeat;
  readonly #tokenRenewal: TokenRenewal;
  readonly #families = new Set<FamilyListener>();
  #state: SignalerState = { name: 'idle' };
  #socket: WebSocketLike | undefined;
  #handshake: Handshake | undefined;
  #attempt = 0;
  #openedAt: number | undefined;
  #cancelTimer = () => {};
  #stopListening = () => {};

  /** Does not connect yet. @throws TypeError if `url` is not a URL */
  constructor(url: string | URL, options: SignalerOptions = {}) {
    super();
    const address = new URL(url);
    if (options.deltas ?? true) address.searchParams.set('deltas', '1');
    address.searchParams.set('login', '1');
    this.url = address.href;
    this.#options = options;
    this.#requestTimeout = options.requestTimeout ?? 10_000;
    this.#backoff = { base: 500, max: 30_000, ...options.reconnect };
    this.#validate = options.validate ?? relayedFault;
    this.#WebSocket = options.WebSocket ?? WebSocket;
    this.#random = options.random ?? Math.random;
    this.#clock = options.clock ?? systemClock;
    this.#heartbeat = new Heartbeat(this.#clock, (doubtful) => this.emit('doubtful', doubtful));
    this.#requests = new Requests(this.#clock, this.#random);
    this.#tokenRenewal = new TokenRenewal(this.#clock, () => this.#renewToken());
    this.#resumption = new Resumption(
      this.#clock,
      (seen) => this.send('ack', seen),
      () => void this.#refreshTicket(),
    );
    if (options.ticket !== undefined) this.#resumption.adopt(options.ticket);
  }

  get state(): SignalerState {
    return this.#state;
  }

  /** The client's id; undefined while not open. It changes if the session could not be resumed. */
  get id(): string | undefined {
    return this.#state.name === 'open' ? this.#state.welcome.id : undefined;
  }

  /** Whether a message from the server is overdue. Until it arrives, the open connection can be lost. */
  get doubtful(): boolean {
    return this.#heartbeat.doubtful;
  }

  /**
   * The ticket with which another Signaler resumes this session, in its option `ticket`. It is secret, changes with each
   * connection, and expires if the session is not resumed in time. Undefined if there is no session to resume.
   */
  get ticket(): string | undefined {
    return this.#resumption.ticket;
  }

  /** Connects, also after `closed`. While `waiting`, reconnects immediately. */
  connect(): void {
    if (this.#state.name === 'connecting' || this.#state.name === 'open') return;
    if (this.#state.name !== 'waiting')
      this.#stopListening = onNetworkChange((online) => this.#networkChanged(online));
    this.#open();
  }

  /** Sends `bye` and disconnects, without reconnecting. */
  close(): void {
    if (this.#state.name === 'closed') return;
    this.send('bye');
    this.#end({ name: 'closed' }, 1000);
  }

  /**
   * Sends a message without waiting for a reply. Returns false if there is no connection; the message is then
   * discarded.
   * @param type with its namespace if it has one, for example `/lobby JOIN`
   * @param receiver an address; default `server`, or the namespace of the type
   */
  send<T extends ClientMessageType>(type: T, data?: ClientData[T], receiver = addressFor(type)): boolean {
    return this.#transmit({ type, data, receiver });
  }

  /**
   * Sends a message and resolves to its reply, or to `accepted` for a type without one. While the connection is lost
   * and the session may be resumed, the request waits.
   * @throws RequestError with the server's error code, `timeout`, `disconnected` or `aborted`
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
      () => this.#mayResume,
    );
  }

  /**
   * Adds a listener for message types of one's own, for `FamilyClient`. Returns a function that removes it.
   * @throws Error if there is a listener for a type of the same name and namespace
   */
  addFamily(listener: FamilyListener): () => void {
    const { namespace, messages } = listener.family;
    for (const { family } of this.#families) {
      const type = Object.keys(messages).find((each) => Object.hasOwn(family.messages, each));
      if (type === undefined || family.namespace !== namespace) continue;
      throw new Error(`this signaler has a client for the type '${keyAt(namespace, type)}'; close it first`);
    }
    this.#families.add(listener);
    return () => this.#families.delete(listener);
  }

  /** Returns the round trip time to the server in ms. Rejects like request(). */
  async ping(): Promise<number> {
    const sentAt = this.#clock.now();
    await this.request('ping');
    return this.#clock.now() - sentAt;
  }

  #transmit(envelope: { type: string; data?: unknown; receiver: string; id?: string }): boolean {
    if (this.#state.name !== 'open' || !this.#socket) return false;
    this.#socket.send(JSON.stringify({ ...envelope, type: splitKey(envelope.type)[1] }));
    if (envelope.id !== undefined) this.#heartbeat.expect();
    return true;
  }

  #open(): void {
    this.#cancelTimer();
    const socket = new this.#WebSocket(this.url, subprotocols(this.#options.identity));
    const handshake = this.#newHandshake(socket);
    this.#socket = socket;
    this.#handshake = handshake;
    // A socket that was given up can still fire events.
    const current = () => this.#socket === socket;
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      if (current()) handshake.begin();
    });
    socket.addEventListener('message', ({ data }) => current() && this.#receive(data));
    socket.addEventListener('close', ({ code, reason }) => {
      if (!current()) return;
      this.#lost(closeInfo(code, reason));
      // Most servers that accepted this client before are away for a short time only.
      if (!opened && (this.#openedAt === undefined || this.#attempt > PATIENT)) void this.#stopIfRefused();
    });
    socket.addEventListener('error', () => {}); // The event `close` follows.
    this.#cancelTimer = this.#clock.after(this.#requestTimeout, () =>
      this.#lost(closeInfo(1006, `no answer within ${this.#requestTimeout} ms`)),
    );
    this.#setState({ name: 'connecting', attempt: this.#attempt });
  }

  /** Ends the attempts if the server never accepts this connection. */
  async #stopIfRefused(): Promise<void> {
    const refused = await upgradeRefusal(this.url);
    const { name } = this.#state;
    if (!refused || (name !== 'waiting' && name !== 'connecting')) return;
    // Only the developer can do something about it, who sees nothing but a failed WebSocket in the browser's console.
    if (refused.code === 'forbidden') console.warn(`lectern-client: ${refused.message}`);
    this.#end({ name: 'closed', refused });
  }

  #newHandshake(socket: WebSocketLike): Handshake {
    return new Handshake(socket, this.#options, this.#resumption, {
      welcomed: (message) => {
        this.emit('message', message);
        this.emit('welcome', message);
      },
      entered: (welcome, tokenLifetime) => {
        this.#tokenRenewal.start(typeof this.#options.token === 'function' ? tokenLifetime : undefined);
        this.#requests.rejectAll();
        this.#opened(welcome, false, true);
      },
      notResumed: () => this.#requests.rejectAll(),
      resumed: (welcome, reply) => this.#resumed(welcome, reply),
      refused: (denied, retryable) => {
        const refused = refusalOf(denied);
        if (retryable) this.#lost(lostBy(denied), refused);
        else this.#end({ name: 'closed', refused }, 1000);
      },
      failed: (reason) => this.#lost(closeInfo(1006, reason)),
    });
  }

  #receive(frame: unknown): void {
    this.#heartbeat.heard();
    const parsed = parseMessage(frame, this.#validate, this.#families);
    if ('malformed' in parsed) this.emit('malformed', parsed.malformed);
    else if (this.#state.name === 'open') this.#deliver(parsed);
    else this.#handshake?.receive(parsed.message);
  }

  #deliver({ key, message, family }: ParsedFrame): void {
    if (message.type === 'ping' && this.#heartbeat.answers(message))
      this.send('pong', message.data, message.sender);
    const { id, seq } = message;
    // A request that was sent again can be answered twice. The second reply is ignored.
    const late =
      id !== undefined && !this.#requests.settle(id, message, family !== undefined) && seq === undefined;
    if (late) return;
    this.emit('message', message);
    if (family) family.receive(message);
    else this.#emitTyped<ServerMessageType>(key, message);
    this.#resumption.recordSeq(message);
  }

  #emitTyped<T extends ServerMessageType>(key: T, message: SignalerEvents[T]): void {
    this.emit(key, message);
  }

  #opened(welcome: Welcome, resumed: boolean, recovered: boolean): void {
    this.#cancelTimer();
    this.#openedAt = this.#clock.now();
    this.#heartbeat.start(welcome.heartbeat_ms, (silence) =>
      this.#lost(closeInfo(1006, `no message within ${silence} ms`)),
    );
    this.#setState({ name: 'open', welcome, resumed, recovered });
  }

  #resumed(welcome: Welcome, { id, data, recovered, logs }: ReloggedIn): void {
    const { ticket, messages } = typeof data === 'string' ? { ticket: data, messages: [] } : data;
    this.#resumption.renew(ticket);
    // Listeners to `open` can make new requests, which are not to be sent twice.
    const { unanswered } = this.#requests;
    this.#opened({ ...welcome, id }, true, recovered);
    for (const each of messages) {
      const parsed = readMessage(each, this.#validate, this.#families);
      if ('malformed' in parsed) this.emit('malformed', parsed.malformed);
      else this.#deliver(parsed);
    }
    this.#resumption.resumeAt(logs);
    this.#requests.resend(unanswered, (receiver) => isRecovered(logs, receiver, welcome.room_id));
  }

  get #mayResume(): boolean {
    const { name } = this.#state;
    return this.#resumption.ticket !== undefined && (name === 'waiting' || name === 'connecting');
  }

  async #refreshTicket(): Promise<void> {
    try {
      const { data } = await this.request('refreshReconnectionTicket');
      this.#resumption.renew(data.data);
    } catch {
      // The present ticket is still valid. Once it expires, a loss of the connection ends the session.
    }
  }

  async #renewToken(): Promise<number | undefined> {
    const { token } = this.#options;
    if (typeof token !== 'function') return undefined;
    return (await this.request('refreshToken', { token: await token() })).data.data.tokenLifetime;
  }

  #lost(close: CloseInfo, refused?: LoginRefusal): void {
    // The library logs in by itself. If the token or a busy device made that too slow, the next login can be in time.
    if (mayReconnect(close) || close.name === 'login-timeout') this.#wait(close, refused);
    else this.#end({ name: 'closed', close });
  }

  #wait(close: CloseInfo, refused: LoginRefusal | undefined): void {
    const stable = this.#clock.now() - (this.#openedAt ?? 0) >= STABLE_AFTER;
    if (this.#state.name === 'open' && stable) this.#attempt = 0;
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
    this.#tokenRenewal.stop();
    this.#setState(state);
    this.#requests.rejectAll(state.name === 'closed' ? state.close : undefined);
  }

  #drop(code?: number): void {
    this.#cancelTimer();
    this.#heartbeat.stop();
    this.#resumption.pause();
    this.#handshake?.cancel();
    this.#handshake = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    // Without a code, the server keeps the session.
    socket?.close(code);
  }

  #setState(state: SignalerState): void {
    this.#state = state;
    this.emit('state', state);
  }

  #networkChanged(online: boolean): void {
    if (this.#state.name === 'open') void this.#probe();
    else if (online && this.#state.name === 'waiting') this.#open();
  }

  /** A connection can be dead without a sign, also after the network has come back. */
  async #probe(): Promise<void> {
    const socket = this.#socket;
    this.#heartbeat.doubt();
    try {
      await this.request('ping', undefined, { timeout: PROBE_TIMEOUT });
    } catch (error) {
      const dead = error instanceof RequestError && error.code === 'timeout' && this.#socket === socket;
      if (dead) this.#lost(closeInfo(1006, 'no answer after a change of the network'));
    }
  }
}

const addressFor = (type: ClientMessageType): string => splitKey(type)[0] || 'server';

/** A refusal that can pass, in the form of a lost connection: both are followed by another attempt. */
const lostBy = ({ data, retry_after_ms }: Denied): CloseInfo => ({
  code: 1006,
  reason: data,
  ...(retry_after_ms !== undefined && { retryAfter: retry_after_ms }),
});
