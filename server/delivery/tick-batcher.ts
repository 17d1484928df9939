import type { Frame } from './frame.js';
import { FrameChain } from './frame-chain.js';

/** Sends the frames that were staged during an event-loop turn. */
export interface BatchSink {
  /** Sends everything that was staged. */
  submit(): void;
}

/** A connection or group with frames that have not been written yet. */
export interface Flushable {
  /**
   * Adds its frames to the batch; false if some of them are left for `flush`. Staging must not close a connection with
   * staged frames. It does not, because only connections with bytes in their send queue are closed for being slow, and
   * their frames are never staged.
   */
  stage(): boolean;
  /** Writes its frames immediately. */
  flush(): void;
}

/** Collects the frames of an event-loop turn, so that each connection gets them in one write. */
export class TickBatcher {
  /** The chain of a target that has no frames in this turn yet. */
  private emptyChain = new FrameChain(undefined, undefined, 0, 0);
  private readonly targets: Flushable[] = [];
  private readonly groups: Flushable[] = [];

  constructor(readonly sink: BatchSink) {}

  /** Schedules a connection for the end of the turn and returns the chain with its first frame. */
  schedule(target: Flushable, frame: Frame): FrameChain {
    return this.enqueue(this.targets, target, frame);
  }

  /** Schedules a group. Its members are flushed first, because they take the group's frames along with their own. */
  scheduleGroup(group: Flushable, frame: Frame): FrameChain {
    return this.enqueue(this.groups, group, frame);
  }

  private enqueue(list: Flushable[], target: Flushable, frame: Frame): FrameChain {
    if (this.targets.length + this.groups.length === 0) setImmediate(this.flushTick);
    list.push(target);
    return this.emptyChain.append(frame);
  }

  private readonly flushTick = (): void => {
    const all = [...this.targets.splice(0), ...this.groups.splice(0)];
    this.emptyChain = new FrameChain(undefined, undefined, 0, 0);
    const rest = all.filter((each) => !each.stage());
    this.sink.submit();
    for (const each of rest) each.flush();
  };
}
