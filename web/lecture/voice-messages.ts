import { type Signal, signal } from '@preact/signals';
import type { SavedMessage } from 'lectern-client';
import { keepPlaying } from '../sound.js';
import { attempt } from './attempt.js';
import { blobOf, durationOf } from './recording.js';

/** A voice message. Its audio is loaded when it is first played, and kept until the page is closed. */
export interface VoiceMessage {
  key: number;
  senderId: string;
  senderName: string;
  at: Date;
  /** Seconds; undefined until it is known. */
  length: Signal<number | undefined>;
  /** Seconds played; undefined while it is silent. */
  played: Signal<number | undefined>;
  /** Whether the audio is being loaded. */
  loading: Signal<boolean>;
  toggle(): void;
}

/** Loads voice messages, and plays them one after another. */
export class VoiceMessages {
  readonly #load: (messageId: number) => Promise<string>;
  readonly #waiting: VoiceMessage[] = [];
  readonly #saved = new Map<number, VoiceMessage>();
  /** The addresses of the audio that is here. */
  readonly #urls = new Map<VoiceMessage, string>();
  #speaking: { note: VoiceMessage; audio: HTMLAudioElement; stop(): void } | undefined;
  #count = 0;
  #closed = false;

  /** @param load loads the audio of a stored message, base64; rejects with a RequestError */
  constructor(load: (messageId: number) => Promise<string>) {
    this.#load = load;
  }

  /** Returns the voice message of a stored message. */
  of({ messageId, senderId, senderName, dateStr, audio }: SavedMessage): VoiceMessage {
    const known = this.#saved.get(messageId);
    if (known) return known;
    const note = this.#make(senderId, senderName, new Date(dateStr), messageId);
    note.length.value = audio?.duration;
    this.#saved.set(messageId, note);
    return note;
  }

  /**
   * Returns a voice message whose audio has been received or sent.
   * @param base64 the recording
   * @param messageId undefined if it is not stored
   */
  received(senderId: string, senderName: string, base64: string, messageId?: number): VoiceMessage {
    const known = messageId === undefined ? undefined : this.#saved.get(messageId);
    const note = known ?? this.#make(senderId, senderName, new Date(), messageId);
    if (messageId !== undefined) this.#saved.set(messageId, note);
    this.#add(note, base64);
    return note;
  }

  /** Plays the message now or, if others are waiting, after them. */
  speak(note: VoiceMessage): void {
    if (this.#speaking) this.#waiting.push(note);
    else note.toggle();
  }

  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#stop();
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
  }

  #make(senderId: string, senderName: string, at: Date, messageId: number | undefined): VoiceMessage {
    const note: VoiceMessage = {
      key: ++this.#count,
      senderId,
      senderName,
      at,
      length: signal(undefined),
      played: signal(undefined),
      loading: signal(false),
      toggle: () => {
        const url = this.#urls.get(note);
        if (this.#speaking?.note === note) this.#stop();
        else if (url !== undefined) this.#play(note, url);
        else if (messageId !== undefined && !note.loading.peek()) void this.#loadAndPlay(note, messageId);
      },
    };
    return note;
  }

  #add(note: VoiceMessage, base64: string): string {
    const known = this.#urls.get(note);
    if (known !== undefined) return known;
    const blob = blobOf(base64);
    const url = URL.createObjectURL(blob);
    this.#urls.set(note, url);
    if (note.length.peek() === undefined) {
      void durationOf(blob).then((length) => {
        note.length.value = length;
      });
    }
    return url;
  }

  async #loadAndPlay(note: VoiceMessage, messageId: number): Promise<void> {
    note.loading.value = true;
    await attempt(async () => {
      const audio = await this.#load(messageId);
      if (!this.#closed) this.#play(note, this.#add(note, audio));
    });
    note.loading.value = false;
  }

  #play(note: VoiceMessage, url: string): void {
    this.#end();
    const audio = new Audio(url);
    note.played.value = 0;
    audio.addEventListener('timeupdate', () => {
      if (this.#speaking?.audio === audio) note.played.value = audio.currentTime;
    });
    for (const end of ['ended', 'error']) audio.addEventListener(end, () => this.#over(audio));
    this.#speaking = { note, audio, stop: keepPlaying(audio) };
  }

  #over(audio: HTMLAudioElement): void {
    if (this.#speaking?.audio === audio) this.#stop();
  }

  #stop(): void {
    this.#end();
    this.#waiting.shift()?.toggle();
  }

  #end(): void {
    const now = this.#speaking;
    if (!now) return;
    this.#speaking = undefined;
    now.stop();
    now.audio.pause();
    now.note.played.value = undefined;
  }
}
