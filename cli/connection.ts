import { isIPv6 } from 'node:net';
import type {
  ClientData,
  ClientMessageType,
  Reply,
  ServerMessage,
  ServerMessageType,
  Welcome,
} from 'lectern-protocol';
import { WebSocket } from 'ws';
import { type CloseInfo, closeInfo, mayReconnect, parseMessage } from '#client/index.js';
import { validate } from '#client/validation.js';
import { explainNetworkError, explainStatus, noAnswer } from './explain.js';
import { ExplainedError } from './explained-error.js';
import type { Trust } from './tls.js';

/** A pending wait for a message. */
interface Waiting {
  match(message: ServerMessage): boolean;
  resolve(message: ServerMessage): void;
  /** `why` continues the text "no welcome". */
  fail(why: string): void;
}

/** Time limit for the server to complete the closing handshake (ms). */
const closingTimeout = 1000;
const seeLog = 'see the server log';

/** One connection to a server. It answers heartbeats and does not reconnect, since measurements must see losses. */
export class Connection {
  /** The server's first message. Rejects with ExplainedError if it is another one, or none arrives. */
  readonly welcome: Promise<Welcome>;
  /** The reason that the connection is closed, once it is. */
  closed: { words: string; mayReconnect: boolean } | undefined;
  /** The server's address, for example `192.0.2.1:8080`. */
  peer = '';
  readonly #socket: WebSocket;
  readonly #timeout: number;
  readonly #waiting = new Set<Waiting>();
  readonly #closeListeners = new Set<() => void>();
  readonly #messageListeners = new Set<(message: ServerMessage) => void>();
  #requests = 0;

  private constructor(socket: WebSocket, timeout: number) {
    this.#socket = socket;
    this.#timeout = timeout;
    this.welcome = handled(this.#firstMessage());
    socket.on('upgrade', ({ socket: { remoteAddress = '', remotePort } }) => {
      this.peer = `${isIPv6(remoteAddress) ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
    });
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('close', (code, reason) => {
      const close = closeInfo(code, reason.toString('utf8'));
      this.closed = { words: describe(close), mayReconnect: mayReconnect(close) };
      for (const waiting of [...this.#waiting]) waiting.fail(`: ${this.closed.words}`);
      for (const listener of [...this.#closeListeners]) listener();
    });
  }

  /**
   * Resolves when the upgrade is complete, before the welcome. `timeout` (ms) applies to the upgrade and to each later
   * answer. @throws ExplainedError
   */
  static open(url: URL, timeout: number, trust: Trust = {}): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { ...trust, perMessageDeflate: false });
      const connection = new Connection(socket, timeout);
      const timer = setTimeout(() => {
        reject(noAnswer(url));
        socket.terminate();
      }, timeout);
      socket.on('open', () => {
        clearTimeout(timer);
        resolve(connection);
      });
      socket.on('unexpected-response', (_request, response) => {
        clearTimeout(timer);
        reject(explainStatus(response.statusCode ?? 0, url, response.headers.location));
        // Also ends the wait for the welcome, whose timer would keep the process alive.
        socket.terminate();
      });
      socket.on('error', (error) => {
        clearTimeout(timer);
        reject(explainNetworkError(error, url));
      });
    });
  }

  /** Resolves when the server has also sent welcome. @throws ExplainedError */
  static async openToWelcome(url: URL, timeout: number, trust?: Trust): Promise<[Connection, Welcome]> {
    const connection = await Connection.open(url, timeout, trust);
    try {
      return [connection, await connection.welcome];
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  onClose(listener: () => void): void {
    this.#closeListeners.add(listener);
  }

  onMessage(listener: (message: ServerMessage) => void): void {
    this.#messageListeners.add(listener);
  }

  send<T extends ClientMessageType>(
    type: T,
    data?: ClientData[T],
    { receiver = 'server', id }: { receiver?: string | undefined; id?: string } = {},
  ): void {
    this.#socket.send(JSON.stringify({ receiver, type, data, id }));
  }

  /** Sends a message and waits for the server's reply. @throws ExplainedError if it is refused or not answered */
  async request<T extends ClientMessageType>(
    type: T,
    data?: ClientData[T],
    receiver?: string,
  ): Promise<ServerMessage<Reply[T]>> {
    this.#requests += 1;
    const id = `request-${this.#requests}`;
    const answer = this.until(`answer to ${type}`, (message) => message.id === id);
    this.send(type, data, { id, receiver });
    const message = await answer;
    if (message.type === 'error') {
      throw new ExplainedError(`${type} was refused: ${message.data.code}, ${message.data.message}`, seeLog);
    }
    // Only the server replies by ID, and each type of request has one type of reply.
    return message as ServerMessage<Reply[T]>;
  }

  /**
   * The next message that `match` accepts; `what` names it in the failure. Rejects with ExplainedError if none arrives
   * before the timeout.
   */
  until(what: string, match: Waiting['match']): Promise<ServerMessage> {
    if (this.closed)
      return handled(Promise.reject(new ExplainedError(`no ${what}: ${this.closed.words}`, seeLog)));
    return handled(
      new Promise((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
        };
        const waiting: Waiting = {
          match,
          resolve(message) {
            settle();
            resolve(message);
          },
          fail(why) {
            settle();
            reject(new ExplainedError(`no ${what}${why}`, seeLog));
          },
        };
        const timer = setTimeout(() => waiting.fail(` within ${this.#timeout / 1000} s`), this.#timeout);
        this.#waiting.add(waiting);
      }),
    );
  }

  /** The next message of a type that `match` accepts. */
  next<T extends ServerMessageType>(
    type: T,
    match: (message: ServerMessage<T>) => boolean = () => true,
  ): Promise<ServerMessage<T>> {
    const isIt = (message: ServerMessage): boolean =>
      message.type === type && match(message as ServerMessage<T>);
    return this.until(type, isIt) as Promise<ServerMessage<T>>;
  }

  close(): void {
    this.#socket.close(1000);
    // Until then the socket itself keeps the process alive, so the timer does not have to.
    setTimeout(() => this.#socket.terminate(), closingTimeout).unref();
  }

  async #firstMessage(): Promise<Welcome> {
    try {
      const message = await this.until('welcome', () => true);
      if (message.type === 'welcome') return message.data;
      throw new ExplainedError(`no welcome: ${message.type} came first`, seeLog);
    } catch (error) {
      const { why } = error as ExplainedError;
      throw new ExplainedError(why, 'check the address; it may belong to another WebSocket server');
    }
  }

  #receive(text: string): void {
    const parsed = parseMessage(text, validate);
    if ('malformed' in parsed) {
      const { fault } = parsed.malformed;
      for (const waiting of [...this.#waiting])
        waiting.fail(`: received something that is not a Lectern message (${fault})`);
      return;
    }
    const { message } = parsed;
    if (message.type === 'ping') this.send('pong', message.data);
    for (const waiting of [...this.#waiting]) if (waiting.match(message)) waiting.resolve(message);
    for (const listener of this.#messageListeners) listener(message);
  }
}

/**
 * Marks a promise as handled. Its caller might only await it after it has failed, which Node would report as unhandled.
 */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function describe({ code, name, reason, meaning }: CloseInfo): string {
  const why = [name ?? reason, meaning].filter((part) => part).join(': ');
  return `the connection was closed with ${code}${why ? ` (${why})` : ''}`;
}
