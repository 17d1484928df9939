import type { Frame } from './frame.js';
import type { Kernel } from './kernel.js';

/** What has been told frames that have not been written yet. */
export interface Flushable {
  /**
   * Has what it was told leave with what the kernel gathers; false where some of it is left for `flush`. It closes
   * nobody for whom something was gathered: those that are cut for being slow have bytes waiting, and such are never
   * gathered.
   */
  gather(): boolean;
  /** Writes at once what it was told. */
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
  private readonly circles: Flushable[] = [];

  /** @param kernel where all of it leaves */
  constructor(readonly kernel: Kernel) {}

  /** The first frame for somebody in this turn, whose write is at the end of it. */
  begin(told: Flushable, frame: Frame): Sequence {
    return this.note(this.waiting, told, frame);
  }

  /** The same for a circle: its members go first, since they take what it was told along with their own. */
  beginAll(told: Flushable, frame: Frame): Sequence {
    return this.note(this.circles, told, frame);
  }

  private note(list: Flushable[], told: Flushable, frame: Frame): Sequence {
    if (this.waiting.length + this.circles.length === 0) setImmediate(this.end);
    list.push(told);
    return this.start.followedBy(frame);
  }

  private readonly end = (): void => {
    const all = [...this.waiting.splice(0), ...this.circles.splice(0)];
    this.start = new Sequence(undefined, undefined, 0, 0);
    const rest = all.filter((each) => !each.gather());
    this.kernel.handAll();
    for (const each of rest) each.flush();
  };
}
