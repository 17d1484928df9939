import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Lecture, Marker } from 'lectern-client';
import { offerUndo, showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf } from '../refusal.js';
import { attempt } from './attempt.js';
import { type Thread, Threads } from './threads.js';

/** Maximum number of pages that are loaded of one video's markers. */
const PAGES = 10;
const PAGE = 200;
/** Delay in ms between two prefetched threads, because of the server's rate limit. */
const PREVIEW = 150;

/** The order of the list of questions. */
export type MarkerOrder = 'time' | 'votes';

/** The questions and discussions of the current video. */
export class Markers {
  readonly loading = signal<'loading' | 'ready' | 'failed'>('loading');
  /** The marker whose thread is open. */
  readonly open = signal<number | undefined>(undefined);
  /** A question that is being written, with its position in seconds. */
  readonly asking = signal<number | undefined>(undefined);
  /** The marker to show in the list. */
  readonly nearest = signal<number | undefined>(undefined);
  /** Ordered by time. */
  readonly list: ReadonlySignal<readonly Marker[]>;
  readonly order = signal<MarkerOrder>('time');
  /** In the chosen order. By votes, answered questions are last. */
  readonly ordered: ReadonlySignal<readonly Marker[]>;
  readonly opened: ReadonlySignal<Marker | undefined>;
  readonly threads: Threads;
  readonly #all = signal<readonly Marker[]>([]);
  /** Markers deleted here whose deletion can still be undone. */
  readonly #hidden = signal<ReadonlySet<number>>(new Set());
  readonly #lecture: Lecture;
  readonly #index: ReadonlySignal<number>;
  readonly #stops: (() => void)[];
  #loads = 0;

  /**
   * @param self the user's own id
   * @param index index of the current video
   */
  constructor(lecture: Lecture, self: ReadonlySignal<string | undefined>, index: ReadonlySignal<number>) {
    this.#lecture = lecture;
    this.#index = index;
    this.threads = new Threads(lecture, self, this.open);
    this.list = computed(() =>
      this.#all.value
        .filter(({ id, videoIndex }) => videoIndex === index.value && !this.#hidden.value.has(id))
        .sort((a, b) => a.time - b.time || a.id - b.id),
    );
    this.ordered = computed(() =>
      this.order.value === 'time' ? this.list.value : this.list.value.toSorted(byVotes),
    );
    this.opened = computed(() => this.list.value.find(({ id }) => id === this.open.value));
    this.#stops = [
      lecture.on('marker', (marker) => this.#add([marker])),
      lecture.on('markerDeleted', ({ markerId }) => this.#deleted(markerId)),
      lecture.on('markerAnswered', ({ markerId, answered }) => {
        const before = this.#change(markerId, { answered });
        const isNews = answered && before && !before.answered && before.creatorId === self.peek();
        if (isNews) showToast(words.value.lecture.markers.nowAnswered);
      }),
      lecture.on('markerVotes', (all) => {
        for (const { markerId, votes } of all) this.#change(markerId, { votes });
      }),
      index.subscribe(() => {
        this.open.value = undefined;
        this.asking.value = undefined;
        if (lecture.state.joined) void this.load();
      }),
      effect(() => {
        const id = this.open.value;
        if (id !== undefined) untracked(() => this.#look(this.threads.of(id)));
      }),
    ];
  }

  /** Loads all markers of the video: at first, and after a time in which some may have been missed. */
  async load(): Promise<void> {
    const load = ++this.#loads;
    const index = this.#index.peek();
    this.loading.value = 'loading';
    this.threads.expire();
    const found: Marker[] = [];
    try {
      let before: number | undefined;
      for (let page = 0; page < PAGES; page++) {
        const query = before === undefined ? { limit: PAGE } : { limit: PAGE, before };
        const { markers, before: next } = await this.#lecture.markers(index, query);
        found.push(...markers);
        before = next;
        if (before === undefined) break;
      }
      if (load !== this.#loads) return;
      this.#all.value = [];
      this.#add(found);
      this.loading.value = 'ready';
      const open = this.open.peek();
      if (open !== undefined) this.#look(this.threads.of(open));
      await this.#readAhead(load);
    } catch (error) {
      if (load === this.#loads && codeOf(error) !== 'disconnected') this.loading.value = 'failed';
    }
  }

  /** Creates a question or discussion with its first message. Resolves to whether that succeeded. */
  create(markerType: Marker['markerType'], time: number, text: string): Promise<boolean> {
    return attempt(async () => {
      const marker = await this.#lecture.createMarker({ markerType, videoIndex: this.#index.peek(), time });
      this.#add([marker]);
      const { pages, draft } = this.threads.of(marker.id);
      pages.loading.value = 'ready';
      this.asking.value = undefined;
      this.open.value = marker.id;
      // A message that is refused is put into the thread's text box.
      draft.text.value = text;
      await draft.send();
    });
  }

  /** Marks a question as answered, or as open again. */
  async setAnswered({ id }: Marker, answered: boolean): Promise<void> {
    this.#change(id, { answered });
    const isDone = await attempt(() => this.#lecture.setMarkerAnswered(id, answered));
    if (!isDone) this.#change(id, { answered: !answered });
  }

  /** Votes for a question, or withdraws the vote. */
  async vote({ id, voted = false, votes = 0 }: Marker): Promise<void> {
    this.#change(id, { voted: !voted, votes: votes + (voted ? -1 : 1) });
    const isDone = await attempt(async () => {
      this.#change(id, { votes: await this.#lecture.voteMarker(id, !voted) });
    });
    if (!isDone) this.#change(id, { voted, votes });
  }

  /** Deletes a marker. The deletion can be undone for a moment. */
  remove(marker: Marker): void {
    const { deleted } = words.value.lecture.markers;
    this.#hide(marker.id, true);
    if (this.open.peek() === marker.id) this.open.value = undefined;
    offerUndo(
      deleted[marker.markerType],
      async () => {
        if (!(await attempt(() => this.#lecture.deleteMarker(marker.id)))) this.#hide(marker.id, false);
      },
      () => this.#hide(marker.id, false),
    );
  }

  /** Opens a marker's thread, and notifies the server that the user is viewing it. */
  click(marker: Marker): void {
    this.asking.value = undefined;
    this.open.value = marker.id;
    // The notification is not essential: ignore errors.
    this.#lecture.clickMarker(marker).catch(() => {});
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.threads.close();
  }

  #look(thread: Thread): void {
    thread.news.value = false;
    if (thread.pages.loading.peek() !== 'ready') void thread.pages.load();
  }

  /** Loads what the list shows of each thread. */
  async #readAhead(load: number): Promise<void> {
    for (const { id } of this.list.peek()) {
      const { pages } = this.threads.of(id);
      if (load !== this.#loads || !this.#lecture.state.joined) return;
      if (pages.loading.peek() !== 'loading') continue;
      await pages.load();
      await new Promise((resolve) => setTimeout(resolve, PREVIEW));
    }
  }

  #add(more: readonly Marker[]): void {
    const known = new Set(this.#all.peek().map(({ id }) => id));
    this.#all.value = [...this.#all.peek(), ...more.filter(({ id }) => !known.has(id))];
  }

  /** Changes a marker, and returns what it was before. */
  #change(markerId: number, change: Partial<Marker>): Marker | undefined {
    const all = this.#all.peek();
    this.#all.value = all.map((each) => (each.id === markerId ? { ...each, ...change } : each));
    return all.find(({ id }) => id === markerId);
  }

  #deleted(markerId: number): void {
    const marker = this.#all.peek().find(({ id }) => id === markerId);
    this.#all.value = this.#all.peek().filter(({ id }) => id !== markerId);
    if (!marker || this.open.peek() !== markerId) return;
    this.open.value = undefined;
    showToast(words.value.lecture.markers.gone[marker.markerType]);
  }

  #hide(markerId: number, hidden: boolean): void {
    const next = new Set(this.#hidden.peek());
    if (hidden) next.add(markerId);
    else next.delete(markerId);
    this.#hidden.value = next;
  }
}

/** Sorts open questions with many votes first. Markers with as many votes stay in order. */
const byVotes = (a: Marker, b: Marker): number =>
  Number(a.answered ?? false) - Number(b.answered ?? false) || (b.votes ?? 0) - (a.votes ?? 0);
