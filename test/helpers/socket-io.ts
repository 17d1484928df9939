import { createRequire } from 'node:module';
import type { Test } from 'tap';

/** Major versions of the client library. */
export type Version = 1 | 2 | 3 | 4;

/** A socket of the client library, as far as all versions have it. */
export interface LibrarySocket {
  id?: string;
  recovered?: boolean;
  readonly io: {
    readonly engine: { readonly transport: { readonly name: string }; close(): void };
    /** URL of the next connection. */
    uri: string;
    reconnection(on: boolean): unknown;
  };
  emit(name: string, ...args: unknown[]): unknown;
  on(name: string, listener: (...args: never[]) => void): unknown;
  once(name: string, listener: (...args: never[]) => void): unknown;
  connect(): unknown;
  disconnect(): unknown;
  onevent(packet: { data: unknown[] }): void;
}

/** An event that has arrived: its arguments, of which the first two are those of the native dialect. */
export interface Heard {
  name: string;
  data: Record<string, unknown>;
  place: { sender?: string; receiver?: string; id?: string | number; seq?: number };
  args: unknown[];
}

/** The content of an acknowledgement of a native event. */
export interface Answer {
  ok: boolean;
  type: string;
  data: Record<string, unknown>;
}

export interface SocketIoOptions {
  version?: Version;
  namespace?: string;
  query?: Record<string, string>;
  auth?: Record<string, unknown>;
  transports?: ('polling' | 'websocket')[];
  /** Other options of the library. */
  [option: string]: unknown;
}

interface Wait {
  name: string;
  take(event: Heard): boolean;
  fail(error: Error): void;
}

const packages: Record<Version, string> = {
  1: 'socket.io-client-1',
  2: 'socket.io-client-2',
  3: 'socket.io-client-3',
  4: 'socket.io-client',
};

const require = createRequire(import.meta.url);

/** A client of the library. It queues the events that arrive, and `next()` takes them from the queue. */
export class SocketIoClient {
  /** Receives the events instead of the queue. */
  onEvent: ((event: Heard) => void) | undefined;
  private readonly queue: Heard[] = [];
  private readonly waits = new Set<Wait>();

  constructor(readonly socket: LibrarySocket) {
    // Versions 1 and 2 have no listener for all events.
    const { onevent } = socket;
    socket.onevent = (packet) => {
      const [name, ...args] = packet.data;
      onevent.call(socket, packet);
      const [data, place] = args as [Heard['data'], Heard['place']];
      this.arrived({ name: String(name), data, place, args });
    };
    socket.on('disconnect', (reason: string) => {
      for (const wait of this.waits) wait.fail(new Error(`disconnected (${reason}) before ${wait.name}`));
    });
  }

  /** The name of the transport in use. */
  get transport(): string {
    return this.socket.io.engine.transport.name;
  }

  /** Takes the first matching event from the queue, or waits for one. */
  next(name: string, fits: (event: Heard) => boolean = () => true): Promise<Heard> {
    const matches = (event: Heard) => event.name === name && fits(event);
    const index = this.queue.findIndex(matches);
    const [waiting] = index < 0 ? [] : this.queue.splice(index, 1);
    if (waiting) return Promise.resolve(waiting);
    return new Promise((resolve, reject) => {
      const wait: Wait = {
        name,
        take: (event) => {
          if (!matches(event)) return false;
          this.waits.delete(wait);
          resolve(event);
          return true;
        },
        fail: (error) => {
          this.waits.delete(wait);
          reject(error);
        },
      };
      this.waits.add(wait);
    });
  }

  /**
   * The names of the events that are in the queue, after the answer to a request that is sent now.
   * @param request of the native dialect by default
   */
  async queued(request: readonly unknown[] = ['get-ice-servers', null]): Promise<string[]> {
    const [name, ...args] = request;
    await this.ask(String(name), ...args);
    return this.queue.map(({ name }) => name);
  }

  /** Emits an event and returns the arguments of its acknowledgement. */
  ask(name: string, ...args: unknown[]): Promise<unknown[]> {
    return new Promise((resolve) => {
      this.socket.emit(name, ...args, (...answer: unknown[]) => resolve(answer));
    });
  }

  /** Emits an event and returns what its acknowledgement contains. */
  request(name: string, ...args: unknown[]): Promise<Answer> {
    return new Promise((resolve) => this.socket.emit(name, ...args, resolve));
  }

  /** Resolves with the reason when the socket is disconnected. */
  closed(): Promise<string> {
    return new Promise((resolve) => this.socket.once('disconnect', resolve as (...args: never[]) => void));
  }

  /** Resolves at the next event of the library, such as `connect`. */
  once(name: string): Promise<unknown> {
    return new Promise((resolve) => this.socket.once(name, resolve as (...args: never[]) => void));
  }

  /** Cuts the WebSocket of a client of version 4, without a close frame. */
  cut(): void {
    const { transport } = this.socket.io.engine;
    (transport as unknown as { ws: { terminate(): void } }).ws.terminate();
  }

  private arrived(event: Heard): void {
    if (this.onEvent) {
      this.onEvent(event);
      return;
    }
    for (const wait of this.waits) if (wait.take(event)) return;
    this.queue.push(event);
  }
}

/** Creates a client that is not connected yet, or not refused. The caller disconnects it. */
export function newSocketIo(
  url: string,
  { version = 4, namespace = '/', ...options }: SocketIoOptions = {},
): SocketIoClient {
  const io: (url: string, options: object) => LibrarySocket = require(packages[version]);
  return new SocketIoClient(io(url + namespace, { forceNew: true, reconnection: false, ...options }));
}

/** Creates a client that is not connected yet, or not refused. */
export function openSocketIo(t: Test, url: string, options: SocketIoOptions = {}): SocketIoClient {
  const client = newSocketIo(url, options);
  t.teardown(() => void client.socket.disconnect());
  return client;
}

/** Returns a client that is connected. @throws Error the error of the library if it is refused */
export async function connectSocketIo(
  t: Test,
  url: string,
  options: SocketIoOptions = {},
): Promise<SocketIoClient> {
  const client = openSocketIo(t, url, options);
  await new Promise<void>((resolve, reject) => {
    client.socket.once('connect', resolve);
    client.socket.once('connect_error', reject as (...args: never[]) => void);
    client.socket.once('error', reject as (...args: never[]) => void);
  });
  return client;
}
