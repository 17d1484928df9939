import { Frame, type LogPosition } from '../delivery/frame.js';
import { FrameChain } from '../delivery/frame-chain.js';
import type { DialectKind, Envelope, SocketEvent } from './dialect.js';
import { encodeEvent, framesOf, type Packet } from './packets.js';

/** The events of an envelope, encoded: `wire` is their WebSocket frames. */
export class EventFrame extends Frame {
  constructor(
    readonly packets: readonly Packet[],
    wire: Buffer,
    volatile: boolean,
    position: LogPosition | undefined,
  ) {
    super(wire, 0, volatile, position);
  }
}

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
  private readonly chains = new WeakMap<FrameChain, FrameChain>();

  /** @param revision revision of the Engine.IO protocol */
  constructor(
    private readonly kind: DialectKind,
    private readonly namespace: string,
    private readonly revision: 3 | 4,
  ) {}

  /** Returns the translation of a frame. */
  frameOf(frame: Frame): EventFrame {
    let known = this.frames.get(frame);
    if (!known) {
      known = this.encode(this.kind.translate(envelopeIn(frame), this.namespace), frame);
      this.frames.set(frame, known);
    }
    return known;
  }

  /** Returns the translations of the frames of a chain. It has no frames if the dialect has no events for them. */
  chainOf(chain: FrameChain): FrameChain {
    let known = this.chains.get(chain);
    if (!known) {
      known = new FrameChain(undefined, undefined, 0, 0);
      for (const each of chain.frames) {
        const frame = this.frameOf(each);
        if (frame.packets.length > 0) known = known.append(frame);
      }
      this.chains.set(chain, known);
    }
    return known;
  }

  /** Encodes events. @param frame the frame that they translate, if any */
  encode(events: readonly SocketEvent[], frame?: Pick<Frame, 'volatile' | 'position'>): EventFrame {
    const packets = events.map((event) => encodeEvent(event, this.namespace));
    const wires = packets.flatMap((packet) => framesOf(packet, this.revision));
    const wire = wires.length === 1 ? (wires[0] as Buffer) : Buffer.concat(wires);
    return new EventFrame(packets, wire, frame?.volatile ?? false, frame?.position);
  }
}
