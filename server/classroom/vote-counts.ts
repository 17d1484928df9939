import { type MarkerVotes, PAGE, type Store } from '../store/store.js';

/** Gathers the questions of each lecture whose numbers of votes have changed since the last broadcast. */
export class VoteCounts {
  private readonly changed = new Map<number, Set<number>>();

  constructor(private readonly store: Pick<Store, 'markerVotes'>) {}

  add(lectureId: number, markerId: number): void {
    const markerIds = this.changed.get(lectureId);
    if (markerIds) markerIds.add(markerId);
    else this.changed.set(lectureId, new Set([markerId]));
  }

  /** Returns the current numbers for the next broadcast. What does not fit in waits for the one after it. */
  async take(lectureId: number): Promise<MarkerVotes[]> {
    const markerIds = [...(this.changed.get(lectureId) ?? [])];
    this.changed.delete(lectureId);
    const rest = markerIds.splice(PAGE.maxSize);
    try {
      return await this.store.markerVotes(markerIds);
    } catch (error) {
      rest.push(...markerIds);
      throw error;
    } finally {
      for (const markerId of rest) this.add(lectureId, markerId);
    }
  }
}
