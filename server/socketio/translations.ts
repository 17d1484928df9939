import { Frame, type LogPosition } from '../delivery/frame.js';
import { FrameChain } from '../delivery/frame-chain.js';
import type { DialectKind, Envelope, SocketEvent } from './dialect.js';
import { entryOf, type OffsetEntry, type Offsets } from './offsets.js';
import { encodeEvent, framesOf, type Packet } from './packets.js';

/** The events of an envelope, encoded: `wire` is their WebSocket frames. */
export class EventFrame extends Frame {
  private knownEntry: OffsetEntry | undefined;
  /** This frame with offsets, by the entries of other logs in them. */
  private variants: Map<string, EventFrame> | undefined;

  constructor(
    readonly packets: readonly Packet[],
    private readonly revision: 3 | 4,
    volatile: boolean,
    position: LogPosition | undefined,
  ) {
    const wires = packets.flatMap((packet) => framesOf(packet, revision));
    super(wires.length === 1 ? (wires[0] as Buffer) : Buffer.concat(wires), 0, volatile, position);
  }

  /** The entry of the message in offsets; undefined if it is not retained, so that no offset includes it. */
  get entry(): OffsetEntry | undefined {
    if (this.position) this.knownEntry ??= entryOf(this.position);
    return this.knownEntry;
  }

  /** Returns the frame with an offset as the last argument of its event. @param others the entries of other logs */
  withOffset(others: string): EventFrame {
    this.variants ??= new Map();
    let known = this.variants.get(others);
    if (!known) {
      known = this.ending(`${others}${others && '.'}${this.entry?.text ?? ''}`);
      this.variants.set(others, known);
    }
    return known;
  }

  /** Returns the frame with a text as the last argument of its event. */
  ending(argument: string): EventFrame {
    const end = `,${JSON.stringify(argument)}]`;
    const packets = this.packets.map(([text, ...binary]): Packet => [text.slice(0, -1) + end, ...binary]);
    return new EventFrame(packets, this.revision, this.volatile, this.position);
  }
}

/** The translations of the frames of a chain. */
class TranslatedChain {
  /** The chain with offsets, by the entries of other logs in them. */
  private variants: Map<string, FrameChain> | undefined;
  readonly plain: FrameChain;
  /** The last retained message. All messages of a chain are of the same log, since it is that of a room. */
  private readonly last: OffsetEntry | undefined;

  constructor(private readonly frames: readonly EventFrame[]) {
    this.plain = chainOf(frames);
    this.last = frames.findLast((frame) => frame.position)?.entry;
  }

  with(offsets: Offsets): FrameChain {
    if (!this.last) return this.plain;
    const others = offsets.advance(this.last);
    this.variants ??= new Map();
    let known = this.variants.get(others);
    if (!known) {
      known = chainOf(this.frames.map((frame) => (frame.position ? frame.withOffset(others) : frame)));
      this.variants.set(others, known);
    }
    return known;
  }
}

const chainOf = (frames: readonly EventFrame[]): FrameChain =>
  frames.reduce((chain, frame) => chain.append(frame), new FrameChain(undefined, undefined, 0, 0));

const envelopes = new WeakMap<Frame, Envelope>();

/** Returns the envelope of a frame. All dialects share it, so it must not be changed. */
export function envelopeIn(frame: Frame): Envelope {
  let envelope = envelopes.get(frame);
  if (!envelope) {
    envelope = JSON.parse(frame.payload.toString()) as Envelope;
    envelopes.set(frame, envelope);
  }
  return envelope;
}

/** The translations of frames into a dialect, for all clients that use it in the same namespace. */
export class Translations {
  private readonly frames = new WeakMap<Frame, EventFrame>();
  private readonly chains = new WeakMap<FrameChain, TranslatedChain>();

  /** @param revision revision of the Engine.IO protocol */
  constructor(
    private readonly kind: DialectKind,
    private readonly namespace: string,
    private readonly revision: 3 | 4,
  ) {}

  /** Returns the translation of a frame. It has no packets if the dialect has no events for the frame. */
  frameOf(frame: Frame): EventFrame {
    let known = this.frames.get(frame);
    if (!known) {
      known = this.encode(this.kind.translate(envelopeIn(frame), this.namespace), frame);
      this.frames.set(frame, known);
    }
    return known;
  }

  /** Returns the translations of the frames of a room's chain. @param offsets what the client has received */
  chainOf(chain: FrameChain, offsets: Offsets | undefined): FrameChain {
    let known = this.chains.get(chain);
    if (!known) {
      const frames = chain.frames.map((frame) => this.frameOf(frame));
      known = new TranslatedChain(frames.filter(({ packets }) => packets.length > 0));
      this.chains.set(chain, known);
    }
    return offsets ? known.with(offsets) : known.plain;
  }

  /** Encodes events. @param frame the frame that they translate, if any */
  encode(events: readonly SocketEvent[], frame?: Pick<Frame, 'volatile' | 'position'>): EventFrame {
    const packets = events.map((event) => encodeEvent(event, this.namespace));
    return new EventFrame(packets, this.revision, frame?.volatile ?? false, frame?.position);
  }
}
