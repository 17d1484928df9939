import type { Socket } from 'node:net';
import { type CloseName, closes } from 'lectern-protocol';
import { WebSocket } from 'ws';
import type { Connection, ConnectionListener } from '../delivery/connection.js';
import type { ConnectionServices } from './connection-services.js';
import { ControlFrameLimit } from './control-frame-limit.js';
import { DirectWriter } from './direct-writer.js';
import { InboundQueue } from './inbound-queue.js';
import { incompleteBytes } from './incomplete-bytes.js';
import type { IncompleteConnection } from './incomplete-messages.js';
import { StreamedConnection } from './streamed-connection.js';

/** Time after which a client that does not answer a close frame is disconnected. */
const CLOSE_GRACE_MS = 2000;

/** A WebSocket with a reference to its connection, so that all sockets share the same listeners. */
export class ConnectedWebSocket extends WebSocket {
  connection: WebSocketConnection | undefined;

  /** ws also calls this method to answer the client's close frame. Nothing can be sent after it. */
  override close(code?: number, reason?: string | Buffer): void {
    this.connection?.onClosing();
    super.close(code, reason);
  }
}

function onMessage(this: WebSocket, data: Buffer, binary: boolean): void {
  (this as ConnectedWebSocket).connection?.received(data, binary);
}

function onPing(this: WebSocket, data: Buffer): void {
  (this as ConnectedWebSocket).connection?.pinged(data);
}

function onPong(this: WebSocket): void {
  (this as ConnectedWebSocket).connection?.ponged();
}

function onClose(this: WebSocket, code: number): void {
  (this as ConnectedWebSocket).connection?.closed(code);
}

/** ws closes the connection after an invalid or too large frame; the `close` event that follows has the code. */
const onError = (): void => {};

/**
 * A WebSocket connection. ws receives messages and closes the connection. Frames are written to the underlying socket
 * directly, which is safe because each of ws's own writes is a complete frame as well.
 */
export class WebSocketConnection extends StreamedConnection implements Connection, IncompleteConnection {
  readonly transport = 'websocket';
  readonly detectsSilence = false;
  readonly reportsPositions = false;
  private readonly inbound: InboundQueue;
  /** The code with which the server has closed the connection. A client that does not answer cannot confirm it. */
  private closedBy: number | undefined;
  /** Pings that the client has not answered yet. */
  private unansweredPings = 0;
  /** Whether the server holds a part of a message whose other parts have not arrived. */
  private incomplete = false;
  /** Created on the first ping of the client, because browsers do not send pings. */
  private controlFrameLimit: ControlFrameLimit | undefined;

  constructor(
    services: ConnectionServices,
    private readonly webSocket: ConnectedWebSocket,
    private readonly socket: Socket,
    readonly address: string,
    private readonly listener: ConnectionListener,
  ) {
    super(services);
    // The only extension that the server accepts is permessage-deflate.
    this.writer = new DirectWriter(socket, webSocket.extensions !== '');
    // Responses to earlier HTTP requests on the same connection can still be queued.
    this.refreshBacklog();
    this.inbound = new InboundQueue(webSocket);
    webSocket.connection = this;
    webSocket.on('message', onMessage);
    webSocket.on('ping', onPing);
    webSocket.on('pong', onPong);
    webSocket.on('error', onError);
    webSocket.on('close', onClose);
    // After ws's own listener, which takes the complete messages out of each chunk.
    socket.on('data', () => this.onChunk());
    this.inbound.push(() => listener.opened(this));
  }

  received(data: Buffer, binary: boolean): void {
    this.services.traffic.received(data.length);
    if (this.incomplete) this.release();
    if (this.closing) return;
    if (binary) {
      this.close('not-text');
      return;
    }
    const text = data.toString();
    const receive = () => this.listener.receive(text, data.length);
    if (this.inbound.isBusy && this.listener.isUnordered(text)) void receive();
    else this.inbound.push(receive, data.length);
  }

  /** Counts the bytes of the message that a chunk has left incomplete. */
  private onChunk(): void {
    const bytes = incompleteBytes(this.webSocket);
    if (bytes === 0) {
      if (this.incomplete) this.release();
      return;
    }
    const { incomplete } = this.services;
    // A client that has not logged in is not allowed to send the types that have a larger limit.
    if (bytes > incomplete.limits.messageBytes && !this.listener.admitted) this.terminateWith('too-big');
    else if (this.socket.destroyed) return;
    else {
      this.incomplete = true;
      incomplete.hold(this, bytes);
    }
  }

  private release(): void {
    this.incomplete = false;
    this.services.incomplete.release(this);
  }

  /** Handles a pong, solicited or not. */
  ponged(): void {
    if (this.unansweredPings > 0) this.unansweredPings--;
    else this.countControlFrame();
  }

  closed(code: number): void {
    this.ended();
    this.release();
    const ended = this.closedBy ?? code;
    this.inbound.push(() => this.listener.closed(ended));
  }

  protected get backlog(): number {
    return this.socket.writableLength;
  }

  get acceptedBytes(): number {
    return this.socket.bytesWritten - this.socket.writableLength;
  }

  get receivedBytes(): number {
    return this.socket.bytesRead;
  }

  get reading(): boolean {
    return !this.inbound.isPaused;
  }

  ping(): void {
    if (this.closing) return;
    this.unansweredPings++;
    this.webSocket.ping();
    this.refreshBacklog();
  }

  close(name: CloseName, reason: string = name): void {
    if (this.closing) return;
    const { code } = closes[name];
    this.closedBy = code;
    this.webSocket.close(code, reason);
    setTimeout(() => this.webSocket.terminate(), CLOSE_GRACE_MS).unref();
  }

  /** Sends the pending frames before the close frame. */
  onClosing(): void {
    this.flush();
    this.closing = true;
  }

  terminate(): void {
    this.webSocket.terminate();
  }

  /** Answers a ping, unless there are too many of them or the client does not read the answers. */
  pinged(data: Buffer): void {
    if (this.countControlFrame() !== 'answer' || this.closing) return;
    if (this.queuedBytes > this.services.slowConsumers.limits.outboundDrop) return;
    this.webSocket.pong(data);
    this.refreshBacklog();
    if (this.queuedBytes > 0) this.services.slowConsumers.track(this, data.length);
  }

  /** Counts an unsolicited control frame. */
  private countControlFrame(): 'answer' | 'ignore' | 'abuse' {
    const now = performance.now();
    this.controlFrameLimit ??= new ControlFrameLimit(this.services.options, now);
    const verdict = this.controlFrameLimit.count(now);
    if (verdict === 'abuse') this.close('abuse');
    return verdict;
  }
}
