import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import {
  type ProgrammeChat,
  ProgrammeRefusal,
  type ProgrammeRoom,
  type RequestError,
  type RunningAggro,
} from 'lectern-client';
import { announce, createPresenceAnnouncer } from '../announcer.js';
import { classroomAppState, userId } from '../classroom-app.js';
import { createDraft, type Draft } from '../draft.js';
import { words } from '../i18n/index.js';
import { codeOf, type FailureCode } from '../refusal.js';
import { programmeRefusalText } from './programme-refusal.js';
import type { ProgrammeSession } from './programme-session.js';
import { RoomLog } from './room-log.js';
import { MAX_VOICES, Voices } from './voices.js';
import { Votes } from './votes.js';

/**
 * - `in`: also while the connection is lost; the room is then joined again automatically.
 * - `full`, `gone`: also if the user was in the room before.
 */
export type Phase =
  | { name: 'entering' }
  | { name: 'in' }
  | { name: 'full' }
  | { name: 'gone' }
  | { name: 'refused'; code: FailureCode };

/** The state of a chat room, from opening its page until leaving it. */
export class RoomSession {
  readonly roomId: string;
  readonly phase = signal<Phase>({ name: 'entering' });
  /** The room as last listed; undefined if it was never listed. */
  readonly room = signal<ProgrammeRoom | undefined>(undefined);
  readonly chat: ReadonlySignal<ProgrammeChat | undefined>;
  readonly aggro: ReadonlySignal<RunningAggro | undefined>;
  readonly votes: Votes;
  /** The id of the user's own client, also while the connection is lost. */
  readonly self = signal<string | undefined>(undefined);
  readonly log = new RoomLog();
  readonly draft: Draft;
  /** The message that is being spotlighted and is not acknowledged yet. */
  readonly spotlighting = signal<string | undefined>(undefined);
  /** Why the last message was not spotlighted. Reset when the user writes something else. */
  readonly trouble = signal<string | undefined>(undefined);
  /** Set after the user has joined, if the room is small enough for voices. */
  readonly voices = signal<Voices | undefined>(undefined);
  /** Whether the user has been in the room since the page was opened. */
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

  /** Joins, or tries again. */
  async enter(): Promise<void> {
    const { programme } = this.#session;
    this.phase.value = { name: 'entering' };
    try {
      if (!programme.state.joined.has(this.roomId)) await programme.join(this.roomId);
      if (this.#closed) programme.leaveRoom(this.roomId);
      else this.#isIn();
    } catch (error) {
      // After a lost connection, joining is tried again.
      if (codeOf(error) !== 'disconnected') this.#refused(error);
    }
  }

  /** Creates a room like the one that no longer exists. Resolves to its id; rejects with RequestError. */
  async makeAgain(): Promise<string> {
    const { title = words.value.programme.room, max = MAX_VOICES } = this.room.peek() ?? {};
    return this.#session.programme.createRoom(title, max);
  }

  /** Spotlights the message in the text box. */
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
      // Put it before anything written since.
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
