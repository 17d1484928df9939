import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Lecture } from 'lectern-client';
import { showToast } from '../components/toasts.js';
import { createDraft, type Draft } from '../draft.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';

/** The readers of a message: everyone in the lecture, the teachers, or the teachers and one student. */
export type Recipient =
  | { kind: 'everyone' }
  | { kind: 'teachers' }
  | { kind: 'student'; userId: string; name: string };

/** What the user is writing to one recipient. */
export interface ChatDraft {
  key: string;
  to: Recipient;
  draft: Draft;
}

/** What the user is writing in the chat. Each recipient has its own draft, so that no private text gets to everyone. */
export class ChatDrafts {
  /** The draft in the text box. */
  readonly chosen: ReadonlySignal<ChatDraft>;
  /** The draft to the student whom the user chose last. */
  readonly student = signal<ChatDraft | undefined>(undefined);
  readonly #lecture: Lecture;
  readonly #all = signal<readonly ChatDraft[]>([]);
  readonly #chosen: Signal<ChatDraft>;

  constructor(lecture: Lecture) {
    this.#lecture = lecture;
    this.#chosen = signal(this.#draftTo({ kind: 'everyone' }));
    this.#draftTo({ kind: 'teachers' });
    this.chosen = this.#chosen;
  }

  /** The drafts to everyone and to the teachers, and then those to students. */
  get all(): ReadonlySignal<readonly ChatDraft[]> {
    return this.#all;
  }

  /** Puts the draft to a recipient into the text box. */
  choose(to: Recipient): void {
    const draft = this.#draftTo(to);
    this.#chosen.value = draft;
    if (to.kind === 'student') this.student.value = draft;
  }

  #draftTo(to: Recipient): ChatDraft {
    const key = to.kind === 'student' ? `student ${to.userId}` : to.kind;
    const known = this.#all.peek().find((each) => each.key === key);
    if (known) return known;
    const created: ChatDraft = { key, to, draft: createDraft((text) => this.#send(to, text)) };
    created.draft.refusal.subscribe((refusal) => {
      // The text box shows why its own text was refused.
      if (refusal !== undefined && this.#chosen.peek() !== created) {
        showToast(words.peek().privately.notSent(nameOf(to)));
      }
    });
    this.#all.value = [...this.#all.peek(), created];
    return created;
  }

  #send(to: Recipient, text: string): Promise<unknown> {
    if (to.kind === 'everyone') return this.#lecture.say(text);
    return this.#lecture.sayPrivately(text, to.kind === 'student' ? to.userId : undefined);
  }
}

/** Returns the name of a recipient in the language in use. */
export function nameOf(to: Recipient): string {
  const text = words.value.privately;
  return to.kind === 'student' ? text.student(distinctName(to.userId, to.name)) : text[to.kind];
}
