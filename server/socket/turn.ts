import type { Frame } from './frame.js';

/** What has been told frames that have not been written yet. */
export interface Flushable {
  flush(): void;
}

/**
 * Frames in the order in which they go to a connection. Connections that get the same frames share one sequence, and so
 * the bytes that are made of it.
 */
export class Sequence {
  private bytes: Buffer | undefined;
  private next: Sequence | undefined;
  /** Further ones that follow this, where connections go apart. */
  private others: Map<Frame, Sequence> | undefined;

  constructor(
    readonly frame: Frame | undefined,
    private readonly previous: Sequence | undefined,
    readonly length: number,
    /** Bytes of all its frames on the wire. */
    readonly size: number,
  ) {}

  /** This sequence with one frame more. */
  followedBy(frame: Frame): Sequence {
    if (this.next?.frame === frame) return this.next;
    const known = this.others?.get(frame);
    if (known) return known;
    const longer = new Sequence(frame, this, this.length + 1, this.size + frame.wire.length);
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
  after(earlier: Sequence | undefined): Frame[] {
    const frames: Frame[] = [];
    for (let each: Sequence | undefined = this; each?.frame && each !== earlier; each = each.previous) {
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

/** Gathers what is said within one turn of the event loop, so that it leaves in one write for each connection. */
export class Turn {
  /** The sequence of whoever has been told nothing in this turn. */
  private start = new Sequence(undefined, undefined, 0, 0);
  private readonly waiting: Flushable[] = [];

  /** The first frame for somebody in this turn, who is flushed at the end of it. */
  begin(told: Flushable, frame: Frame): Sequence {
    if (this.waiting.length === 0) setImmediate(this.end);
    this.waiting.push(told);
    return this.start.followedBy(frame);
  }

  private readonly end = (): void => {
    const waiting = this.waiting.splice(0);
    this.start = new Sequence(undefined, undefined, 0, 0);
    for (const each of waiting) each.flush();
  };
}
