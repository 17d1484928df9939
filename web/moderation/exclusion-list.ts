import { signal } from '@preact/signals';
import type { Exclusion } from 'lectern-client';
import { connected, whenOpen } from '../classroom-app.js';

/** Number of entries per page. */
const PAGE = 50;

/** The users who were removed from lectures of a class or banned from it, the most recent first. For the instructor. */
export class ExclusionList {
  /** Undefined until the list is loaded. */
  readonly items = signal<readonly Exclusion[] | undefined>(undefined);
  readonly failed = signal(false);
  /** Cursor of the next page; undefined after the last one. */
  readonly before = signal<number | undefined>(undefined);
  readonly #classUuid: string;

  constructor(classUuid: string) {
    this.#classUuid = classUuid;
  }

  /** Loads the list now, on each connection, and after each removal. Returns a function that stops this. */
  open(): () => void {
    let stopListening = (): void => {};
    const stop = whenOpen((signaler) => {
      stopListening();
      const stops = (['DropParticipant', 'RemoveMember'] as const).map((type) =>
        signaler.on(type, ({ data }) => {
          if (data.status === 200 && data.classUuid === this.#classUuid) void this.load();
        }),
      );
      stopListening = () => {
        for (const stop of stops) stop();
      };
      void this.load();
    });
    return () => {
      stop();
      stopListening();
    };
  }

  /** Loads the newest page. */
  load(): Promise<void> {
    return this.#read(undefined);
  }

  loadMore(): Promise<void> {
    return this.#read(this.before.peek());
  }

  /** Lets a user in again. Rejects with a RequestError. */
  async readmit(given: Exclusion): Promise<void> {
    const { userId, lectureId } = given;
    const signaler = await connected();
    const named = { classUuid: this.#classUuid, userId };
    await signaler.request('ReadmitParticipant', lectureId === undefined ? named : { ...named, lectureId });
    this.items.value = this.items.peek()?.filter((each) => each !== given);
  }

  async #read(before: number | undefined): Promise<void> {
    this.failed.value = false;
    try {
      const signaler = await connected();
      const { data } = await signaler.request('GetExclusions', {
        classUuid: this.#classUuid,
        limit: PAGE,
        ...(before !== undefined && { before }),
      });
      const newer = before === undefined ? [] : (this.items.peek() ?? []);
      this.items.value = [...newer, ...data.exclusions.toReversed()];
      this.before.value = data.before;
    } catch {
      this.failed.value = true;
    }
  }
}
