import type { Frame } from './frame.js';

/**
 * Frames in the order in which a connection gets them. Connections that get the same frames share one chain, and with
 * it the bytes.
 */
export class FrameChain {
  private bytes: Buffer | undefined;
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
}
