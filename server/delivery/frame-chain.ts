import type { Frame } from './frame.js';

/** Bytes that connections share. */
export interface SharedBytes {
  readonly wire: Buffer;
  readonly size: number;
}

/**
 * Frames in the order in which a connection gets them. Connections that get the same frames share one chain, and with
 * it the bytes.
 */
export class FrameChain implements SharedBytes {
  private bytes: Buffer | undefined;
  private deflatedBytes: SharedBytes | undefined;
  private next: FrameChain | undefined;
  /** Other continuations of this chain, for connections that get different frames from here on. */
  private branches: Map<Frame, FrameChain> | undefined;

  constructor(
    readonly frame: Frame | undefined,
    private readonly previous: FrameChain | undefined,
    readonly length: number,
    /** Bytes of all frames on the wire. */
    readonly size: number,
  ) {}

  /** Returns this chain with another frame at its end. */
  append(frame: Frame): FrameChain {
    if (this.next?.frame === frame) return this.next;
    const known = this.branches?.get(frame);
    if (known) return known;
    const longer = new FrameChain(frame, this, this.length + 1, this.size + frame.wire.length);
    if (!this.next) this.next = longer;
    else {
      this.branches ??= new Map();
      this.branches.set(frame, longer);
    }
    return longer;
  }

  get frames(): Frame[] {
    return this.framesSince(undefined);
  }

  /** Returns the frames that follow an earlier chain; all frames if this chain does not begin with it. */
  framesSince(earlier: FrameChain | undefined): Frame[] {
    const frames: Frame[] = [];
    for (let each: FrameChain | undefined = this; each?.frame && each !== earlier; each = each.previous) {
      frames.push(each.frame);
    }
    return frames.reverse();
  }

  /** The bytes of all frames, concatenated on first use. */
  get wire(): Buffer {
    this.bytes ??=
      this.length === 1 && this.frame
        ? this.frame.wire
        : Buffer.concat(
            this.frames.map(({ wire }) => wire),
            this.size,
          );
    return this.bytes;
  }

  /** The same frames for connections with permessage-deflate; the chain itself if no frame is compressed. */
  get deflated(): SharedBytes {
    this.deflatedBytes ??= this.deflate();
    return this.deflatedBytes;
  }

  private deflate(): SharedBytes {
    const { frames } = this;
    if (frames.every(({ wire, deflatedWire }) => deflatedWire === wire)) return this;
    const wire = Buffer.concat(frames.map(({ deflatedWire }) => deflatedWire));
    return { wire, size: wire.length };
  }
}
