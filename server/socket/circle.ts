import type { Frame } from './frame.js';
import type { Flushable, Sequence, Turn } from './turn.js';

/** Bytes that are written at once, without waiting for the end of the turn. */
export const ENOUGH = 256 * 1024;

/** A connection that hears what a circle is told. */
export interface CircleMember extends Flushable {
  /** Writes all that its circle was told, after what it was told itself. */
  hear(said: Sequence): void;
  /** The same of a part of it, with the next flush. */
  take(frames: readonly Frame[]): void;
}

/**
 * Connections that are told the same: what is said to all of them in a turn is gathered once, and not once for each. A
 * member that is told something by itself meanwhile takes first what its circle was told before.
 */
export class Circle implements Flushable {
  /** Each with what it has taken of this turn. */
  private readonly members = new Map<CircleMember, Sequence | undefined>();
  private said: Sequence | undefined;

  constructor(private readonly turn: Turn) {}

  get size(): number {
    return this.members.size;
  }

  /** It hears what is said from now on. */
  add(member: CircleMember): void {
    this.members.set(member, this.said);
  }

  /** It hears no more, not even what it has not taken. */
  delete(member: CircleMember): void {
    this.members.delete(member);
  }

  say(frame: Frame): void {
    if (this.members.size === 0) return;
    if (this.said && this.said.size >= ENOUGH) this.flush();
    this.said = this.said ? this.said.followedBy(frame) : this.turn.begin(this, frame);
  }

  /** What was said in this turn and the member has not taken: it does now. */
  rest(member: CircleMember): readonly Frame[] {
    const { said } = this;
    if (!said) return [];
    const frames = said.after(this.members.get(member));
    this.members.set(member, said);
    return frames;
  }

  flush(): void {
    const { said } = this;
    if (!said) return;
    this.said = undefined;
    for (const [member, taken] of this.members) {
      if (taken === undefined) {
        member.hear(said);
      } else {
        this.members.set(member, undefined);
        member.take(said.after(taken));
        member.flush();
      }
    }
  }
}
