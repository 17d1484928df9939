import type { Frame } from './frame.js';

/**
 * Frames in the order in which they go to a connection. Connections that get the same frames share one sequence, and so
 * the bytes that are made of it.
 */
export class FrameChain {
  private bytes: Buffer | undefined;
  private next: FrameChain | undefined;
  /** Further ones that follow this, where connections go apart. */
  private others: Map<Frame, FrameChain> | undefined;

  constructor(
    readonly frame: Frame | undefined,
    private readonly previous: FrameChain | undefined,
    readonly length: number,
    /** Bytes of all its frames on the wire. */
    readonly size: number,
  ) {}

  /** This sequence with one frame more. */
  followedBy(frame: Frame): FrameChain {
    if (this.next?.frame === frame) return this.next;
    const known = this.others?.get(frame);
    if (known) return known;
    const longer = new FrameChain(frame, this, this.length + 1, this.size + frame.wire.length);
    if (!this.next) this.next = longer;
    else {
      this.others ??= new Map();
      this.others.set(frame, longer);
    }
    return longer;
  }

  get frames(): Frame[] {
    return this.after(undefined);
  }

  /** The frames that make this one of an earlier sequence; all, where it does not begin with that. */
  after(earlier: FrameChain | undefined): Frame[] {
    const frames: Frame[] = [];
    for (let each: FrameChain | undefined = this; each?.frame && each !== earlier; each = each.previous) {
      frames.push(each.frame);
    }
    return frames.reverse();
  }

  /** All of it as it leaves, made once. */
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
