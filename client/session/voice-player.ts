/** A sound that the browser has paused again within this many ms is only started by the user. */
const SETTLED = 2_000;

const GESTURES = ['pointerup', 'keydown'] as const;

/**
 * Plays people's voices without elements in the page. Browsers only play sound after the user has clicked or pressed a
 * key in the page: until then the sound is blocked, and it starts with the next click or key. Silent outside of browsers.
 */
export class VoicePlayer {
  readonly #onBlocked: (blocked: boolean) => void;
  readonly #voices = new Map<string, Voice>();
  readonly #blocked = new Set<Voice>();

  constructor(onBlocked: (blocked: boolean) => void) {
    this.#onBlocked = onBlocked;
  }

  /** Plays the voices of these people, and stops all others. */
  play(people: Iterable<{ id: string; audio: MediaStream | undefined }>): void {
    if (typeof Audio === 'undefined') return;
    const streams = new Map<string, MediaStream>();
    for (const { id, audio } of people) if (audio) streams.set(id, audio);
    for (const [id, voice] of this.#voices) if (streams.get(id) !== voice.stream) this.#stop(id, voice);
    for (const [id, stream] of streams) if (!this.#voices.has(id)) this.#start(id, stream);
  }

  /** Starts blocked sound. Browsers allow it if the user has just clicked or pressed a key. */
  readonly resume = (): void => {
    for (const voice of this.#blocked) voice.start();
  };

  close(): void {
    this.play([]);
  }

  #start(id: string, stream: MediaStream): void {
    const voice = new Voice(stream, (blocked) => this.#note(voice, blocked));
    this.#voices.set(id, voice);
    voice.start();
  }

  #stop(id: string, voice: Voice): void {
    this.#voices.delete(id);
    voice.stop();
    this.#note(voice, false);
  }

  #note(voice: Voice, blocked: boolean): void {
    const before = this.#blocked.size > 0;
    if (blocked) this.#blocked.add(voice);
    else this.#blocked.delete(voice);
    const after = this.#blocked.size > 0;
    if (before === after) return;
    for (const gesture of GESTURES) {
      if (after) document.addEventListener(gesture, this.resume);
      else document.removeEventListener(gesture, this.resume);
    }
    this.#onBlocked(after);
  }
}

class Voice {
  readonly #audio = new Audio();
  readonly #onBlocked: (blocked: boolean) => void;
  #startedAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(
    readonly stream: MediaStream,
    onBlocked: (blocked: boolean) => void,
  ) {
    this.#onBlocked = onBlocked;
    this.#audio.srcObject = stream;
    // Phones pause it for a call, and when earphones are removed.
    this.#audio.addEventListener('pause', () => {
      if (this.#stopped) return;
      this.#onBlocked(true);
      if (performance.now() - this.#startedAt > SETTLED) this.start();
    });
  }

  start(): void {
    this.#startedAt = performance.now();
    this.#audio.play().then(
      () => {
        if (!this.#stopped) this.#onBlocked(false);
      },
      ({ name }: DOMException) => {
        // Any other error means that playing was interrupted by something that follows.
        if (!this.#stopped && name === 'NotAllowedError') this.#onBlocked(true);
      },
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#audio.srcObject = null;
  }
}
