import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { Programme, type ProgrammeState, type Signaler } from 'lectern-client';
import { announce } from '../announcer.js';
import { words } from '../i18n/index.js';
import { codeOf, type FailureCode } from '../refusal.js';
import { remember } from './recent.js';

/** `in`: also while the connection is lost; the programme is then joined again automatically. */
export type ProgrammePhase = { name: 'entering' } | { name: 'in' } | { name: 'refused'; code: FailureCode };

/** The state of a programme and its chat rooms, from opening one of its pages until leaving the last. */
export class ProgrammeSession {
  readonly programme: Programme;
  readonly state: ReadonlySignal<ProgrammeState>;
  readonly entered: ReadonlySignal<boolean>;
  readonly phase = signal<ProgrammePhase>({ name: 'entering' });
  readonly #signaler: Signaler;
  readonly #state: Signal<ProgrammeState>;
  readonly #stops: (() => void)[];

  constructor(signaler: Signaler, schedule: string) {
    this.#signaler = signaler;
    this.programme = new Programme(signaler, schedule);
    const state = signal(this.programme.state);
    this.#state = state;
    this.state = state;
    this.entered = computed(() => state.value.entered);
    this.#stops = [
      this.programme.on('state', (next) => this.#follow(next)),
      effect(() => {
        if (!this.entered.value) return;
        this.phase.value = { name: 'in' };
        remember(schedule);
      }),
      this.programme.on('refused', ({ roomId, error }) => {
        if (roomId === undefined) this.phase.value = { name: 'refused', code: error.code };
      }),
    ];
    if (signaler.state.name === 'open') void this.enter();
    else this.#enterOnceOpen();
  }

  /** Joins, or tries again. */
  async enter(): Promise<void> {
    this.phase.value = { name: 'entering' };
    try {
      await this.programme.enter();
    } catch (error) {
      const code = codeOf(error);
      // After a lost connection, the programme is joined again automatically.
      if (code !== 'disconnected') this.phase.value = { name: 'refused', code };
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.programme.leave();
  }

  #enterOnceOpen(): void {
    const stop = this.#signaler.on('state', ({ name }) => {
      if (name !== 'open') return;
      stop();
      void this.enter();
    });
    this.#stops.push(stop);
  }

  #follow(next: ProgrammeState): void {
    const before = this.#state.peek();
    this.#state.value = next;
    // A single new room is announced; a list that was just loaded is not.
    const [added, more] = next.rooms.filter(
      (room) => !before.rooms.some(({ roomId }) => roomId === room.roomId),
    );
    if (!before.entered || !added || more || next.joined.has(added.roomId)) return;
    announce(words.value.programme.newRoom(added.title));
  }
}
