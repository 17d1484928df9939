/** ms between two measurements. */
const INTERVAL = 100;
/** A sound this many dB below full scale has the level 0. */
const RANGE = 60;
/** Samples of a measurement: 43 to 93 ms at the usual sample rates. */
const WINDOW = 4_096;

/** Level of samples between -1 and 1: from 0 for an RMS of -60 dBFS or less to 1 for full scale. */
export function levelOf(samples: Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  const decibels = 10 * Math.log10(squares / samples.length);
  return Math.min(1, Math.max(0, 1 + decibels / RANGE));
}

interface Watched {
  measure(): void;
  stop(): void;
}

/**
 * Measures the speaking levels of streams, with one timer and one AudioContext for all.
 * The context starts when the page is allowed to play sound, in most browsers after the user's first click.
 */
export class SpeakingLevels {
  readonly #watched = new Set<Watched>();
  #context: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * Reports the level (0 to 1) of a stream's sound when it changes, at most every 100 ms. Returns a function that
   * stops it. For a stream that the browser cannot measure, nothing is reported.
   */
  watch(stream: MediaStream, report: (level: number) => void): () => void {
    const watched = this.#tryToWatch(stream, report);
    if (!watched) return () => {};
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#measure(), INTERVAL);
    return () => {
      if (!this.#watched.delete(watched)) return;
      watched.stop();
      if (this.#watched.size === 0) this.#rest();
    };
  }

  /** Stops all measurements and releases the AudioContext. */
  close(): void {
    for (const watched of this.#watched) watched.stop();
    this.#watched.clear();
    this.#rest();
    void this.#context?.close();
    this.#context = undefined;
  }

  /** Returns undefined if it fails: Firefox refuses a microphone whose sample rate differs from the AudioContext's. */
  #tryToWatch(stream: MediaStream, report: (level: number) => void): Watched | undefined {
    if (stream.getAudioTracks().length === 0) return undefined;
    try {
      this.#context ??= new AudioContext();
      return this.#watch(this.#context, stream, report);
    } catch {
      return undefined;
    }
  }

  #watch(context: AudioContext, stream: MediaStream, report: (level: number) => void): Watched {
    // Chromium passes a remote stream to WebAudio only while a media element plays it.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = WINDOW;
    source.connect(analyser);
    const samples = new Float32Array(WINDOW);
    let last = 0;
    const reportLevel = (level: number) => {
      if (Math.abs(level - last) < 0.01 && (level > 0 || last === 0)) return;
      last = level;
      report(level);
    };
    return {
      measure() {
        analyser.getFloatTimeDomainData(samples);
        reportLevel(levelOf(samples));
      },
      stop() {
        source.disconnect();
        element.srcObject = null;
        reportLevel(0);
      },
    };
  }

  #measure(): void {
    // Phones interrupt it for a call, and refuse to resume it until the call has ended.
    if (this.#context && this.#context.state !== 'running') this.#context.resume().catch(() => {});
    for (const { measure } of this.#watched) measure();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
