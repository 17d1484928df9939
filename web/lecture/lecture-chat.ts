import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Lecture, SavedMessage } from 'lectern-client';
import { offerUndo, showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { attempt } from './attempt.js';
import { ChatDrafts, type Recipient } from './chat-drafts.js';
import { PagedMessages } from './paged-messages.js';
import type { VoiceMessage, VoiceMessages } from './voice-messages.js';

/** An entry of the chat: a text message or a voice message. */
export type Entry = {
  key: string;
  /** Undefined for a voice message that the server does not store. */
  messageId?: number;
  sender: string;
  name: string;
  own: boolean;
  at: Date;
  /** The readers. */
  to: Recipient;
} & ({ kind: 'text'; text: SavedMessage['text'] } | { kind: 'sound'; note: VoiceMessage });

/** The chat of a lecture. */
export class LectureChat {
  readonly pages: PagedMessages;
  readonly unread = signal(0);
  readonly drafts: ChatDrafts;
  readonly entries: ReadonlySignal<Entry[]>;
  readonly #notes = signal<readonly { after: number; note: VoiceMessage }[]>([]);
  /** Messages deleted here whose deletion can still be undone. */
  readonly #hidden = signal<ReadonlySet<number>>(new Set());
  readonly #lecture: Lecture;
  readonly #stops: (() => void)[];

  /**
   * @param voices the lecture's voice messages
   * @param self the user's own id
   * @param inView whether the chat is visible
   */
  constructor(
    lecture: Lecture,
    voices: VoiceMessages,
    self: ReadonlySignal<string | undefined>,
    inView: ReadonlySignal<boolean>,
  ) {
    this.#lecture = lecture;
    this.pages = new PagedMessages((query) => lecture.chat(query));
    this.drafts = new ChatDrafts(lecture);
    this.entries = computed(() => {
      const saved = this.pages.messages.value
        .filter(({ messageId }) => !this.#hidden.value.has(messageId))
        .map((message) => ({
          order: message.messageId,
          entry: ofMessage(message, message.audio && voices.of(message), self.value),
        }));
      const notes = this.#notes.value.map(({ after, note }) => ({
        order: after + 0.5,
        entry: ofNote(note, self.value),
      }));
      return [...saved, ...notes].sort((a, b) => a.order - b.order).map(({ entry }) => entry);
    });
    this.#stops = [
      lecture.on('chat', (message) => {
        this.pages.add([message]);
        if (message.senderId !== self.peek() && !inView.peek()) this.unread.value++;
      }),
      lecture.on('chatDeleted', ({ messageId }) => this.pages.remove(messageId)),
      lecture.on('chatCleared', () => this.#cleared()),
      inView.subscribe((seen) => {
        if (seen) this.unread.value = 0;
      }),
    ];
  }

  /** Adds a voice message that is not stored, after the messages received so far. */
  addNote(note: VoiceMessage): void {
    const after = this.pages.messages.peek().at(-1)?.messageId ?? 0;
    this.#notes.value = [...this.#notes.peek(), { after, note }];
  }

  /** Deletes a message. The deletion can be undone for a moment. */
  remove(messageId: number): void {
    this.#hide(messageId, true);
    offerUndo(
      words.value.manage.messageDeleted,
      async () => {
        await attempt(() => this.#lecture.deleteMessage(messageId));
        // If the message was deleted, it is no longer in the list.
        this.#hide(messageId, false);
      },
      () => this.#hide(messageId, false),
    );
  }

  /** The user has become a teacher or a student, who can read other messages. */
  roleChanged(): void {
    this.drafts.choose({ kind: 'everyone' });
    void this.pages.reload();
  }

  #hide(messageId: number, hidden: boolean): void {
    const next = new Set(this.#hidden.peek());
    if (hidden) next.add(messageId);
    else next.delete(messageId);
    this.#hidden.value = next;
  }

  #cleared(): void {
    this.pages.clear();
    this.#notes.value = [];
    this.unread.value = 0;
    showToast(words.value.manage.chatCleared);
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}

function ofMessage(message: SavedMessage, note: VoiceMessage | undefined, self: string | undefined): Entry {
  const { messageId, senderId: sender, senderName: name, dateStr, text } = message;
  return {
    key: `message ${messageId}`,
    messageId,
    sender,
    name,
    own: sender === self,
    at: new Date(dateStr),
    to: recipientOf(message),
    ...(note ? { kind: 'sound', note } : { kind: 'text', text }),
  };
}

function ofNote(note: VoiceMessage, self: string | undefined): Entry {
  const { key, senderId: sender, senderName: name, at } = note;
  const to = { kind: 'everyone' } as const;
  return { kind: 'sound', key: `note ${key}`, sender, name, own: sender === self, at, to, note };
}

function recipientOf({ senderId, private: shared }: SavedMessage): Recipient {
  if (!shared) return { kind: 'everyone' };
  const { userId, userName: name } = shared;
  return userId === senderId ? { kind: 'teachers' } : { kind: 'student', userId, name };
}
