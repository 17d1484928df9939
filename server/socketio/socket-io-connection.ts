import { type CloseName, closes } from 'lectern-protocol';
import type { Socket } from 'socket.io';
import type { Connection, Recovered, RecoveryListener } from '../delivery/connection.js';
import type { Frame } from '../delivery/frame.js';
import type { FrameChain } from '../delivery/frame-chain.js';
import type { ConnectionServices } from '../socket/connection-services.js';
import { InboundQueue } from '../socket/inbound-queue.js';
import { StreamedConnection } from '../socket/streamed-connection.js';
import type { Acknowledge, Arrival, Dialect, DialectKind, Greeting, SocketEvent } from './dialect.js';
import type { Dialects } from './dialects.js';
import type { EngineConnection } from './engine-connection.js';
import { RawArguments } from './limited-decoder.js';
import { entryOf, Offsets, seenIn } from './offsets.js';
import { type EventFrame, envelopeIn, type Translations } from './translations.js';

/** Services that connections share. */
export interface SocketIoServices {
  connections: ConnectionServices;
  dialects: Dialects;
  /** Returns the translations for all clients that use a dialect in the socket's namespace. */
  translationsFor(kind: DialectKind): Translations;
}

/** A close code that Socket.IO's reasons for a disconnection correspond to. */
const CODES: Readonly<Record<string, number>> = {
  'client namespace disconnect': closes.bye.code,
  'ping timeout': closes.dead.code,
  'parse error': closes['protocol-error'].code,
};

/** An event that no client could send. The server refuses it like any message that is not an envelope. */
const INVALID = '{}';

/** The socket of one Socket.IO namespace, which is one client. */
export class SocketIoConnection extends StreamedConnection implements Connection {
  readonly transport = 'socket.io';
  readonly detectsSilence = true;
  private readonly inbound: InboundQueue;
  private dialect: Dialect;
  private translations: Translations;
  /** Whether the first event decides on the dialect. */
  private undecided: boolean;
  private kind: DialectKind;
  /** The positions that the client has received, if its library recovers sessions. */
  private offsets: Offsets | undefined;
  /** Frames that wait until the client is told that it is connected. */
  private held: Frame[] | undefined = [];
  /** Whether the next event contains an offset in any case, because the client might have that of another session. */
  private corrects = false;
  private isOpened = false;
  private isClosed = false;
  /** The code with which the server has closed the connection. */
  private closedBy: number | undefined;

  constructor(
    private readonly shared: SocketIoServices,
    private readonly socket: Socket,
    private readonly engine: EngineConnection,
    private readonly greeting: Greeting,
    kind: DialectKind | undefined,
    private readonly listener: RecoveryListener,
    recovers: boolean,
  ) {
    super(shared.connections);
    this.undecided = kind === undefined;
    this.kind = kind ?? shared.dialects.native;
    ({ dialect: this.dialect, translations: this.translations } = this.speak());
    this.inbound = new InboundQueue(engine);
    if (recovers) this.offsets = new Offsets();
    socket.onAny((name: unknown, ...args: unknown[]) => this.arrived(name, args));
    socket.once('disconnect', (reason) => this.closed(reason));
  }

  /** Whether the client recovers its session by reporting its positions. */
  get reportsPositions(): boolean {
    return this.offsets !== undefined;
  }

  /**
   * Resumes the client's session before the client is told that it is connected.
   * @param offset the offset of the last event that the client has received
   * @returns whether the client gets everything that it missed
   */
  async recover(ticket: string, offset: unknown): Promise<boolean> {
    this.corrects = true;
    // In the queue, so that the end of the connection is handled afterwards.
    const recovered = await new Promise<Recovered | undefined>((resolve) => {
      this.inbound.push(() => this.listener.recover(this, { ticket, seen: seenIn(offset) }).then(resolve));
    });
    if (!recovered) return false;
    this.isOpened = true;
    this.undecided = false;
    for (const position of recovered.positions) this.offsets?.advance(entryOf(position));
    return recovered.complete;
  }

  /** Called once the client has been told that it is connected. */
  connected(): void {
    if (this.isClosed) return;
    if (!this.isOpened) this.inbound.push(() => this.listener.opened(this));
    if (this.offsets && !this.undecided) this.inbound.push(() => this.listener.setRecoverable(true));
    if (!this.isOpened) this.begin();
    const { held = [] } = this;
    this.held = undefined;
    this.enqueue(held);
  }

  private speak(): { dialect: Dialect; translations: Translations } {
    const { shared, greeting, kind } = this;
    return {
      dialect: kind.open({
        greeting,
        send: (envelope) => this.take(JSON.stringify(envelope)),
        emit: (event) => this.emit([event]),
        close: (name) => this.close(name),
      }),
      translations: shared.translationsFor(kind),
    };
  }

  private begin(): void {
    for (const envelope of this.dialect.begin?.() ?? []) this.take(JSON.stringify(envelope));
  }

  /** Handles an event of the client. Socket.IO adds a function to the arguments if the client expects an answer. */
  arrived(name: unknown, given: readonly unknown[]): void {
    if (this.closing) return;
    const last = given.at(-1);
    const answers = typeof last === 'function';
    const arrival: Arrival = {
      name: String(name),
      args: answers ? given.slice(0, -1) : given,
      acknowledge: answers ? this.acknowledgement(last as Acknowledge) : undefined,
    };
    if (this.undecided) this.decide(this.shared.dialects.ofFirst(this.greeting, arrival));
    for (const text of this.textsOf(arrival)) this.take(text);
  }

  /** Whether the client has logged in or does not need to. */
  get admitted(): boolean {
    return this.listener.admitted;
  }

  /** Handles an envelope of the client. */
  private take(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.services.traffic.received(bytes);
    const receive = () => this.listener.receive(text, bytes);
    if (this.inbound.isBusy && this.listener.isUnordered(text)) void receive();
    else this.inbound.push(receive, bytes);
  }

  /** Called with the dialect that the first event shows. */
  private decide(kind: DialectKind): void {
    this.undecided = false;
    if (kind !== this.shared.dialects.native) {
      this.kind = kind;
      ({ dialect: this.dialect, translations: this.translations } = this.speak());
      this.offsets = undefined;
      this.begin();
    }
    const recoverable = this.offsets !== undefined;
    this.inbound.push(() => this.listener.setRecoverable(recoverable));
  }

  /** Returns the envelopes of an event as text. */
  private textsOf(arrival: Arrival): string[] {
    const [raw] = arrival.args;
    try {
      if (raw instanceof RawArguments) return [this.refusedText(arrival, raw)];
      return this.dialect.receive(arrival).map((envelope) => JSON.stringify(envelope));
    } catch {
      return [INVALID];
    }
  }

  /** Returns the envelope of an event that was not parsed. The router refuses it for its size or its levels. */
  private refusedText(arrival: Arrival, { json }: RawArguments): string {
    const [{ receiver, id } = {}] = this.dialect.receive({ ...arrival, args: [] });
    return `${JSON.stringify({ receiver, type: arrival.name, id }).slice(0, -1)},"data":${json}}`;
  }

  /** Sends an answer after all events that precede it. */
  private acknowledgement(answer: Acknowledge): Acknowledge {
    return (...args) => {
      if (this.closing) return;
      this.flush();
      answer(...args);
      this.refreshBacklog();
    };
  }

  private emit(events: readonly SocketEvent[]): void {
    this.addEvents(this.translations.encode(events));
  }

  protected override add(frame: Frame): void {
    if (this.held) {
      this.held.push(frame);
      return;
    }
    const { dialect, translations } = this;
    const envelope = envelopeIn(frame);
    const own = dialect.isOwn?.(envelope) ? dialect.own?.(envelope) : undefined;
    this.addEvents(own ? translations.encode(own, frame) : translations.frameOf(frame));
  }

  private addEvents(frame: EventFrame): void {
    if (frame.packets.length === 0) return;
    const { entry } = frame;
    if (this.corrects) {
      this.corrects = false;
      super.add(frame.ending(this.offsets?.text ?? ''));
    } else super.add(this.offsets && entry ? frame.withOffset(this.offsets.advance(entry)) : frame);
  }

  override stageShared(chain: FrameChain): boolean {
    this.prepare();
    if (this.held || !this.stages) return false;
    const events = this.translations.chainOf(chain, this.offsets);
    return events.length === 0 || super.stageShared(events);
  }

  override writeShared(chain: FrameChain): void {
    this.enqueue(chain.frames);
    this.flush();
  }

  override stage(): boolean {
    this.prepare();
    return super.stage();
  }

  protected override write(chain: FrameChain): void {
    this.prepare();
    super.write(chain);
  }

  /** Engine.IO writes to the same socket, so it is known only now whether frames can be written directly. */
  private prepare(): void {
    this.writer = this.engine.directWriter;
    this.refreshBacklog();
  }

  protected override writeEach(chain: FrameChain): void {
    for (const frame of chain.frames as EventFrame[]) {
      for (const packet of frame.packets) this.engine.write(packet);
    }
  }

  protected get backlog(): number {
    return this.engine.backlog;
  }

  get acceptedBytes(): number {
    return this.engine.acceptedBytes;
  }

  get receivedBytes(): number {
    return this.engine.receivedBytes;
  }

  get reading(): boolean {
    return !this.inbound.isPaused;
  }

  ping(): void {
    // Engine.IO sends pings of its own.
  }

  close(name: CloseName, reason: string = name): void {
    // The event below can be refused, too, if the send queue is full.
    if (this.closing || this.closedBy !== undefined) return;
    const { code, reconnect } = closes[name];
    this.closedBy = code;
    const wait = /^retry_after_ms=(\d+)$/.exec(reason)?.[1];
    const data = {
      code,
      name,
      reason,
      reconnect,
      ...(wait !== undefined && { retry_after_ms: Number(wait) }),
    };
    // Clients of older systems do not know this event.
    if (!this.held && this.kind === this.shared.dialects.native) this.emit([{ name: 'close', args: [data] }]);
    this.flush();
    this.closing = true;
    if (reconnect) this.engine.close();
    else this.engine.leave(this.socket);
  }

  terminate(): void {
    this.engine.terminate();
  }

  /** Called when the socket or the connection below it is closed. */
  closed(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.ended();
    this.engine.remove(this);
    const code = this.closedBy ?? CODES[reason] ?? this.engine.code;
    this.inbound.push(() => this.listener.closed(code));
  }
}
