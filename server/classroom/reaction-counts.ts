import type { ReactionCount, ReactionKind } from 'lectern-protocol';

/** Counts the reactions in each lecture since the last broadcast. */
export class ReactionCounts {
  private readonly counts = new Map<number, Map<ReactionKind, number>>();

  add(lectureId: number, reaction: ReactionKind): void {
    const counts = this.counts.get(lectureId) ?? new Map<ReactionKind, number>();
    this.counts.set(lectureId, counts.set(reaction, (counts.get(reaction) ?? 0) + 1));
  }

  /** Returns the numbers for the next broadcast. */
  take(lectureId: number): ReactionCount[] {
    const counts = this.counts.get(lectureId) ?? new Map<ReactionKind, number>();
    this.counts.delete(lectureId);
    return [...counts].map(([reaction, count]) => ({ reaction, count }));
  }
}
