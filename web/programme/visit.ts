import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import {
  type ProgrammeChat,
  ProgrammeRefusal,
  type ProgrammeRoom,
  type RequestError,
  type RequestErrorCode,
  type RunningAggro,
} from 'lectern-client';
import { announce, gatherComings } from '../announcer.js';
import { createDraft, type Draft } from '../draft.js';
import { words } from '../i18n/index.js';
import { codeOf } from '../refusal.js';
import { schoolState, userId } from '../school.js';
import type { Hall } from './hall.js';
import { Pushes } from './pushes.js';
import { RoomLog } from './room-log.js';
import { VOICES_MOST, Voices } from './voices.js';
import { whyNot } from './why.js';

/**
 * - `in`: also while the connection is lost, from which the room comes back by itself.
 * - `full`, `gone`: also where one was in it before.
 */
export type Phase =
  | { name: 'entering' }
  | { name: 'in' }
  | { name: 'full' }
  | { name: 'gone' }
  | { name: 'refused'; code: RequestErrorCode };

/** One chat room, from opening its page until leaving it. */
export class Visit {
  readonly roomId: string;
  readonly phase = signal<Phase>({ name: 'entering' });
  /** As the list last had it; undefined where it never did. */
  readonly room = signal<ProgrammeRoom | undefined>(undefined);
  readonly chat: ReadonlySignal<ProgrammeChat | undefined>;
  readonly aggro: ReadonlySignal<RunningAggro | undefined>;
  readonly pushes: Pushes;
  /** One's own client, also while the connection is away. */
  readonly self = signal<string | undefined>(undefined);
  readonly log = new RoomLog();
  readonly draft: Draft;
  /** What is being held up and is not answered yet. */
  readonly holding = signal<string | undefined>(undefined);
  /** Why the last message was not held up; until something else is written. */
  readonly trouble = signal<string | undefined>(undefined);
  /** There where the room is small enough, from when one is in. */
  readonly voices = signal<Voices | undefined>(undefined);
  /** Whether one has been in it since the page was opened. */
  wasIn = false;
  readonly #hall: Hall;
  readonly #comings = gatherComings(() => this.#others());
  readonly #stops: (() => void)[];
  #closed = false;

  constructor(hall: Hall, roomId: string) {
    this.#hall = hall;
    this.roomId = roomId;
    const { programme, state } = hall;
    this.chat = computed(() => state.value.joined.get(roomId));
    this.aggro = computed(() => this.chat.value?.aggro);
    this.pushes = new Pushes(programme, this.aggro);
    this.draft = createDraft((text) => programme.say(roomId, text));
    const users = computed(() => this.chat.value?.users);
    const listed = computed(() => state.value.rooms.find((room) => room.roomId === roomId));
    this.#stops = [
      effect(() => {
        if (listed.value) this.room.value = listed.value;
      }),
      effect(() => {
        if (hall.entered.value) untracked(() => this.phase.peek().name === 'entering' && void this.enter());
      }),
      this.draft.text.subscribe((written) => {
        if (written !== '') this.trouble.value = undefined;
      }),
      effect(() => {
        if (users.value) this.#comings.notice();
      }),
      effect(() => {
        const { value } = this.aggro;
        if (value) untracked(() => this.#heldUp(value));
      }),
      programme.on('chat', (chat) => chat.roomId === roomId && this.log.said(chat)),
      programme.on('aggroOver', (over) => over.roomId === roomId && this.#over(over.aggro)),
      programme.on('refused', (refused) => refused.roomId === roomId && this.#refused(refused.error)),
      schoolState.subscribe((now) => {
        if (now.name !== 'open') return;
        this.self.value = now.welcome.id;
        if (this.wasIn && !(now.resumed && now.recovered)) this.log.gap();
      }),
    ];
  }

  /** Goes in, or tries again. */
  async enter(): Promise<void> {
    const { programme } = this.#hall;
    this.phase.value = { name: 'entering' };
    try {
      if (!programme.state.joined.has(this.roomId)) await programme.join(this.roomId);
      if (this.#closed) programme.leaveRoom(this.roomId);
      else this.#isIn();
    } catch (error) {
      // A lost connection comes back, and is tried again.
      if (codeOf(error) !== 'disconnected') this.#refused(error);
    }
  }

  /** Makes a room like the one that is gone; resolves to its id. Rejects with RequestError. */
  async makeAgain(): Promise<string> {
    const { title = words.value.programme.room, max = VOICES_MOST } = this.room.peek() ?? {};
    return this.#hall.programme.createRoom(title, max);
  }

  /** Holds up what is written. */
  async holdUp(): Promise<void> {
    const text = words.value.programme;
    const { draft, holding, trouble } = this;
    const msg = draft.text.peek().trim();
    trouble.value = msg === '' ? text.spotlightEmpty : undefined;
    if (msg === '' || draft.over.peek() > 0 || holding.peek() !== undefined) return;
    if (schoolState.peek().name !== 'open') {
      draft.refusal.value = 'offline';
      return;
    }
    draft.text.value = '';
    draft.refusal.value = undefined;
    holding.value = msg;
    try {
      await this.#hall.programme.aggro(this.roomId, msg);
    } catch (error) {
      // Before what was written since.
      draft.text.value = [msg, draft.text.peek()].filter(Boolean).join('\n');
      trouble.value = whyNot(error, this.chat.peek()?.pausedUntil);
    } finally {
      holding.value = undefined;
    }
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#comings.close();
    this.pushes.close();
    this.#endVoices();
    this.#hall.programme.leaveRoom(this.roomId);
  }

  #isIn(): void {
    this.wasIn = true;
    this.phase.value = { name: 'in' };
    this.#comings.begin(this.#others());
    const { max = Number.POSITIVE_INFINITY } = this.room.peek() ?? {};
    if (max > VOICES_MOST) return;
    this.voices.value ??= new Voices(this.#hall.programme.voices(this.roomId));
  }

  #refused(error: unknown): void {
    const reason = error instanceof ProgrammeRefusal ? error.reason : undefined;
    if (reason === 'FULL') this.phase.value = { name: 'full' };
    else if (reason === 'UNKNOWN') this.phase.value = { name: 'gone' };
    else this.phase.value = { name: 'refused', code: codeOf(error as RequestError) };
    this.#endVoices();
  }

  #endVoices(): void {
    this.voices.peek()?.close();
    this.voices.value = undefined;
  }

  #heldUp(aggro: RunningAggro): void {
    const own = aggro.userUID === userId.peek();
    const news = this.log.held(aggro, own);
    if (news && !own) announce(words.value.programme.saySpotlighted(aggro.displayName, aggro.msg));
  }

  #over(aggro: RunningAggro): void {
    const text = words.value.programme;
    this.log.over(aggro);
    announce(aggro.point === 0 ? text.votedOff : text.timeUp(aggro.point));
  }

  #others(): { id: string; username: string }[] {
    const others = this.chat.peek()?.users.filter(({ id }) => id !== this.self.peek()) ?? [];
    return others.map(({ id, displayName }) => ({ id, username: displayName }));
  }
}
