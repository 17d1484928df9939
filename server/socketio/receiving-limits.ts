import type { IncomingMessage } from 'node:http';
import type { CloseName } from 'lectern-protocol';
import type { ConnectionServices } from '../socket/connection-services.js';
import { ControlFrameLimit } from '../socket/control-frame-limit.js';
import { incompleteBytes } from '../socket/incomplete-bytes.js';
import type { IncompleteConnection } from '../socket/incomplete-messages.js';
import { ByteBucket } from '../util/byte-bucket.js';
import type { TransportWebSocket } from './transport-web-socket.js';

/** The parts of a connection that the limits use. */
interface Limited {
  readonly address: string;
  /** Whether a client on the connection has logged in or does not need to. */
  readonly admitted: boolean;
  /** Bytes that the client has not taken yet. */
  readonly backlog: number;
  /** Closes the connection immediately, with all clients on it. */
  end(name: CloseName, reason?: string): void;
}

/** Rate of the requests of a client that polls, per second, above which they wait. */
const REQUEST_RATE = 100;

/** Maximum number of requests of one connection that wait. Client libraries send two at a time. */
const MAX_REQUESTS = 4;

/** A part of a message of which the rest has not arrived. */
class Part implements IncompleteConnection {
  private isHeld = false;

  constructor(
    private readonly services: ConnectionServices,
    private readonly connection: Limited,
  ) {}

  get address(): string {
    return this.connection.address;
  }

  terminateWith(name: 'incomplete', reason: string): void {
    this.connection.end(name, reason);
  }

  /** Sets how many bytes the server holds; 0 if the message is complete. */
  set(bytes: number): void {
    const { incomplete } = this.services;
    if (bytes === 0) {
      if (this.isHeld) incomplete.release(this);
      this.isHeld = false;
      return;
    }
    // A client that has not logged in is not allowed to send the types that have a larger limit.
    if (bytes > incomplete.limits.messageBytes && !this.connection.admitted) this.connection.end('too-big');
    else {
      this.isHeld = true;
      incomplete.hold(this, bytes);
    }
  }
}

/** Limits what one Engine.IO connection can make the server hold and answer, besides messages. */
export class ReceivingLimits {
  private readonly parts = new Set<Part>();
  private attachments: Part | undefined;
  private controlFrames: ControlFrameLimit | undefined;
  private requests: ByteBucket | undefined;
  private handled = 0;

  constructor(
    private readonly services: ConnectionServices,
    private readonly connection: Limited,
  ) {}

  /** Limits a WebSocket: messages of which only some bytes have arrived, and pings. */
  watch(webSocket: TransportWebSocket): void {
    const part = this.newPart();
    // After ws's own listener, which takes the complete messages out of each chunk.
    webSocket.netSocket?.on('data', () => part.set(incompleteBytes(webSocket)));
    webSocket.on('ping', (data) => {
      if (!this.countControlFrame()) return;
      if (this.connection.backlog <= this.services.slowConsumers.limits.outboundDrop) webSocket.pong(data);
    });
    webSocket.on('pong', () => this.countControlFrame());
  }

  /** Counts the body of a request while it arrives. */
  watchBody(request: IncomingMessage): void {
    const part = this.newPart();
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      part.set(bytes);
    });
    request.once('end', () => this.remove(part));
    request.once('close', () => this.remove(part));
  }

  /** Sets how many bytes of binary attachments the server holds; 0 if their event is complete. */
  holdAttachments(bytes: number): void {
    this.attachments ??= this.newPart();
    this.attachments.set(bytes);
  }

  /** Counts a frame or packet that is not a message. Returns whether to handle it. */
  countControlFrame(): boolean {
    const now = performance.now();
    this.controlFrames ??= new ControlFrameLimit(this.services.options, now);
    const verdict = this.controlFrames.count(now);
    if (verdict === 'abuse') this.connection.end('abuse');
    return verdict === 'answer';
  }

  /** Delays a request of a client that polls too often. Returns false if too many requests wait already. */
  async admitRequest(): Promise<boolean> {
    if (this.handled >= MAX_REQUESTS) return false;
    this.requests ??= new ByteBucket(REQUEST_RATE);
    const { waitMs } = this.requests;
    this.requests.spend(1);
    if (waitMs === 0) return true;
    this.handled++;
    await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    this.handled--;
    return true;
  }

  /** Called when the connection is closed. */
  release(): void {
    for (const part of this.parts) this.remove(part);
  }

  private newPart(): Part {
    const part = new Part(this.services, this.connection);
    this.parts.add(part);
    return part;
  }

  private remove(part: Part): void {
    part.set(0);
    this.parts.delete(part);
  }
}
