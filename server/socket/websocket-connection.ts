import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { type CloseName, closes } from '../../schemas/generated/codes.js';
import type { Options } from '../../schemas/generated/options.js';
import type { Connection, ConnectionListener } from './connection.js';
import type { Frame } from './frame.js';
import { Inbox } from './inbox.js';
import { ControlFrames } from './limits.js';
import type { Outbound, SlowConnection } from './outbound.js';

/** A client that does not answer a close frame is cut after this long. */
const CLOSE_GRACE_MS = 2000;

/** What is counted of all connections. */
export interface Traffic {
  received(bytes: number): void;
  sent(bytes: number): void;
  dropped(): void;
}

/**
 * A WebSocket. ws receives and closes; frames that were made for many receivers are written
 * straight to the socket below it, which is safe because each of ws's own writes is a whole frame too.
 */
export class WebSocketConnection implements Connection, SlowConnection {
  private readonly inbox: Inbox;
  /** permessage-deflate is spoken: each client's bytes are its own. */
  private readonly deflated: boolean;
  private closing = false;
  /** Pings that the client has not answered yet. */
  private asked = 0;
  /** Made for the first ping of the client: browsers send none. */
  private controlFrames: ControlFrames | undefined;

  constructor(
    private readonly options: Options,
    private readonly webSocket: WebSocket,
    private readonly socket: Socket,
    private readonly outbound: Outbound,
    private readonly traffic: Traffic,
    listener: ConnectionListener,
  ) {
    this.deflated = webSocket.extensions !== '';
    this.inbox = new Inbox(
      () => webSocket.pause(),
      () => webSocket.resume(),
    );
    this.inbox.push(() => listener.opened(this));
    webSocket.on('message', (data: Buffer, binary: boolean) => {
      traffic.received(data.length);
      if (this.closing) return;
      if (binary) {
        this.close('not-text');
        return;
      }
      const text = data.toString();
      this.inbox.push(() => listener.receive(text, data.length));
    });
    webSocket.on('ping', (data: Buffer) => this.pinged(data));
    webSocket.on('pong', () => {
      if (this.asked > 0) this.asked--;
      else this.control();
    });
    // What ws refuses (a bad frame, one too big) it closes with the code that the table gives; the
    // close that follows says which.
    webSocket.on('error', () => {});
    webSocket.on('close', (code, reason) => {
      this.closing = true;
      outbound.forget(this);
      this.inbox.push(() => listener.closed(code, reason.toString()));
    });
  }

  get waiting(): number {
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
    const { limits } = this.outbound;
    const waiting = this.waiting;
    if (waiting > 0) {
      const next = waiting + frame.payload.length;
      if (frame.volatile && next > limits.outboundDrop) {
        this.traffic.dropped();
        return;
      }
      if (next > limits.outboundLimit) {
        this.close('too-slow');
        return;
      }
    }
    this.traffic.sent(frame.payload.length);
    if (this.deflated) this.webSocket.send(frame.payload, { binary: false });
    else this.socket.write(frame.wire);
    if (this.waiting > 0) this.outbound.watch(this);
  }

  ping(): void {
    if (this.closing) return;
    this.asked++;
    this.webSocket.ping();
  }

  close(name: CloseName, reason = name): void {
    if (this.closing) return;
    this.closing = true;
    this.webSocket.close(closes[name].code, reason);
    setTimeout(() => this.webSocket.terminate(), CLOSE_GRACE_MS).unref();
  }

  terminate(): void {
    this.webSocket.terminate();
  }

  /** Answers a ping, unless there are too many of them, or the answers are not taken. */
  private pinged(data: Buffer): void {
    if (this.control() !== 'answer' || this.closing) return;
    if (this.waiting > this.outbound.limits.outboundDrop) return;
    this.webSocket.pong(data);
    if (this.waiting > 0) this.outbound.watch(this);
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
