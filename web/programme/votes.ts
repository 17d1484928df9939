import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Programme, RunningAggro } from 'lectern-client';
import { showToast } from '../components/toasts.js';
import { programmeRefusalText } from './programme-refusal.js';

/** Time in ms after which the server's points include an accepted vote. */
const COUNT_DELAY_MS = 1000;

export type Direction = 'up' | 'down';

/** `ahead`: votes that are not counted yet. */
interface Mine {
  uid: string;
  done: ReadonlySet<Direction>;
  ahead: number;
}

const NOTHING: Mine = { uid: '', done: new Set(), ahead: 0 };

/** The user's own votes on the spotlighted message, shown immediately and undone if the server refuses them. */
export class Votes {
  /** The points, including the user's votes that are not counted yet. */
  readonly points: ReadonlySignal<number>;
  /** The directions in which the user has voted. Each counts once. */
  readonly done: ReadonlySignal<ReadonlySet<Direction>>;
  readonly #programme: Programme;
  readonly #aggro: ReadonlySignal<RunningAggro | undefined>;
  readonly #mine = signal(NOTHING);
  readonly #stop: () => void;

  constructor(programme: Programme, aggro: ReadonlySignal<RunningAggro | undefined>) {
    this.#programme = programme;
    this.#aggro = aggro;
    const present = computed(() =>
      this.#mine.value.uid === aggro.value?.aggroUID ? this.#mine.value : NOTHING,
    );
    this.points = computed(() => Math.max(0, (aggro.value?.point ?? 0) + present.value.ahead));
    this.done = computed(() => present.value.done);
    const counted = computed(() => aggro.value?.point);
    this.#stop = effect(() => {
      counted.value;
      this.#settle();
    });
  }

  async push(direction: Direction): Promise<void> {
    const uid = this.#aggro.peek()?.aggroUID;
    if (uid === undefined || this.done.peek().has(direction)) return;
    const { ahead, done } = this.#mine.peek().uid === uid ? this.#mine.peek() : NOTHING;
    const step = direction === 'up' ? 1 : -1;
    this.#mine.value = { uid, done: new Set([...done, direction]), ahead: ahead + step };
    try {
      await (direction === 'up' ? this.#programme.aggroUp(uid) : this.#programme.aggroDown(uid));
      setTimeout(() => this.#settle(uid), COUNT_DELAY_MS);
    } catch (error) {
      const mine = this.#mine.peek();
      if (mine.uid !== uid) return;
      const rest = new Set([...mine.done].filter((each) => each !== direction));
      this.#mine.value = { uid, done: rest, ahead: 0 };
      showToast(programmeRefusalText(error, undefined));
    }
  }

  close(): void {
    this.#stop();
  }

  /** Drops the uncounted votes: the server's points now include them. */
  #settle(uid = this.#mine.peek().uid): void {
    const mine = this.#mine.peek();
    if (mine.uid === uid && mine.ahead !== 0) this.#mine.value = { ...mine, ahead: 0 };
  }
}
