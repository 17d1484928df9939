import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import {
  type EntryState,
  type Exclusion,
  Lecture,
  type LectureEvents,
  type LectureState,
  type Member,
  RequestError,
  type Signaler,
  type WaitingUsers,
} from 'lectern-client';
import { announce } from '../announcer.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import type { codeOf } from '../refusal.js';
import { loadWaiting, showWaiting } from '../waiting-users.js';
import { chatBox } from './chat-box.js';
import { LectureChat } from './lecture-chat.js';
import { Markers } from './markers.js';
import { Talk } from './talk.js';
import { Video } from './video.js';
import { VoiceMessages } from './voice-messages.js';
import { Voices } from './voices.js';

/** The tabs of the side panel. */
export type Tab = 'chat' | 'people' | 'questions';

/**
 * - `entering`: until the server has accepted the join.
 * - `in`: also while the connection is lost; the client then rejoins automatically.
 * - `refused`: by the server, with its code.
 * - `closed`: to newcomers.
 * - `waiting`: until the instructor admits the user.
 * - `turned-away`: by the instructor, after waiting.
 * - `dropped`: removed by the instructor, from the lecture or the class.
 */
export type Phase =
  | { name: 'entering' }
  | { name: 'in' }
  | { name: 'refused'; code: ReturnType<typeof codeOf> }
  | { name: 'closed' | 'waiting' | 'turned-away' }
  | { name: 'dropped'; scope: Exclusion['scope'] };

/** The state of a lecture, from opening its page until leaving it. */
export class LectureSession {
  readonly lecture: Lecture;
  readonly state: ReadonlySignal<LectureState>;
  readonly phase = signal<Phase>({ name: 'entering' });
  readonly tab = signal<Tab>('chat');
  readonly self: ReadonlySignal<string | undefined>;
  /** Whether the user is the instructor. */
  readonly teaches: ReadonlySignal<boolean>;
  /** User IDs of the teachers, also after they have left. */
  readonly teachers = signal<ReadonlySet<string>>(new Set());
  readonly video: Video;
  /** Whether the lecture has videos. Otherwise, its people are the stage. */
  readonly hasVideos: ReadonlySignal<boolean>;
  readonly chat: LectureChat;
  readonly markers: Markers;
  readonly talk: Talk;
  /** The users who wait until the teacher admits them; undefined if nobody has to, and for students. */
  readonly waiting = signal<WaitingUsers | undefined>(undefined);
  /** Set after the user has joined. */
  readonly voices = signal<Voices | undefined>(undefined);
  readonly #signaler: Signaler;
  readonly #notes: VoiceMessages;
  readonly #state = signal<LectureState>({
    joined: false,
    lecture: undefined,
    user: undefined,
    members: [],
    hands: [],
    speech: { mode: 'everyone', granted: [] },
    playback: undefined,
  });
  readonly #stops: (() => void)[];

  constructor(
    signaler: Signaler,
    named: { classUuid: string; lectureId: number },
    visible: ReadonlySignal<boolean>,
  ) {
    this.#signaler = signaler;
    const lecture = new Lecture(signaler, named);
    this.lecture = lecture;
    this.state = this.#state;
    this.self = computed(() => this.#state.value.user?.userId);
    this.teaches = computed(() => this.#state.value.user?.memberType === 'instructor');
    this.video = new Video(signaler, lecture, this.#state, this.teaches);
    this.hasVideos = computed(() => !this.video.isEmpty);
    const inView = computed(() => visible.value && this.tab.value === 'chat');
    this.#notes = new VoiceMessages((messageId) => lecture.voiceMessage(messageId));
    this.chat = new LectureChat(lecture, this.#notes, this.self, inView);
    this.markers = new Markers(lecture, this.self, this.video.index);
    this.talk = new Talk(lecture, (base64, saved) => {
      const { user } = lecture.state;
      if (!user) return;
      const note = this.#notes.received(user.userId, user.userName, base64, saved?.messageId);
      if (!saved) this.chat.addNote(note);
    });
    const joined = computed(() => this.#state.value.joined);
    const admits = computed(
      () => joined.value && this.teaches.value && this.#state.value.lecture?.entry === 'waiting',
    );
    this.#stops = [
      lecture.on('state', (state) => {
        this.#noteRole(this.#state.peek(), state);
        this.#state.value = state;
        this.teachers.value = withTeachers(this.teachers.peek(), state.members);
      }),
      effect(() => {
        if (joined.value) untracked(() => this.#entered());
      }),
      effect(() => {
        if (admits.value) void loadWaiting(this.waiting, lecture.moderation);
        else this.waiting.value = undefined;
      }),
      lecture.moderation.onWaiting((waiting) => admits.peek() && showWaiting(this.waiting, waiting)),
      lecture.on('entry', ({ state }) => this.#showEntry(state)),
      lecture.on('spoken', (spoken) => this.#spoken(spoken)),
      lecture.on('updated', () => {
        void this.markers.load();
        // The teacher made the change and knows of it.
        if (!this.teaches.peek()) announce(words.value.manage.lectureChanged);
      }),
      lecture.on('recordingEnded', ({ reason = 'stopped' }) =>
        showToast(words.value.recording.ended[reason]),
      ),
      lecture.on('recordingReady', () => showToast(words.value.recording.ready)),
      lecture.on('refused', (error) => this.#end(phaseAfter(error))),
      lecture.on('deleted', () => this.#end({ name: 'refused', code: 'not-found' })),
      lecture.on('left', () => this.#end({ name: 'refused', code: 'forbidden' })),
      lecture.on('dropped', ({ self, scope }) => self && this.#end({ name: 'dropped', scope })),
    ];
    if (signaler.state.name === 'open') void this.enter();
    else this.#enterOnceOpen();
  }

  /** Joins, or tries again. */
  async enter(): Promise<void> {
    this.phase.value = { name: 'entering' };
    try {
      await this.lecture.join({ wait: true });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // After a lost connection, the lecture is joined again automatically. A decision can arrive before the reply.
      if (error.code !== 'disconnected' && this.phase.peek().name === 'entering') {
        this.phase.value = phaseAfter(error);
      }
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.talk.cancel();
    this.voices.peek()?.close();
    this.#notes.close();
    this.chat.close();
    this.markers.close();
    this.video.close();
    this.lecture.leave();
  }

  /** Informs the user whose role has changed, and shows the chat that belongs to it. */
  #noteRole({ user: before }: LectureState, { user: after }: LectureState): void {
    if (!before || !after || before.memberType === after.memberType) return;
    const { youAreTeacher, youAreStudent } = words.value.manage;
    showToast(after.memberType === 'instructor' ? youAreTeacher : youAreStudent);
    this.chat.roleChanged();
  }

  /** Shows the chat, with the text box for a private message to a student. */
  writePrivately(userId: string, name: string): void {
    this.chat.drafts.choose({ kind: 'student', userId, name });
    this.tab.value = 'chat';
    requestAnimationFrame(() => chatBox.current?.focus());
  }

  #showEntry(state: EntryState['state']): void {
    if (state === 'admitted') announce(words.value.order.waits.admitted);
    else this.#end({ name: state === 'waiting' ? 'waiting' : 'turned-away' });
  }

  #enterOnceOpen(): void {
    const stop = this.#signaler.on('state', ({ name }) => {
      if (name !== 'open') return;
      stop();
      void this.enter();
    });
    this.#stops.push(stop);
  }

  /** Called after each join, also after a reconnection: loads the messages that were missed. */
  #entered(): void {
    this.phase.value = { name: 'in' };
    this.voices.value ??= new Voices(this.#signaler, this.lecture, this.#state, this.hasVideos);
    void this.chat.pages.load();
    void this.markers.load();
  }

  #end(phase: Phase): void {
    this.phase.value = phase;
    this.talk.cancel();
    this.voices.peek()?.close();
    this.voices.value = undefined;
  }

  #spoken({ senderId, arrayBuffer, messageId }: LectureEvents['spoken']): void {
    const name = this.lecture.state.members.find(({ userId }) => userId === senderId)?.userName ?? '';
    const note = this.#notes.received(senderId, name, arrayBuffer, messageId);
    if (messageId === undefined) this.chat.addNote(note);
    // Messages from participants who are not allowed to speak now are only listed.
    if (this.lecture.mayBeHeard(senderId)) this.#notes.speak(note);
  }
}

function phaseAfter({ code, data }: RequestError): Phase {
  const { removed_from: scope, entry } = data ?? {};
  if (entry) return { name: entry };
  return scope === 'lecture' || scope === 'class' ? { name: 'dropped', scope } : { name: 'refused', code };
}

/** Adds the teachers in a list of members, and removes its students. */
function withTeachers(known: ReadonlySet<string>, members: readonly Member[]): ReadonlySet<string> {
  const changed = members.filter(
    ({ userId, memberType }) => known.has(userId) !== (memberType === 'instructor'),
  );
  if (changed.length === 0) return known;
  const next = new Set(known);
  for (const { userId, memberType } of changed) {
    if (memberType === 'instructor') next.add(userId);
    else next.delete(userId);
  }
  return next;
}
