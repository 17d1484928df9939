import { Emitter } from '../../emitter.js';
import type { Player, PlayerEvents, PlayerStatus } from './player.js';

const events = [
  'canplay',
  'emptied',
  'ended',
  'error',
  'loadedmetadata',
  'pause',
  'play',
  'playing',
  'seeked',
  'seeking',
  'waiting',
] as const;

/** The speeds that browsers support. They throw for others. */
const SLOWEST = 0.0625;
const FASTEST = 16;

/** A `<video>` or `<audio>` element as a Player. */
export class Html5Player extends Emitter<PlayerEvents> implements Player {
  readonly precision = 0.005;
  readonly rates = undefined;
  readonly #media: HTMLMediaElement;
  #blocked = false;
  #status: PlayerStatus;

  constructor(media: HTMLMediaElement) {
    super();
    this.#media = media;
    this.#status = this.status;
    for (const event of events) media.addEventListener(event, this.#check);
  }

  get status(): PlayerStatus {
    const { error, readyState, seeking, ended, paused } = this.#media;
    if (error) return 'failed';
    if (readyState < HTMLMediaElement.HAVE_METADATA) return 'loading';
    if (seeking) return 'seeking';
    if (ended) return 'ended';
    if (paused) return this.#blocked ? 'blocked' : 'paused';
    return readyState < HTMLMediaElement.HAVE_FUTURE_DATA ? 'stalled' : 'playing';
  }

  get position(): number {
    return this.#media.currentTime;
  }

  get duration(): number {
    const { duration } = this.#media;
    return Number.isNaN(duration) ? Number.POSITIVE_INFINITY : duration;
  }

  seek(position: number): void {
    this.#media.currentTime = position;
    this.#check();
  }

  setRate(rate: number): void {
    this.#media.playbackRate = Math.min(FASTEST, Math.max(SLOWEST, rate));
  }

  play(): void {
    this.#media.play().then(
      () => this.#setBlocked(false),
      // AbortError means that it was paused or reloaded. A video that cannot be played fires `error`.
      (error) => this.#setBlocked(error instanceof DOMException && error.name === 'NotAllowedError'),
    );
  }

  pause(): void {
    this.#media.pause();
    this.#setBlocked(false);
  }

  close(): void {
    for (const event of events) this.#media.removeEventListener(event, this.#check);
  }

  #setBlocked(blocked: boolean): void {
    this.#blocked = blocked;
    this.#check();
  }

  readonly #check = (): void => {
    const { status } = this;
    if (status === this.#status) return;
    this.#status = status;
    this.emit('status', status);
  };
}
