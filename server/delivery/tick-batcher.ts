import type { Frame } from './frame.js';
import { FrameChain } from './frame-chain.js';

/** Where frames leave at the end of a tick: what was gathered goes out by one call. */
export interface Sender {
  /** Hands over all that was gathered. */
  handAll(): void;
}

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

/** Gathers what is said within one turn of the event loop, so that it leaves in one write for each connection. */
export class TickBatcher {
  /** The sequence of whoever has been told nothing in this turn. */
  private start = new FrameChain(undefined, undefined, 0, 0);
  private readonly waiting: Flushable[] = [];
  private readonly circles: Flushable[] = [];

  /** @param sender where all of it leaves */
  constructor(readonly sender: Sender) {}

  /** The first frame for somebody in this turn, whose write is at the end of it. */
  begin(told: Flushable, frame: Frame): FrameChain {
    return this.note(this.waiting, told, frame);
  }

  /** The same for a circle: its members go first, since they take what it was told along with their own. */
  beginAll(told: Flushable, frame: Frame): FrameChain {
    return this.note(this.circles, told, frame);
  }

  private note(list: Flushable[], told: Flushable, frame: Frame): FrameChain {
    if (this.waiting.length + this.circles.length === 0) setImmediate(this.end);
    list.push(told);
    return this.start.followedBy(frame);
  }

  private readonly end = (): void => {
    const all = [...this.waiting.splice(0), ...this.circles.splice(0)];
    this.start = new FrameChain(undefined, undefined, 0, 0);
    const rest = all.filter((each) => !each.gather());
    this.sender.handAll();
    for (const each of rest) each.flush();
  };
}
