import { signal } from '@preact/signals';
import {
  type Lecture,
  MediaTrouble,
  type MediaTroubleReason,
  openMicrophone,
  type SavedMessage,
} from 'lectern-client';
import { microphone } from '../devices.js';
import { microphoneId } from '../preferences.js';
import { codeOf } from '../refusal.js';
import { base64Of, blobOf, durationOf } from './recording.js';

/** Maximum duration of a voice message in seconds. */
export const LONGEST = 60;
/** Minimum duration in ms. A shorter press sends nothing. */
const SHORTEST = 400;
/** Bits per second. Speech is clear, and the longest message is well below the server's limit of 1 MiB. */
const BITRATE = 32_000;

export type TalkState = 'idle' | 'opening' | 'recording' | 'sending';

/** Why the last voice message was not sent, or not completely. */
export type TalkTrouble =
  | { name: 'microphone'; reason: MediaTroubleReason }
  | { name: 'unsupported' }
  | { name: 'too-short' }
  | { name: 'cut' }
  | { name: 'not-kept' }
  | { name: 'not-sent'; code: ReturnType<typeof codeOf> };

/** Push to talk: records while it is pressed, then sends the recording. */
export class Talk {
  readonly state = signal<TalkState>('idle');
  /** Recorded duration in seconds. */
  readonly seconds = signal(0);
  readonly trouble = signal<TalkTrouble | undefined>(undefined);
  readonly #lecture: Lecture;
  readonly #sent: (base64: string, saved: SavedMessage | undefined) => void;
  #recording: { recorder: MediaRecorder; finish: (send: boolean) => void } | undefined;
  #held: 'yes' | 'let-go' | 'thrown-away' = 'let-go';

  /** @param sent called with the sent recording, base64, and the stored message if the server stores it */
  constructor(lecture: Lecture, sent: (base64: string, saved: SavedMessage | undefined) => void) {
    this.#lecture = lecture;
    this.#sent = sent;
  }

  async begin(): Promise<void> {
    if (this.state.peek() !== 'idle') return;
    this.trouble.value = undefined;
    if (typeof MediaRecorder !== 'function') {
      this.trouble.value = { name: 'unsupported' };
      return;
    }
    this.#held = 'yes';
    this.state.value = 'opening';
    try {
      const track = await ownTrack();
      if (this.#held === 'yes') await this.#record(track);
      else if (this.#held === 'let-go') this.trouble.value = { name: 'too-short' };
      track.stop();
      this.state.value = 'idle';
    } catch (error) {
      if (!(error instanceof MediaTrouble)) throw error;
      this.trouble.value = { name: 'microphone', reason: error.reason };
      this.state.value = 'idle';
    }
  }

  /** Sends the recording. */
  end(): void {
    if (this.#held !== 'yes') return;
    this.#held = 'let-go';
    this.#recording?.finish(true);
  }

  /** Discards the recording. */
  cancel(): void {
    this.#held = 'thrown-away';
    this.#recording?.finish(false);
  }

  async #record(track: MediaStreamTrack): Promise<void> {
    const recorder = new MediaRecorder(new MediaStream([track]), { audioBitsPerSecond: BITRATE });
    const parts: Blob[] = [];
    const began = performance.now();
    const length = (): number => performance.now() - began;
    const sends = await new Promise<boolean>((resolve) => {
      let send = true;
      const finish = (wanted: boolean): void => {
        send = wanted;
        clearInterval(timer);
        if (recorder.state !== 'inactive') recorder.stop();
      };
      const timer = setInterval(() => {
        this.seconds.value = length() / 1000;
        if (this.seconds.value < LONGEST) return;
        this.trouble.value = { name: 'cut' };
        finish(true);
      }, 100);
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      // Also reached if the microphone was unplugged.
      recorder.addEventListener('stop', () => {
        clearInterval(timer);
        resolve(send);
      });
      this.seconds.value = 0;
      this.state.value = 'recording';
      this.#recording = { recorder, finish };
      recorder.start();
    });
    this.#recording = undefined;
    if (sends && length() < SHORTEST) this.trouble.value = { name: 'too-short' };
    else if (sends) await this.#send(new Blob(parts));
  }

  async #send(recorded: Blob): Promise<void> {
    this.state.value = 'sending';
    const base64 = await base64Of(recorded);
    const { type: mimeType } = blobOf(base64);
    const duration = await durationOf(recorded);
    try {
      const saved = await this.#lecture.speak(base64, { mimeType, ...(duration && { duration }) });
      this.#sent(base64, saved);
      if (!saved) this.trouble.value = { name: 'not-kept' };
    } catch (error) {
      this.trouble.value = { name: 'not-sent', code: codeOf(error) };
    }
  }
}

/** Returns the microphone in use, even if it is muted, or otherwise one that is opened only for this recording. */
async function ownTrack(): Promise<MediaStreamTrack> {
  const open = microphone.peek()?.getAudioTracks()[0]?.clone();
  const [track] = open ? [open] : (await openMicrophone(microphoneId.peek() || undefined)).getAudioTracks();
  if (!track) throw new MediaTrouble('no-device');
  track.enabled = true;
  return track;
}
