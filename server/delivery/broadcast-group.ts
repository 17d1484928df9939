import type { Frame } from './frame.js';
import type { FrameChain } from './frame-chain.js';
import type { Flushable, TickBatcher } from './tick-batcher.js';

/** Bytes at which a batch is written immediately instead of at the end of the turn. */
export const FLUSH_BYTES = 256 * 1024;

/** A connection that receives the frames of a group. */
export interface GroupMember extends Flushable {
  /** Adds the group's frames to the batch; false if they have to be written with `writeShared`. */
  stageShared(chain: FrameChain): boolean;
  /** Writes the group's frames after the member's own. */
  writeShared(chain: FrameChain): void;
  /** Adds some of the group's frames to the member's own, which leave with the next flush. */
  enqueue(frames: readonly Frame[]): void;
}

/**
 * Connections that receive the same frames. Frames for the group are batched once per event-loop turn instead of once
 * per connection. Before a member gets a frame of its own, the group's earlier frames are added to the member's queue,
 * so that the order is kept.
 */
export class BroadcastGroup implements Flushable {
  /** The members, each with the part of this turn's frames that it has taken already. */
  private readonly members = new Map<GroupMember, FrameChain | undefined>();
  private chain: FrameChain | undefined;
  /** Members for which not all frames could be staged, each with the part that it had taken. */
  private laggards: { chain: FrameChain; members: [GroupMember, FrameChain | undefined][] } | undefined;

  constructor(private readonly batcher: TickBatcher) {}

  get size(): number {
    return this.members.size;
  }

  /** Adds a member, which receives the frames of later broadcasts. */
  add(member: GroupMember): void {
    this.members.set(member, this.chain);
  }

  /** Removes a member. It does not receive frames that it has not taken yet. */
  delete(member: GroupMember): void {
    this.members.delete(member);
  }

  broadcast(frame: Frame): void {
    if (this.members.size === 0) return;
    if (this.chain && this.chain.size >= FLUSH_BYTES) this.flush();
    this.chain = this.chain ? this.chain.append(frame) : this.batcher.scheduleGroup(this, frame);
  }

  /** Returns the frames of this turn that the member has not taken yet, and marks them as taken. */
  takePending(member: GroupMember): readonly Frame[] {
    const { chain } = this;
    if (!chain) return [];
    const frames = chain.framesSince(this.members.get(member));
    this.members.set(member, chain);
    return frames;
  }

  stage(): boolean {
    const { chain } = this;
    if (!chain) return true;
    this.chain = undefined;
    const members: [GroupMember, FrameChain | undefined][] = [];
    for (const [member, taken] of this.members) {
      if (taken === chain) this.members.set(member, undefined);
      else if (taken !== undefined || !member.stageShared(chain)) members.push([member, taken]);
    }
    if (members.length > 0) this.laggards = { chain, members };
    return members.length === 0;
  }

  flush(): void {
    this.stage();
    this.batcher.sink.submit();
    const { laggards } = this;
    if (!laggards) return;
    this.laggards = undefined;
    for (const [member, taken] of laggards.members) {
      if (this.members.has(member)) this.deliverTo(member, laggards.chain, taken);
    }
  }

  private deliverTo(member: GroupMember, chain: FrameChain, taken: FrameChain | undefined): void {
    if (taken === undefined) {
      member.writeShared(chain);
    } else {
      this.members.set(member, undefined);
      member.enqueue(chain.framesSince(taken));
      member.flush();
    }
  }
}
