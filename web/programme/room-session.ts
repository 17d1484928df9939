import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import {
  type ProgrammeChat,
  ProgrammeRefusal,
  type ProgrammeRoom,
  type RequestError,
  type RequestErrorCode,
  type RunningAggro,
} from 'lectern-client';
import { announce, createPresenceAnnouncer } from '../announcer.js';
import { classroomAppState, userId } from '../classroom-app.js';
import { createDraft, type Draft } from '../draft.js';
import { words } from '../i18n/index.js';
import { codeOf } from '../refusal.js';
import { programmeRefusalText } from './programme-refusal.js';
import type { ProgrammeSession } from './programme-session.js';
import { RoomLog } from './room-log.js';
import { MAX_VOICES, Voices } from './voices.js';
import { Votes } from './votes.js';

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
export class RoomSession {
  readonly roomId: string;
  readonly phase = signal<Phase>({ name: 'entering' });
  /** As the list last had it; undefined where it never did. */
  readonly room = signal<ProgrammeRoom | undefined>(undefined);
  readonly chat: ReadonlySignal<ProgrammeChat | undefined>;
  readonly aggro: ReadonlySignal<RunningAggro | undefined>;
  readonly votes: Votes;
  /** One's own client, also while the connection is away. */
  readonly self = signal<string | undefined>(undefined);
  readonly log = new RoomLog();
  readonly draft: Draft;
  /** What is being held up and is not answered yet. */
  readonly spotlighting = signal<string | undefined>(undefined);
  /** Why the last message was not held up; until something else is written. */
  readonly trouble = signal<string | undefined>(undefined);
  /** There where the room is small enough, from when one is in. */
  readonly voices = signal<Voices | undefined>(undefined);
  /** Whether one has been in it since the page was opened. */
  wasIn = false;
  readonly #session: ProgrammeSession;
  readonly #presence = createPresenceAnnouncer(() => this.#others());
  readonly #stops: (() => void)[];
  #closed = false;

  constructor(session: ProgrammeSession, roomId: string) {
    this.#session = session;
    this.roomId = roomId;
    const { programme, state } = session;
    this.chat = computed(() => state.value.joined.get(roomId));
    this.aggro = computed(() => this.chat.value?.aggro);
    this.votes = new Votes(programme, this.aggro);
    this.draft = createDraft((text) => programme.say(roomId, text));
    const users = computed(() => this.chat.value?.users);
    const listed = computed(() => state.value.rooms.find((room) => room.roomId === roomId));
    this.#stops = [
      effect(() => {
        if (listed.value) this.room.value = listed.value;
      }),
      effect(() => {
        if (session.entered.value)
          untracked(() => this.phase.peek().name === 'entering' && void this.enter());
      }),
      this.draft.text.subscribe((written) => {
        if (written !== '') this.trouble.value = undefined;
      }),
      effect(() => {
        if (users.value) this.#presence.notice();
      }),
      effect(() => {
        const { value } = this.aggro;
        if (value) untracked(() => this.#spotlighted(value));
      }),
      programme.on('chat', (chat) => chat.roomId === roomId && this.log.addMessage(chat)),
      programme.on('aggroOver', (over) => over.roomId === roomId && this.#over(over.aggro)),
      programme.on('refused', (refused) => refused.roomId === roomId && this.#refused(refused.error)),
      classroomAppState.subscribe((now) => {
        if (now.name !== 'open') return;
        this.self.value = now.welcome.id;
        if (this.wasIn && !(now.resumed && now.recovered)) this.log.gap();
      }),
    ];
  }

  /** Goes in, or tries again. */
  async enter(): Promise<void> {
    const { programme } = this.#session;
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
    const { title = words.value.programme.room, max = MAX_VOICES } = this.room.peek() ?? {};
    return this.#session.programme.createRoom(title, max);
  }

  /** Holds up what is written. */
  async spotlight(): Promise<void> {
    const text = words.value.programme;
    const { draft, spotlighting, trouble } = this;
    const msg = draft.text.peek().trim();
    trouble.value = msg === '' ? text.spotlightEmpty : undefined;
    if (msg === '' || draft.over.peek() > 0 || spotlighting.peek() !== undefined) return;
    if (classroomAppState.peek().name !== 'open') {
      draft.refusal.value = 'offline';
      return;
    }
    draft.text.value = '';
    draft.refusal.value = undefined;
    spotlighting.value = msg;
    try {
      await this.#session.programme.aggro(this.roomId, msg);
    } catch (error) {
      // Before what was written since.
      draft.text.value = [msg, draft.text.peek()].filter(Boolean).join('\n');
      trouble.value = programmeRefusalText(error, this.chat.peek()?.pausedUntil);
    } finally {
      spotlighting.value = undefined;
    }
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#presence.close();
    this.votes.close();
    this.#endVoices();
    this.#session.programme.leaveRoom(this.roomId);
  }

  #isIn(): void {
    this.wasIn = true;
    this.phase.value = { name: 'in' };
    this.#presence.begin(this.#others());
    const { max = Number.POSITIVE_INFINITY } = this.room.peek() ?? {};
    if (max > MAX_VOICES) return;
    this.voices.value ??= new Voices(this.#session.programme.voices(this.roomId));
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

  #spotlighted(aggro: RunningAggro): void {
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
