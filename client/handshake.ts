import {
  type Denied,
  type Login,
  type LoginData,
  type ReloggedIn,
  retryableErrors,
  type ServerMessage,
  type Welcome,
} from 'lectern-protocol';
import { isDenied } from './requests.js';
import type { Resumption } from './resumption.js';
import type { WebSocketLike } from './websocket.js';

/** Stores one token. */
export interface IdentityStore {
  load(): string | undefined;
  save(token: string): void;
}

export interface Credentials {
  /**
   * Stores the user's identity between connections, for example in the page's localStorage. Without it, each
   * connection is a new guest.
   */
  identity?: IdentityStore;
  /**
   * The user's token, or a function that returns it. The function is called on every login, and before the token
   * expires. Not used on a server in open mode.
   */
  token?: string | (() => string | Promise<string>);
  /** The room's password, if it has one. */
  password?: string;
  /**
   * Whether this client waits if the owner of the room must admit it; see the event `entry` of Manager. Default false: the
   * login is refused.
   */
  wait?: boolean;
}

/** Called with the outcome of a handshake. */
export interface HandshakeListener {
  /** The server has accepted the connection, but not the client yet. */
  welcomed(message: ServerMessage<'welcome'>): void;
  /** This is a new client. `tokenLifetime`: time in s until its token expires, if it has one. */
  entered(welcome: Welcome, tokenLifetime: number | undefined): void;
  /** The former session cannot be resumed; a login as a new client follows. */
  notResumed(): void;
  /** The former session continues. */
  resumed(welcome: Welcome, reply: ReloggedIn): void;
  /** The server refused the login. `retryable`: the refusal can pass. */
  refused(denied: Denied, retryable: boolean): void;
  /** No token could be fetched. */
  failed(reason: string): void;
}

/**
 * A page cannot set headers, so the identity's token is sent as a subprotocol: unlike an address, a subprotocol does
 * not appear in access logs.
 */
export function subprotocols(identity: IdentityStore | undefined): string[] {
  if (!identity) return [];
  const token = identity.load();
  return token === undefined ? ['lectern'] : ['lectern', `lectern.token.${token}`];
}

/** Logs in on one connection: resumes the former session if there is a ticket, or else enters as a new client. */
export class Handshake {
  readonly #socket: Pick<WebSocketLike, 'send'>;
  readonly #credentials: Credentials;
  readonly #resumption: Resumption;
  readonly #listener: HandshakeListener;
  #welcome: Welcome | undefined;
  #cancelled = false;

  constructor(
    socket: Pick<WebSocketLike, 'send'>,
    credentials: Credentials,
    resumption: Resumption,
    listener: HandshakeListener,
  ) {
    this.#socket = socket;
    this.#credentials = credentials;
    this.#resumption = resumption;
    this.#listener = listener;
  }

  /** Called when the socket is open. Saves a round trip if the login does not depend on the welcome. */
  begin(): void {
    if (!this.#needsWelcome) void this.#login();
  }

  /** Takes a message that arrived before the client was accepted. Messages of other types are ignored. */
  receive(message: ServerMessage): void {
    if (message.type === 'welcome') this.#receiveWelcome(message);
    else if (this.#welcome) this.#receiveReply(message, this.#welcome);
  }

  /** Sends nothing more, and calls the listener no more. */
  cancel(): void {
    this.#cancelled = true;
  }

  /** Only the welcome says whether the server requires a token. */
  get #needsWelcome(): boolean {
    return this.#credentials.token !== undefined && this.#resumption.ticket === undefined;
  }

  #receiveWelcome(message: ServerMessage<'welcome'>): void {
    const { data } = message;
    const waited = this.#needsWelcome;
    this.#welcome = data;
    if (data.token !== undefined) this.#credentials.identity?.save(data.token);
    if (waited) void this.#login();
    this.#listener.welcomed(message);
  }

  #receiveReply(message: ServerMessage, welcome: Welcome): void {
    const { type, data } = message;
    if (type === 'login') {
      if (isDenied(data)) this.#refused(data);
      else this.#enter({ ...welcome, id: data.data.id }, data.data);
    } else if (type === 'relogin') {
      if (!isDenied(data)) this.#listener.resumed(welcome, data);
      // Another connection was resuming the session meanwhile. The next connection is later than that one.
      else if (retryableErrors.has(data.code) || data.code === 'conflict') this.#retry(data);
      else this.#loginAnew();
    } else if (type === 'error' && message.id === 'login') {
      // A server without sessions.
      this.#enter(welcome, {});
    }
  }

  #enter(
    welcome: Welcome,
    { reconnectionTicket, tokenLifetime }: Pick<LoginData, 'reconnectionTicket' | 'tokenLifetime'>,
  ): void {
    this.#resumption.start(reconnectionTicket);
    this.#listener.entered(welcome, tokenLifetime);
  }

  #refused(denied: Denied): void {
    // A wrong password does not become right by trying it again.
    const retryable = retryableErrors.has(denied.code) && denied.pointer !== '/password';
    this.#listener.refused(denied, retryable);
  }

  #retry(denied: Denied): void {
    this.#listener.refused(denied, true);
  }

  #loginAnew(): void {
    this.#resumption.end();
    this.#listener.notResumed();
    void this.#login();
  }

  async #login(): Promise<void> {
    const { ticket, seen } = this.#resumption;
    if (ticket !== undefined) {
      this.#send('relogin', { ticket, seen });
      return;
    }
    const { password, wait } = this.#credentials;
    const wanted = this.#welcome?.login === 'required' ? this.#credentials.token : undefined;
    let token: string | undefined;
    try {
      token = typeof wanted === 'function' ? await wanted() : wanted;
    } catch (error) {
      const why = error instanceof Error ? error.message : error;
      if (!this.#cancelled) this.#listener.failed(`the token could not be fetched: ${why}`);
      return;
    }
    const data: Login = {
      protocol: '1.2',
      userAgent: { sdk: { type: 'lectern', version: '1.0' } },
      ...(token !== undefined && { token }),
      ...(password !== undefined && { password }),
      ...(wait && { wait }),
    };
    if (!this.#cancelled) this.#send('login', data);
  }

  /** The request's id is its type, so that an error can be told from those of other requests. */
  #send(type: 'login' | 'relogin', data: unknown): void {
    this.#socket.send(JSON.stringify({ type, data, id: type }));
  }
}
