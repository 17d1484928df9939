import type { IncomingMessage } from 'node:http';
import type { Socket as EngineSocket } from 'engine.io';
import type { CloseName } from 'lectern-protocol';
import type { Socket } from 'socket.io';
import type { ConnectionLease } from '../http/connection-limits.js';
import type { ConnectionServices } from '../socket/connection-services.js';
import { DirectWriter } from '../socket/direct-writer.js';
import type { Packet } from './packets.js';
import { ReceivingLimits } from './receiving-limits.js';
import { TransportWebSocket } from './transport-web-socket.js';

/** A client on a connection. */
interface EngineClient {
  /** Whether the client has logged in or does not need to. */
  readonly admitted: boolean;
  close(name: CloseName, reason?: string): void;
  /** Called when the connection is closed, unless the client's socket was closed before. */
  closed(reason: string): void;
}

/** The parts of an Engine.IO connection that its types do not declare. */
interface Internals {
  readonly writeBuffer: readonly unknown[];
  readonly transport: {
    readonly socket?: unknown;
    readonly writable: boolean;
    /** Time in ms for which a closed connection waits for the next request of a client that polls. */
    closeTimeout?: number;
  };
}

/** Time after which a client that has not closed its connection is disconnected. */
const CLOSE_GRACE_MS = 2000;

/** An Engine.IO connection, which the Socket.IO sockets of several namespaces can share. */
export class EngineConnection {
  /** Code with which the client has closed its WebSocket. */
  private closeCode: number | undefined;
  /** The clients on this connection. */
  private readonly clients = new Map<EngineClient, ConnectionLease>();
  private isTaken = false;
  private webSocket: TransportWebSocket | undefined;
  private writer: DirectWriter | undefined;
  /** Bytes that wait for the next request of a client that polls. */
  private waiting = 0;
  private passedOn = 0;
  /** Number of sockets that do not read any more. */
  private paused = 0;
  /** Called when all sockets read again. */
  private readonly onResume: (() => void)[] = [];
  readonly limits: ReceivingLimits;

  /**
   * @param conn see https://socket.io/docs/v4/engine-io-protocol
   * @param address IP address of the client
   */
  constructor(
    services: ConnectionServices,
    readonly conn: EngineSocket,
    readonly request: IncomingMessage,
    readonly address: string,
    /** Counts the connection, and the first socket on it. */
    private readonly lease: ConnectionLease,
  ) {
    this.limits = new ReceivingLimits(services, this);
    conn.on('packet', ({ type }: { type: string }) => {
      if (type !== 'message') this.limits.countControlFrame();
    });
    this.useTransport();
    conn.on('upgrade', () => this.useTransport());
    conn.on('flush', () => {
      this.passedOn += this.waiting;
      this.waiting = 0;
    });
    conn.once('close', (reason: string) => {
      lease.release();
      this.limits.release();
      for (const resume of this.onResume.splice(0)) resume();
      for (const client of this.clients.keys()) client.closed(reason);
    });
  }

  private get internals(): Internals {
    return this.conn as unknown as Internals;
  }

  /** Returns the lease of the first socket; undefined for further ones, each of which needs its own. */
  takeLease(): ConnectionLease | undefined {
    if (this.isTaken) return undefined;
    this.isTaken = true;
    return this.lease;
  }

  /** Whether no socket on the connection is a client. */
  get isUnused(): boolean {
    return this.clients.size === 0;
  }

  /** Adds a client. @param lease counts the client, until it is closed */
  add(client: EngineClient, lease: ConnectionLease): void {
    this.clients.set(client, lease);
    if (this.conn.readyState === 'closed') client.closed('transport close');
  }

  remove(client: EngineClient): void {
    const lease = this.clients.get(client);
    this.clients.delete(client);
    if (lease !== this.lease) lease?.release();
  }

  /** Called at the start, and when the client changes from polling to a WebSocket. */
  private useTransport(): void {
    const { transport } = this.internals;
    const { socket } = transport;
    if (transport.closeTimeout !== undefined) transport.closeTimeout = CLOSE_GRACE_MS;
    if (!(socket instanceof TransportWebSocket)) return;
    this.webSocket = socket;
    socket.once('close', (code: number) => {
      this.closeCode = code;
    });
    this.limits.watch(socket);
    const { netSocket } = socket;
    if (netSocket && socket.extensions === '') this.writer = new DirectWriter(netSocket);
    if (this.paused > 0) socket.pause();
  }

  /** Writes to the WebSocket directly; undefined while packets have to wait for Engine.IO's own. */
  get directWriter(): DirectWriter | undefined {
    return this.internals.writeBuffer.length > 0 ? undefined : this.writer;
  }

  /** Bytes that the client has not taken yet. */
  get backlog(): number {
    return this.waiting + (this.webSocket?.bufferedAmount ?? 0);
  }

  /** Bytes that the client has taken so far. */
  get acceptedBytes(): number {
    const socket = this.webSocket?.netSocket;
    return this.passedOn + (socket ? socket.bytesWritten - socket.writableLength : 0);
  }

  get receivedBytes(): number {
    return this.request.socket.bytesRead;
  }

  write(packet: Packet): void {
    for (const each of packet) {
      this.waiting += Buffer.byteLength(each);
      this.conn.write(each, { compress: true });
    }
    // Engine.IO has passed the packets on if its transport was ready.
    if (this.internals.writeBuffer.length === 0) this.waiting = 0;
  }

  pause(): void {
    if (this.paused++ === 0) this.webSocket?.pause();
  }

  resume(): void {
    if (--this.paused > 0) return;
    this.webSocket?.resume();
    for (const resume of this.onResume.splice(0)) resume();
  }

  /** Delays a request of a client that polls until it can be handled. Returns false if there are too many. */
  async admitRequest({ method }: IncomingMessage): Promise<boolean> {
    if (!(await this.limits.admitRequest())) return false;
    while (method === 'POST' && this.paused > 0 && this.conn.readyState !== 'closed') {
      await new Promise<void>((resolve) => this.onResume.push(resolve));
    }
    return true;
  }

  /** Whether a client on the connection has logged in or does not need to. */
  get admitted(): boolean {
    return [...this.clients.keys()].some((client) => client.admitted);
  }

  /** The close code of a connection that the server has not closed. */
  get code(): number {
    return this.closeCode ?? 1006;
  }

  /** Disconnects one socket. Its client library does not connect again. */
  leave(socket: Socket): void {
    socket.disconnect();
    setTimeout(() => {
      if (this.isUnused) this.close();
    }, CLOSE_GRACE_MS).unref();
  }

  /** Closes the connection, with all sockets on it. A client library opens the next one automatically. */
  close(): void {
    this.conn.close();
    setTimeout(() => this.terminate(), CLOSE_GRACE_MS).unref();
  }

  /** Closes the connection immediately, after telling its clients why. */
  end(name: CloseName, reason?: string): void {
    for (const client of this.clients.keys()) client.close(name, reason);
    this.terminate();
  }

  terminate(): void {
    this.webSocket?.terminate();
    // Polling has nothing that could be terminated, and Engine.IO would wait for its next request.
    this.conn.transport.emit('error', new Error('terminated'));
  }
}
