import { type Signal, signal } from '@preact/signals';
import { keepPlaying } from '../sound.js';

/** A voice message, kept until the page is closed. The server does not store voice messages. */
export interface VoiceMessage {
  key: number;
  senderId: string;
  senderName: string;
  at: Date;
  /** Seconds; undefined until it is known. */
  length: Signal<number | undefined>;
  /** Seconds played; undefined while it is silent. */
  played: Signal<number | undefined>;
  toggle(): void;
}

/** The formats that browsers record, by their first bytes. */
const kinds: readonly [type: string, at: number, bytes: readonly number[]][] = [
  ['audio/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ['audio/ogg', 0, [0x4f, 0x67, 0x67, 0x53]],
  ['audio/mp4', 4, [0x66, 0x74, 0x79, 0x70]],
];

function typeOf(bytes: Uint8Array): string {
  const found = kinds.find(([, at, start]) => start.every((byte, index) => bytes[at + index] === byte));
  return found?.[0] ?? 'audio/mpeg';
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  // Converted in chunks, since the number of arguments of a function is limited.
  for (let i = 0; i < bytes.length; i += 32_768) {
    text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  }
  return btoa(text);
}

/** Recordings do not contain their duration, so it is determined by decoding. */
async function lengthOf(bytes: Uint8Array<ArrayBuffer>): Promise<number | undefined> {
  try {
    const context = new OfflineAudioContext(1, 1, 48_000);
    return (await context.decodeAudioData(bytes.slice().buffer)).duration;
  } catch {
    return undefined;
  }
}

/** Plays voice messages one after another. */
export class VoiceMessages {
  readonly #waiting: VoiceMessage[] = [];
  readonly #urls: string[] = [];
  #speaking: { note: VoiceMessage; audio: HTMLAudioElement; stop(): void } | undefined;
  #count = 0;

  /** @param base64 the recording */
  make(senderId: string, senderName: string, base64: string): VoiceMessage {
    const bytes = bytesOf(base64);
    const url = URL.createObjectURL(new Blob([bytes], { type: typeOf(bytes) }));
    this.#urls.push(url);
    const note: VoiceMessage = {
      key: ++this.#count,
      senderId,
      senderName,
      at: new Date(),
      length: signal(undefined),
      played: signal(undefined),
      toggle: () => (this.#speaking?.note === note ? this.#stop() : this.#play(note, url)),
    };
    void lengthOf(bytes).then((length) => {
      note.length.value = length;
    });
    return note;
  }

  /** Plays the message now or, if others are waiting, after them. */
  speak(note: VoiceMessage): void {
    if (this.#speaking) this.#waiting.push(note);
    else note.toggle();
  }

  close(): void {
    this.#waiting.length = 0;
    this.#stop();
    for (const url of this.#urls) URL.revokeObjectURL(url);
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
