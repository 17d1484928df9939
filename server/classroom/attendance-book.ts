import type { ChatClient } from '../chat/chat-client.js';
import type { Store } from '../store/store.js';

/** How often the ends of the spans are written: a crash can lose that much of everybody's last span. */
const EXTEND_MS = 60_000;

/** Spans that one call to the store takes. */
const BATCH = 1000;

/** Keeps from when to when each client of this node is in which lecture. */
export class AttendanceBook {
  /** By the ids of clients and of lectures. */
  private readonly spans = new Map<string, Map<number, Promise<number | undefined>>>();
  private readonly timer: NodeJS.Timeout;

  /** @param failed hears of what could not be kept; the rest goes on */
  constructor(
    private readonly store: Store,
    private readonly failed: (error: unknown) => void,
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
          this.failed(error);
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

  /** Ends all spans of a client here. */
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
      for (let i = 0; i < ids.length; i += BATCH) {
        await this.store.extendAttendance({ spanIds: ids.slice(i, i + BATCH), at });
      }
    } catch (error) {
      this.failed(error);
    }
  }
}
