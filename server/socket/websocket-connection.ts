import type { Socket } from 'node:net';
import { type CloseName, closes } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import { WebSocket } from 'ws';
import { type BroadcastGroup, ENOUGH, type GroupMember } from '../delivery/broadcast-group.js';
import type { Connection, ConnectionListener } from '../delivery/connection.js';
import type { Frame } from '../delivery/frame.js';
import type { FrameChain } from '../delivery/frame-chain.js';
import type { TickBatcher } from '../delivery/tick-batcher.js';
import { ControlFrames } from './control-frames.js';
import { Inbox } from './inbox.js';
import type { Kernel, Receiver } from './kernel.js';
import type { Outbound, SlowConnection } from './outbound.js';
import { Outlet } from './outlet.js';

/** A client that does not answer a close frame is cut after this long. */
const CLOSE_GRACE_MS = 2000;

/** What is counted of all connections. */
export interface Traffic {
  received(bytes: number): void;
  sent(bytes: number, messages: number): void;
  dropped(): void;
}

/** What all connections share. */
export interface ConnectionServices {
  options: Options;
  outbound: Outbound;
  traffic: Traffic;
  turn: TickBatcher;
  kernel: Kernel;
}

/** A WebSocket that knows its connection, so that all of them have the same few listeners. */
export class ConnectedWebSocket extends WebSocket {
  connection: WebSocketConnection | undefined;

  /** Called by ws too, to answer the other side's close: nothing is said after it. */
  override close(code?: number, reason?: string | Buffer): void {
    this.connection?.ending();
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

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  (this as ConnectedWebSocket).connection?.closed(code, reason.toString());
}

/** What ws refuses (a bad frame, one too big) it closes with the code that the table gives; the close that follows says which. */
const onError = (): void => {};

/**
 * A WebSocket. ws receives and closes; frames that were made for many receivers are written
 * straight to the socket below it, which is safe because each of ws's own writes is a whole frame too.
 */
export class WebSocketConnection implements Connection, SlowConnection, GroupMember, Receiver {
  // What is looked at for every delivery lies side by side: of thousands of connections none is in the processor's cache.
  private readonly outlet: Outlet;
  private closing = false;
  /** The kernel has not taken all that was written, as far as is known. */
  private slow: boolean;
  /** permessage-deflate is spoken: each client's bytes are its own. */
  private readonly deflated: boolean;
  /** What has been said to it in this turn, without what its circle was told. */
  private unwritten: FrameChain | undefined;
  private circle: BroadcastGroup | undefined;
  private readonly inbox: Inbox;
  /** How this side has ended it; who is cut because it does not answer cannot repeat that. */
  private closedBy: { code: number; reason: string } | undefined;
  /** Pings that the client has not answered yet. */
  private asked = 0;
  /** Made for the first ping of the client: browsers send none. */
  private controlFrames: ControlFrames | undefined;

  constructor(
    private readonly services: ConnectionServices,
    private readonly webSocket: ConnectedWebSocket,
    private readonly socket: Socket,
    private readonly listener: ConnectionListener,
  ) {
    this.deflated = webSocket.extensions !== '';
    // What was asked for by HTTP on the same connection may still wait.
    this.slow = this.backlog > 0;
    this.inbox = new Inbox(webSocket);
    this.outlet = new Outlet(socket);
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
    this.services.traffic.received(data.length);
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
    this.services.outbound.forget(this);
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
    this.settle();
    this.add(frame);
  }

  take(frames: readonly Frame[]): void {
    for (const frame of frames) this.add(frame);
  }

  joins(said: FrameChain): boolean {
    if (this.unwritten || this.slow || this.closing || this.deflated) return false;
    const { descriptor } = this.outlet;
    if (descriptor < 0) return false;
    this.services.traffic.sent(said.size, said.length);
    this.services.kernel.gather(this, descriptor, said);
    return true;
  }

  took(said: FrameChain, bytes: number): void {
    this.slow = this.outlet.rest(said.wire, bytes);
    if (this.slow) this.services.outbound.watch(this, said.size);
  }

  hear(said: FrameChain): void {
    if (this.unwritten || this.slow || this.closing) {
      this.take(said.frames);
      this.flush();
    } else this.write(said);
  }

  follow(circle: BroadcastGroup | undefined): void {
    this.settle();
    this.circle?.delete(this);
    this.circle = circle;
    circle?.add(this);
  }

  gather(): boolean {
    if (this.slow || this.closing) return false;
    this.settle();
    const { unwritten } = this;
    if (!unwritten) return true;
    this.unwritten = undefined;
    if (this.joins(unwritten)) return true;
    this.unwritten = unwritten;
    return false;
  }

  flush(): void {
    this.settle();
    const { unwritten } = this;
    this.unwritten = undefined;
    if (unwritten) this.write(unwritten);
  }

  /** Takes what its circle was told before anything else is said. */
  private settle(): void {
    if (this.circle) this.take(this.circle.rest(this));
  }

  private add(frame: Frame): void {
    if (this.closing || (this.slow && !this.takes(frame))) return;
    if (this.unwritten && this.unwritten.size >= ENOUGH) this.flush();
    this.unwritten = this.unwritten?.followedBy(frame) ?? this.services.turn.begin(this, frame);
  }

  private write(said: FrameChain): void {
    this.services.traffic.sent(said.size, said.length);
    if (this.deflated) {
      for (const { payload } of said.frames) this.webSocket.send(payload, { binary: false });
      this.slow = this.backlog > 0;
    } else this.slow = this.outlet.write(said.wire, this.slow && this.backlog > 0, this.services.kernel);
    if (this.slow) this.services.outbound.watch(this, said.size);
  }

  /** ws has written something of its own: what waits is known anew. */
  private wrote(): void {
    this.slow = this.backlog > 0;
  }

  /** Whether a slow connection is still given a frame. */
  private takes(frame: Frame): boolean {
    this.slow = this.backlog > 0;
    if (!this.slow) return true;
    const { limits } = this.services.outbound;
    const next = this.waiting + frame.wire.length;
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
    this.asked++;
    this.webSocket.ping();
    this.wrote();
  }

  close(name: CloseName, reason = name): void {
    if (this.closing) return;
    const { code } = closes[name];
    this.closedBy = { code, reason };
    this.webSocket.close(code, reason);
    setTimeout(() => this.webSocket.terminate(), CLOSE_GRACE_MS).unref();
  }

  /** The close frame is about to leave: what was said before it does first. */
  ending(): void {
    this.flush();
    this.closing = true;
  }

  cut(name: CloseName): void {
    this.circle?.delete(this);
    this.circle = undefined;
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
    if (this.waiting > this.services.outbound.limits.outboundDrop) return;
    this.webSocket.pong(data);
    this.wrote();
    if (this.waiting > 0) this.services.outbound.watch(this, data.length);
  }

  /** Counts a control frame that nobody asked for. */
  private control(): 'answer' | 'ignore' | 'abuse' {
    const now = performance.now();
    this.controlFrames ??= new ControlFrames(this.services.options, now);
    const verdict = this.controlFrames.take(now);
    if (verdict === 'abuse') this.close('abuse');
    return verdict;
  }
}
