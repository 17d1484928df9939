import type { ChatClient } from '../chat/chat-client.js';
import type { Store } from '../store/store.js';

/** Maximum gap in ms between two spans of a user that are merged, so that a reconnection is not visible. */
export const ATTENDANCE_GAP_MS = 60_000;

/** Interval in which the ends of open spans are stored. A crash can lose this much of each open span. */
const EXTEND_MS = 60_000;

/** Maximum number of spans in one call to the store. */
const MAX_SPANS_PER_CALL = 1000;

/** Stores when each client of this node enters and leaves lectures. */
export class AttendanceTracker {
  /** Span IDs by client ID and lecture ID. */
  private readonly spans = new Map<string, Map<number, Promise<number | undefined>>>();
  private readonly timer: NodeJS.Timeout;

  /** @param onError called with the error if a span could not be stored; other spans are not affected */
  constructor(
    private readonly store: Store,
    private readonly onError: (error: unknown) => void,
  ) {
    this.timer = setInterval(
      () => void this.extend([...this.spans.values()].flatMap((each) => [...each.values()])),
      EXTEND_MS,
    );
    this.timer.unref();
  }

  start({ id, user }: ChatClient, lectureId: number): void {
    const spans = this.spans.get(id) ?? new Map<number, Promise<number | undefined>>();
    this.spans.set(id, spans);
    const begun = this.store.startAttendance({ lectureId, userId: user.id, at: Date.now() });
    spans.set(
      lectureId,
      begun.then(
        ({ value }) => value,
        (error) => {
          this.onError(error);
          return undefined;
        },
      ),
    );
  }

  stop(clientId: string, lectureId: number): void {
    const spans = this.spans.get(clientId);
    const span = spans?.get(lectureId);
    if (!spans || !span) return;
    spans.delete(lectureId);
    if (spans.size === 0) this.spans.delete(clientId);
    void this.extend([span]);
  }

  /** Ends all spans of a client. */
  stopAll(clientId: string): void {
    const spans = this.spans.get(clientId);
    this.spans.delete(clientId);
    if (spans) void this.extend([...spans.values()]);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.extend([...this.spans.values()].flatMap((each) => [...each.values()]));
    this.spans.clear();
  }

  private async extend(spans: Promise<number | undefined>[]): Promise<void> {
    const at = Date.now();
    const ids = (await Promise.all(spans)).filter((id) => id !== undefined);
    try {
      for (let i = 0; i < ids.length; i += MAX_SPANS_PER_CALL) {
        await this.store.extendAttendance({ spanIds: ids.slice(i, i + MAX_SPANS_PER_CALL), at });
      }
    } catch (error) {
      this.onError(error);
    }
  }
}
