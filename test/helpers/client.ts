import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import {
  arrivalKey,
  type ClientData,
  type ClientMessageType,
  type Reply,
  type ServerMessage,
  type ServerMessageType,
  splitKey,
} from 'lectern-protocol';
import { serverMessages } from 'lectern-protocol/server-messages';
import type { Test } from 'tap';
import { type ClientOptions, WebSocket } from 'ws';

type Match<T extends ServerMessageType> = (message: ServerMessage<T>) => boolean;

interface Arrival {
  message: ServerMessage;
  /** The name of the type in the tables: after its namespace if it has one. */
  key: string;
  /** The received text frame. */
  frame: string;
}

/** The connection below a client. */
export interface TestSocket {
  on(event: 'message', listener: (frame: unknown) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close', listener: (code: number, reason: unknown) => void): unknown;
  on(event: 'upgrade', listener: (response: IncomingMessage) => void): unknown;
  send(frame: string | Uint8Array, options: { binary?: boolean; fin?: boolean }): void;
  close(code: number): void;
  terminate(): void;
}

interface Wait {
  what: string;
  take: (arrival: Arrival) => boolean;
  fail: (error: Error) => void;
}

/** An upgrade that the server answered with an HTTP status. */
export class UpgradeRefused extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`the upgrade was refused with ${status}: ${body}`);
  }
}

/** `ws` instead of `http`, and the path below it. */
export function wsUrl(url: string, path = ''): string {
  return new URL(path, url).href.replace(/^http/, 'ws');
}

const isHeartbeat = ({ type, sender }: ServerMessage): boolean => type === 'ping' && sender === 'server';

/**
 * A plain client without automatic behavior. It queues the received messages, and `next()` takes them from the queue.
 * It does not wait by the clock.
 */
export class TestClient<Socket extends TestSocket = TestSocket> {
  /** Resolves when the connection is closed, by either side. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** All received messages, in order, including those taken from the queue. */
  readonly frames: string[] = [];
  /** The server's heartbeat pings are skipped, as they would appear at any time. */
  readonly heartbeats: ServerMessage<'ping'>[] = [];
  private readonly queue: Arrival[] = [];
  private readonly waits = new Set<Wait>();
  private ending = '';
  /** The Set-Cookie header of the upgrade response. */
  setCookie: string | undefined;

  constructor(readonly socket: Socket) {
    socket.on('message', (data) => this.arrived(String(data)));
    socket.on('upgrade', ({ headers }) => {
      this.setCookie = headers['set-cookie']?.join();
    });
    socket.on('error', () => {
      // The close code shows invalid bytes.
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.ending = `closed with ${code} ${reason}`;
        for (const wait of this.waits) wait.fail(this.failure(wait));
        resolve({ code, reason: String(reason) });
      });
    });
  }

  /** The data of the first message, taken from the queue. */
  async welcome(): Promise<ServerMessage<'welcome'>['data']> {
    return (await this.next('welcome')).data;
  }

  /** Takes the first matching message of the type (or of any type) from the queue, or waits for one. */
  async next<T extends ServerMessageType>(type?: T, fits?: Match<T>): Promise<ServerMessage<T>> {
    return (await this.nextArrival(type, fits)).message as ServerMessage<T>;
  }

  /** Like `next`, but returns the text of the frame. */
  async nextFrame<T extends ServerMessageType>(type?: T, fits?: Match<T>): Promise<string> {
    return (await this.nextArrival(type, fits)).frame;
  }

  /** Takes messages of a type in their order until one fits, so that none with an earlier state stays in the queue. */
  async until<T extends ServerMessageType>(type: T, fits: Match<T>): Promise<ServerMessage<T>> {
    for (;;) {
      const message = await this.next(type);
      if (fits(message)) return message;
    }
  }

  /** The messages before the reply to a request that is sent now, taken from the queue. */
  async drain(): Promise<ServerMessage[]> {
    const id = this.barrier();
    const before: ServerMessage[] = [];
    for (;;) {
      const message = await this.next();
      if (message.id === id) return before;
      before.push(message);
    }
  }

  /** Sends a request that is answered after all earlier ones, unlike a ping. Returns its `id`. */
  private barrier(): string {
    const id = randomUUID();
    this.send('get-ice-servers', undefined, { id });
    return id;
  }

  /**
   * Checks that no message (of that type) has arrived: throws with those that have. Messages of other types stay in the
   * queue.
   */
  async none(type?: ServerMessageType): Promise<void> {
    const id = this.barrier();
    await this.next(undefined, (message) => message.id === id);
    const unwanted = this.queue.filter(({ key }) => type === undefined || key === type);
    if (unwanted.length > 0) {
      throw new Error(`expected no ${type ?? 'message'}, found:\n${list(unwanted)}`);
    }
  }

  /**
   * Sends an envelope to the type's namespace, or to the server. `rest` is copied into it unchanged, so that it can be
   * invalid.
   */
  send<T extends ClientMessageType>(
    type: T,
    data?: ClientData[T],
    rest: { receiver?: string | null; id?: string | number; sender?: string; seq?: number } = {},
  ): void {
    const [namespace, wireType] = splitKey(type);
    this.raw(JSON.stringify({ ...(namespace && { receiver: namespace }), ...rest, type: wireType, data }));
  }

  /** Sends a message with an `id` and returns the reply: one of the type, `accepted` or `error`. */
  async request<T extends ClientMessageType>(
    type: T,
    data?: ClientData[T],
    rest: { receiver?: string | null; id?: string | number } = {},
  ): Promise<ServerMessage<Reply[T] | 'error'>> {
    const id = rest.id ?? randomUUID();
    this.send(type, data, { ...rest, id });
    return (await this.next(undefined, (message) => message.id === id)) as ServerMessage<Reply[T] | 'error'>;
  }

  /** Sends bytes or text as one frame, text unless `binary`. */
  raw(frame: string | Uint8Array, options: { binary?: boolean; fin?: boolean } = {}): void {
    this.socket.send(frame, { binary: false, ...options });
  }

  /** Begins the closing handshake. */
  close(): void {
    this.socket.close(1000);
  }

  /** Terminates the connection without a close frame. */
  terminate(): void {
    this.socket.terminate();
  }

  /** Describes the pending wait and the messages that arrived instead; undefined if there is none. */
  unmet(): string[] {
    return [...this.waits].map((wait) => this.failure(wait).message);
  }

  private arrived(frame: string): void {
    this.frames.push(frame);
    const message = JSON.parse(frame) as ServerMessage;
    if (isHeartbeat(message)) this.heartbeats.push(message as ServerMessage<'ping'>);
    const key = arrivalKey(message, (known) => Object.hasOwn(serverMessages, known));
    const arrival = { message, key, frame };
    for (const wait of this.waits) if (wait.take(arrival)) return;
    if (!isHeartbeat(message)) this.queue.push(arrival);
  }

  private nextArrival<T extends ServerMessageType>(type?: T, fits: Match<T> = () => true): Promise<Arrival> {
    const matches = ({ message, key }: Arrival): boolean =>
      (type === undefined ? !isHeartbeat(message) : key === type) && fits(message as ServerMessage<T>);
    const index = this.queue.findIndex(matches);
    const [waiting] = index < 0 ? [] : this.queue.splice(index, 1);
    if (waiting) return Promise.resolve(waiting);
    const what = `${type ?? 'a message'}${fits.length > 0 ? ' that fits' : ''}`;
    return new Promise((resolve, reject) => {
      const wait: Wait = {
        what,
        take: (arrival) => {
          if (!matches(arrival)) return false;
          this.waits.delete(wait);
          resolve(arrival);
          return true;
        },
        fail: (error) => {
          this.waits.delete(wait);
          reject(error);
        },
      };
      if (this.ending) reject(this.failure(wait));
      else this.waits.add(wait);
    });
  }

  private failure({ what }: Wait): Error {
    return new Error(
      `waited for ${what}${this.ending && `, but the connection ${this.ending}`}; received so far:\n${list(this.queue)}`,
    );
  }
}

function list(arrivals: Arrival[]): string {
  const lines = arrivals.map(({ frame }) => `  ${frame.length > 500 ? `${frame.slice(0, 500)}…` : frame}`);
  return lines.length > 0 ? lines.join('\n') : '  nothing else';
}

/**
 * Connects to a WebSocket URL (`http` is replaced by `ws`). Rejects with `UpgradeRefused` if the server answers with a
 * status. The test closes the client. If the test times out during a wait, stderr shows the wait and the messages that
 * arrived instead.
 */
export function connect(
  t: Test,
  url: string,
  { protocols = [], ...options }: ClientOptions & { protocols?: string[] } = {},
): Promise<TestClient<WebSocket>> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, options);
  const client = new TestClient(socket);
  t.teardown(() => {
    for (const line of client.unmet()) console.error(line);
    client.terminate();
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(client));
    socket.on('error', reject);
    socket.on('unexpected-response', (_, response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => {
        reject(new UpgradeRefused(response.statusCode ?? 0, body));
        socket.terminate();
      });
    });
  });
}

/** The status of a refused upgrade; 101 if it is accepted. */
export async function upgradeStatus(t: Test, url: string, options: ClientOptions = {}): Promise<number> {
  try {
    await connect(t, url, options);
    return 101;
  } catch (error) {
    if (error instanceof UpgradeRefused) return error.status;
    throw error;
  }
}

/** Tells whether a list of members has exactly these IDs, in any order. */
export function sameIds(members: { id: string }[], ids: string[]): boolean {
  return isDeepStrictEqual(members.map(({ id }) => id).sort(), [...ids].sort());
}
