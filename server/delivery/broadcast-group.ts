import type { Frame } from './frame.js';
import type { FrameChain } from './frame-chain.js';
import type { Flushable, TickBatcher } from './tick-batcher.js';

/** Bytes that are written at once, without waiting for the end of the turn. */
export const ENOUGH = 256 * 1024;

/** A connection that hears what a circle is told. */
export interface GroupMember extends Flushable {
  /** Has what its circle was told leave with what is gathered; false where that must be by `hear`. */
  joins(said: FrameChain): boolean;
  /** Writes all that its circle was told, after what it was told itself. */
  hear(said: FrameChain): void;
  /** The same of a part of it, with the next flush. */
  take(frames: readonly Frame[]): void;
}

/**
 * Connections that are told the same: what is said to all of them in a turn is gathered once, and not once for each. A
 * member that is told something by itself meanwhile takes first what its circle was told before.
 */
export class BroadcastGroup implements Flushable {
  /** Each with what it has taken of this turn. */
  private readonly members = new Map<GroupMember, FrameChain | undefined>();
  private said: FrameChain | undefined;
  /** Those for whom not all could be gathered, and what they had taken of it. */
  private apart: { said: FrameChain; members: [GroupMember, FrameChain | undefined][] } | undefined;

  constructor(private readonly turn: TickBatcher) {}

  get size(): number {
    return this.members.size;
  }

  /** It hears what is said from now on. */
  add(member: GroupMember): void {
    this.members.set(member, this.said);
  }

  /** It hears no more, not even what it has not taken. */
  delete(member: GroupMember): void {
    this.members.delete(member);
  }

  say(frame: Frame): void {
    if (this.members.size === 0) return;
    if (this.said && this.said.size >= ENOUGH) this.flush();
    this.said = this.said ? this.said.followedBy(frame) : this.turn.beginAll(this, frame);
  }

  /** What was said in this turn and the member has not taken: it does now. */
  rest(member: GroupMember): readonly Frame[] {
    const { said } = this;
    if (!said) return [];
    const frames = said.after(this.members.get(member));
    this.members.set(member, said);
    return frames;
  }

  gather(): boolean {
    const { said } = this;
    if (!said) return true;
    this.said = undefined;
    const members: [GroupMember, FrameChain | undefined][] = [];
    for (const [member, taken] of this.members) {
      if (taken === said) this.members.set(member, undefined);
      else if (taken !== undefined || !member.joins(said)) members.push([member, taken]);
    }
    if (members.length > 0) this.apart = { said, members };
    return members.length === 0;
  }

  flush(): void {
    this.gather();
    this.turn.sender.handAll();
    const { apart } = this;
    if (!apart) return;
    this.apart = undefined;
    for (const [member, taken] of apart.members) {
      if (this.members.has(member)) this.tell(member, apart.said, taken);
    }
  }

  private tell(member: GroupMember, said: FrameChain, taken: FrameChain | undefined): void {
    if (taken === undefined) {
      member.hear(said);
    } else {
      this.members.set(member, undefined);
      member.take(said.after(taken));
      member.flush();
    }
  }
}
