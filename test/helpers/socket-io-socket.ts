import { EventEmitter } from 'node:events';
import type { Test } from 'tap';
import type { WebSocketLike } from '#client/websocket.js';
import { TestClient, type TestSocket } from './client.js';
import { type Heard, newSocketIo, type SocketIoClient } from './socket-io.js';

const TOKEN_PREFIX = 'lectern.token.';

/** An envelope that a client sends. */
interface Sent {
  receiver?: string | null;
  type: string;
  data?: unknown;
  id?: string | number;
}

/**
 * A client of the Socket.IO library with the interface of a WebSocket: each event is the text of an envelope. Messages
 * that are no envelope cannot be sent.
 */
export class SocketIoSocket extends EventEmitter implements TestSocket, WebSocketLike {
  private readonly client: SocketIoClient;
  private ending = { code: 1006, reason: '' };
  private isClosed = false;

  /** Connects to the endpoint of a URL such as `ws://localhost/room/blue/ws?login=1`. */
  constructor(url: string | URL, protocols: readonly string[] = []) {
    super();
    const { origin, pathname, searchParams } = new URL(String(url).replace(/^ws/, 'http'));
    const room = /^\/(?:room|chat)\/([^/]+)\/ws$/.exec(pathname)?.[1];
    const token = protocols.find((protocol) => protocol.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
    this.client = newSocketIo(origin, {
      transports: ['websocket'],
      query: {
        ...Object.fromEntries(searchParams),
        ...(room !== undefined && { room: decodeURIComponent(room) }),
        ...(token !== undefined && { token }),
        // These clients resume by their tickets, or leave when they lose their connection.
        recovery: '0',
        dialect: 'native',
      },
    });
    this.client.onEvent = (event) => this.heard(event);
    const { socket } = this.client;
    socket.on('connect', () => this.emit('open'));
    socket.on('connect_error', (error: Error) => {
      this.emit('error', error);
      this.closed();
    });
    socket.on('disconnect', () => this.closed());
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.on(type, (first: unknown, reason: unknown) => {
      const event = type === 'message' ? { data: first } : { code: first, reason };
      listener(event as never);
    });
  }

  send(frame: string | Uint8Array): void {
    const { receiver, type, data, id } = JSON.parse(String(frame)) as Sent;
    this.client.socket.emit(type, data, { receiver: receiver ?? 'server', ...(id !== undefined && { id }) });
  }

  close(code = 1005, reason = ''): void {
    this.ending = { code, reason };
    this.client.socket.disconnect();
    // The library does not report the end of a connection that was not open yet.
    setImmediate(() => this.closed());
  }

  terminate(): void {
    if (this.isClosed) return;
    if (this.client.socket.io.engine) this.client.cut();
  }

  private closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.emit('close', this.ending.code, this.ending.reason);
  }

  private heard({ name, data, place, args }: Heard): void {
    if (name === 'close' && place === undefined) {
      this.ending = args[0] as { code: number; reason: string };
      return;
    }
    const { sender, receiver, id, seq } = place;
    // Events always have an argument for the data.
    const envelope = { sender, receiver, type: name, data: data ?? undefined, id, seq };
    this.emit('message', JSON.stringify(envelope));
  }
}

/** Connects a client to the endpoint of a URL over Socket.IO. The test closes it. */
export async function connectOverSocketIo(
  t: Test,
  url: string,
  protocols: readonly string[],
): Promise<TestClient> {
  const socket = new SocketIoSocket(url, protocols);
  const client = new TestClient(socket);
  t.teardown(() => {
    for (const line of client.unmet()) console.error(line);
    socket.close();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return client;
}
