import { EventEmitter } from 'node:events';
import type { Test } from 'tap';
import { TestClient, type TestSocket } from './client.js';
import { type Heard, openSocketIo, type SocketIoClient } from './socket-io.js';

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
class SocketIoSocket extends EventEmitter implements TestSocket {
  private ending: { code: number; reason: string } = { code: 1006, reason: '' };

  constructor(private readonly client: SocketIoClient) {
    super();
    client.onEvent = (event) => this.heard(event);
    client.socket.on('disconnect', () => this.emit('close', this.ending.code, this.ending.reason));
  }

  send(frame: string | Uint8Array): void {
    const { receiver, type, data, id } = JSON.parse(String(frame)) as Sent;
    this.client.socket.emit(type, data, { receiver: receiver ?? 'server', ...(id !== undefined && { id }) });
  }

  close(code: number): void {
    this.ending = { code, reason: '' };
    this.client.socket.disconnect();
  }

  terminate(): void {
    if (this.client.socket.io.engine) this.client.cut();
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

/** Connects a client to the endpoint of a URL such as `http://localhost/room/blue/ws?login=1`, over Socket.IO. */
export function connectOverSocketIo(t: Test, url: string, protocols: readonly string[]): Promise<TestClient> {
  const { origin, pathname, searchParams } = new URL(url.replace(/^ws/, 'http'));
  const room = /^\/(?:room|chat)\/([^/]+)\/ws$/.exec(pathname)?.[1];
  const token = protocols.find((protocol) => protocol.startsWith('lectern.token.'));
  const client = openSocketIo(t, origin, {
    transports: ['websocket'],
    query: {
      ...Object.fromEntries(searchParams),
      ...(room !== undefined && { room: decodeURIComponent(room) }),
      ...(token !== undefined && { token: token.slice('lectern.token.'.length) }),
      // Clients of the tests resume by their tickets, or leave when they lose their connection.
      recovery: '0',
      dialect: 'native',
    },
  });
  const test = new TestClient(new SocketIoSocket(client));
  t.teardown(() => {
    for (const line of test.unmet()) console.error(line);
  });
  return new Promise((resolve, reject) => {
    client.socket.once('connect', () => resolve(test));
    client.socket.once('connect_error', reject as (...args: never[]) => void);
  });
}
