import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { type CloseName, closes } from '../../schemas/generated/codes.js';
import type { Options } from '../../schemas/generated/options.js';
import type { Connection, ConnectionListener } from './connection.js';
import type { Frame } from './frame.js';
import { Inbox } from './inbox.js';
import { ControlFrames } from './limits.js';
import type { Outbound, SlowConnection } from './outbound.js';
import type { Flushable, Sequence, Turn } from './turn.js';

/** A client that does not answer a close frame is cut after this long. */
const CLOSE_GRACE_MS = 2000;

/** What is counted of all connections. */
export interface Traffic {
  received(bytes: number): void;
  sent(bytes: number, messages: number): void;
  dropped(): void;
}

/** A WebSocket that knows its connection, so that all of them have the same few listeners. */
export class ConnectedWebSocket extends WebSocket {
  connection: WebSocketConnection | undefined;
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

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  (this as ConnectedWebSocket).connection?.closed(code, reason.toString());
}

/** What ws refuses (a bad frame, one too big) it closes with the code that the table gives; the close that follows says which. */
const onError = (): void => {};

/** Bytes that are written at once, without waiting for the end of the turn. */
const ENOUGH = 256 * 1024;

/**
 * A WebSocket. ws receives and closes; frames that were made for many receivers are written
 * straight to the socket below it, which is safe because each of ws's own writes is a whole frame too.
 */
export class WebSocketConnection implements Connection, SlowConnection, Flushable {
  private readonly inbox: Inbox;
  /** permessage-deflate is spoken: each client's bytes are its own. */
  private readonly deflated: boolean;
  private closing = false;
  /** How this side has ended it; who is cut because it does not answer cannot repeat that. */
  private closedBy: { code: number; reason: string } | undefined;
  /** What has been said to it in this turn. */
  private unwritten: Sequence | undefined;
  /** The kernel has not taken all that was written, as far as is known. */
  private slow = false;
  /** Pings that the client has not answered yet. */
  private asked = 0;
  /** Made for the first ping of the client: browsers send none. */
  private controlFrames: ControlFrames | undefined;

  constructor(
    private readonly options: Options,
    private readonly webSocket: ConnectedWebSocket,
    private readonly socket: Socket,
    private readonly outbound: Outbound,
    private readonly traffic: Traffic,
    private readonly turn: Turn,
    private readonly listener: ConnectionListener,
  ) {
    this.deflated = webSocket.extensions !== '';
    this.inbox = new Inbox(webSocket);
    webSocket.connection = this;
    webSocket.on('message', onMessage);
    webSocket.on('ping', onPing);
    webSocket.on('pong', onPong);
    webSocket.on('error', onError);
    webSocket.on('close', onClose);
    this.inbox.push(() => listener.opened(this));
  }

  /** A message has come. */
  received(data: Buffer, binary: boolean): void {
    this.traffic.received(data.length);
    if (this.closing) return;
    if (binary) {
      this.close('not-text');
      return;
    }
    const text = data.toString();
    this.inbox.push(() => this.listener.receive(text, data.length));
  }

  /** The other side has answered a ping, or said so unasked. */
  ponged(): void {
    if (this.asked > 0) this.asked--;
    else this.control();
  }

  /** The WebSocket is gone. */
  closed(code: number, reason: string): void {
    this.closing = true;
    this.unwritten = undefined;
    this.outbound.forget(this);
    const ended = this.closedBy ?? { code, reason };
    this.inbox.push(() => this.listener.closed(ended.code, ended.reason));
  }

  get waiting(): number {
    return (this.unwritten?.size ?? 0) + this.backlog;
  }

  /** Bytes that were written and that the kernel has not taken. */
  private get backlog(): number {
    return this.deflated ? this.webSocket.bufferedAmount : this.socket.writableLength;
  }

  get taken(): number {
    return this.socket.bytesWritten - this.socket.writableLength;
  }

  get receivedBytes(): number {
    return this.socket.bytesRead;
  }

  send(frame: Frame): void {
    if (this.closing) return;
    if (this.slow && !this.takes(frame)) return;
    if (!this.unwritten) this.unwritten = this.turn.begin(this, frame);
    else if (this.unwritten.size < ENOUGH) this.unwritten = this.unwritten.followedBy(frame);
    else {
      this.flush();
      this.send(frame);
    }
  }

  /** Writes what has been said to it. */
  flush(): void {
    const { unwritten } = this;
    if (!unwritten) return;
    this.unwritten = undefined;
    this.traffic.sent(unwritten.size, unwritten.length);
    if (this.deflated) {
      for (const { payload } of unwritten.frames) this.webSocket.send(payload, { binary: false });
    } else this.socket.write(unwritten.wire);
    this.slow = this.backlog > 0;
    if (this.slow) this.outbound.watch(this, unwritten.size);
  }

  /** Whether a slow connection is still given a frame. */
  private takes(frame: Frame): boolean {
    this.slow = this.backlog > 0;
    if (!this.slow) return true;
    const { limits } = this.outbound;
    const next = this.waiting + frame.wire.length;
    if (frame.volatile && next > limits.outboundDrop) {
      this.traffic.dropped();
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
    this.asked++;
    this.webSocket.ping();
  }

  close(name: CloseName, reason = name): void {
    if (this.closing) return;
    this.flush();
    this.closing = true;
    const { code } = closes[name];
    this.closedBy = { code, reason };
    this.webSocket.close(code, reason);
    setTimeout(() => this.webSocket.terminate(), CLOSE_GRACE_MS).unref();
  }

  cut(name: CloseName): void {
    this.unwritten = undefined;
    this.close(name);
    this.webSocket.terminate();
  }

  terminate(): void {
    this.webSocket.terminate();
  }

  /** Answers a ping, unless there are too many of them, or the answers are not taken. */
  pinged(data: Buffer): void {
    if (this.control() !== 'answer' || this.closing) return;
    if (this.waiting > this.outbound.limits.outboundDrop) return;
    this.webSocket.pong(data);
    if (this.waiting > 0) this.outbound.watch(this, data.length);
  }

  /** Counts a control frame that nobody asked for. */
  private control(): 'answer' | 'ignore' | 'abuse' {
    const now = performance.now();
    this.controlFrames ??= new ControlFrames(this.options, now);
    const verdict = this.controlFrames.take(now);
    if (verdict === 'abuse') this.close('abuse');
    return verdict;
  }
}
