import type { Socket } from 'node:net';
import { type CloseName, closes } from 'lectern-protocol';
import { WebSocket } from 'ws';
import { type BroadcastGroup, FLUSH_BYTES, type GroupMember } from '../delivery/broadcast-group.js';
import type { Connection, ConnectionListener } from '../delivery/connection.js';
import type { Frame } from '../delivery/frame.js';
import type { FrameChain } from '../delivery/frame-chain.js';
import type { SendTarget } from './batch-sender.js';
import type { ConnectionServices } from './connection-services.js';
import { ControlFrameLimit } from './control-frame-limit.js';
import { DirectWriter } from './direct-writer.js';
import { InboundQueue } from './inbound-queue.js';
import type { IncompleteConnection } from './incomplete-messages.js';
import type { SlowConnection } from './slow-consumers.js';

/** Time after which a client that does not answer a close frame is disconnected. */
const CLOSE_GRACE_MS = 2000;

/** The part of ws that holds the bytes of an incomplete message. ws does not document it, so it can be missing. */
interface Receiving {
  readonly _receiver?: { readonly _bufferedBytes?: number; readonly _messageLength?: number };
}

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
export class WebSocketConnection
  implements Connection, SlowConnection, IncompleteConnection, GroupMember, SendTarget
{
  // The fields that each delivery reads are adjacent: with thousands of connections, none is in the processor's cache.
  private readonly writer: DirectWriter;
  private closing = false;
  /** Whether bytes were queued in the socket when they were last counted. */
  private congested: boolean;
  /** Whether permessage-deflate is in use, so that each client needs its own bytes. */
  private readonly deflated: boolean;
  /** The connection's own frames of this turn, without those of its group. */
  private unwritten: FrameChain | undefined;
  private group: BroadcastGroup | undefined;
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
    private readonly services: ConnectionServices,
    private readonly webSocket: ConnectedWebSocket & Receiving,
    private readonly socket: Socket,
    readonly address: string,
    private readonly listener: ConnectionListener,
  ) {
    this.deflated = webSocket.extensions !== '';
    // Responses to earlier HTTP requests on the same connection can still be queued.
    this.congested = this.backlog > 0;
    this.inbound = new InboundQueue(webSocket);
    this.writer = new DirectWriter(socket);
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
    const { _bufferedBytes = 0, _messageLength = 0 } = this.webSocket._receiver ?? {};
    const bytes = _bufferedBytes + _messageLength;
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
    this.closing = true;
    this.unwritten = undefined;
    this.services.slowConsumers.untrack(this);
    this.release();
    const ended = this.closedBy ?? code;
    this.inbound.push(() => this.listener.closed(ended));
  }

  get queuedBytes(): number {
    return (this.unwritten?.size ?? 0) + this.backlog;
  }

  /** Bytes that are queued in the socket. */
  private get backlog(): number {
    return this.deflated ? this.webSocket.bufferedAmount : this.socket.writableLength;
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

  send(frame: Frame): void {
    this.pullBroadcasts();
    this.add(frame);
  }

  enqueue(frames: readonly Frame[]): void {
    for (const frame of frames) this.add(frame);
  }

  stageShared(chain: FrameChain): boolean {
    if (this.unwritten || this.congested || this.closing || this.deflated) return false;
    const { descriptor } = this.writer;
    if (descriptor < 0) return false;
    this.services.traffic.sent(chain.size, chain.length);
    this.services.sender.stage(this, descriptor, chain);
    return true;
  }

  onPartialWrite(chain: FrameChain, bytes: number): void {
    this.congested = this.writer.writeRemainder(chain.wire, bytes);
    if (this.congested) this.services.slowConsumers.track(this, chain.size);
  }

  writeShared(chain: FrameChain): void {
    if (this.unwritten || this.congested || this.closing) {
      this.enqueue(chain.frames);
      this.flush();
    } else this.write(chain);
  }

  setBroadcastGroup(group: BroadcastGroup | undefined): void {
    this.pullBroadcasts();
    this.group?.delete(this);
    this.group = group;
    group?.add(this);
  }

  stage(): boolean {
    if (this.congested || this.closing) return false;
    this.pullBroadcasts();
    const { unwritten } = this;
    if (!unwritten) return true;
    this.unwritten = undefined;
    if (this.stageShared(unwritten)) return true;
    this.unwritten = unwritten;
    return false;
  }

  flush(): void {
    this.pullBroadcasts();
    const { unwritten } = this;
    this.unwritten = undefined;
    if (unwritten) this.write(unwritten);
  }

  /** Takes over the group's frames, so that they precede the connection's own next frame. */
  private pullBroadcasts(): void {
    if (this.group) this.enqueue(this.group.takePending(this));
  }

  private add(frame: Frame): void {
    if (this.closing || (this.congested && !this.admits(frame))) return;
    if (this.unwritten && this.unwritten.size >= FLUSH_BYTES) this.flush();
    this.unwritten = this.unwritten?.append(frame) ?? this.services.batcher.schedule(this, frame);
  }

  private write(chain: FrameChain): void {
    this.services.traffic.sent(chain.size, chain.length);
    if (this.deflated) {
      for (const { payload } of chain.frames) this.webSocket.send(payload, { binary: false });
      this.congested = this.backlog > 0;
    } else
      this.congested = this.writer.write(
        chain.wire,
        this.congested && this.backlog > 0,
        this.services.sender,
      );
    if (this.congested) this.services.slowConsumers.track(this, chain.size);
  }

  /** Called after ws has written a frame of its own. */
  private refreshBacklog(): void {
    this.congested = this.backlog > 0;
  }

  /** Whether a congested connection still accepts a frame. */
  private admits(frame: Frame): boolean {
    this.congested = this.backlog > 0;
    if (!this.congested) return true;
    const { limits } = this.services.slowConsumers;
    const next = this.queuedBytes + frame.wire.length;
    if (frame.volatile && next > limits.outboundDrop) {
      this.services.traffic.dropped();
      return false;
    }
    if (next > limits.outboundLimit) {
      this.close('too-slow');
      return false;
    }
    return true;
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

  terminateWith(name: CloseName, reason?: string): void {
    this.group?.delete(this);
    this.group = undefined;
    this.unwritten = undefined;
    this.close(name, reason);
    this.webSocket.terminate();
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
