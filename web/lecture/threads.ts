import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Lecture } from 'lectern-client';
import { createDraft, type Draft } from '../draft.js';
import { PagedMessages } from './paged-messages.js';

/** The messages of a marker's thread. */
export interface Thread {
  pages: PagedMessages;
  /** Whether there are unread messages. */
  news: Signal<boolean>;
  draft: Draft;
}

/** The threads of a lecture's markers, each loaded when it is first opened. */
export class Threads {
  readonly #lecture: Lecture;
  readonly #threads = new Map<number, Thread>();
  readonly #stop: () => void;

  /**
   * @param self the user's own id
   * @param open the marker whose thread is visible
   */
  constructor(
    lecture: Lecture,
    self: ReadonlySignal<string | undefined>,
    open: ReadonlySignal<number | undefined>,
  ) {
    this.#lecture = lecture;
    this.#stop = lecture.on('markerText', ({ markerId, savedMessage }) => {
      const { pages, news } = this.of(markerId);
      pages.add([savedMessage]);
      if (savedMessage.senderId !== self.peek() && open.peek() !== markerId) news.value = true;
    });
  }

  of(markerId: number): Thread {
    const known = this.#threads.get(markerId);
    if (known) return known;
    const thread: Thread = {
      pages: new PagedMessages(async (query) => {
        const { textMessages, ...rest } = await this.#lecture.markerMessages(markerId, query);
        return { messages: textMessages, ...rest };
      }),
      news: signal(false),
      draft: createDraft((text) => this.#lecture.writeAtMarker(markerId, text)),
    };
    this.#threads.set(markerId, thread);
    return thread;
  }

  /** Marks loaded threads as stale: messages may have been missed. They are loaded again when they are next shown. */
  expire(): void {
    for (const { pages } of this.#threads.values()) pages.loading.value = 'loading';
  }

  close(): void {
    this.#stop();
  }
}
