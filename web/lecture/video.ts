import { computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  ClockSync,
  type Lecture,
  type LectureState,
  type Player,
  type PlayerStatus,
  PlayerSync,
  PlaylistError,
  type PlaylistItem,
  parsePlaylist,
  type Signaler,
  type SyncState,
} from 'lectern-client';
import { attempt } from './attempt.js';

/** Interval in ms at which the player's position is read. */
const POLL_INTERVAL_MS = 200;

/** The volume control of a player. */
export interface Sound {
  /** 0 to 1. */
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
}

interface Attached {
  player: Player;
  sound: Sound;
}

/** The lecture's video as shown here: in sync, or watched on one's own. */
export class Video {
  readonly state = signal<SyncState>({ name: 'waiting', reason: 'player' });
  /** Seconds by which the video is behind the lecture, rounded to tenths. */
  readonly behind = signal(0);
  readonly away = signal(false);
  /** Position in the current video in seconds. */
  readonly position = signal(0);
  /** Seconds; undefined while not known. */
  readonly duration = signal<number | undefined>(undefined);
  readonly status = signal<PlayerStatus>('loading');
  /** 0 to 1. */
  readonly volume = signal(1);
  readonly muted = signal(false);
  readonly playlist: ReadonlySignal<PlaylistItem[] | PlaylistError>;
  readonly index: ReadonlySignal<number>;
  readonly item: ReadonlySignal<PlaylistItem | undefined>;
  /** Whether the lecture or, when watching on one's own, the video here is playing. */
  readonly running: ReadonlySignal<boolean>;
  readonly #lecture: Lecture;
  readonly #clock: ClockSync;
  readonly #sync: PlayerSync;
  readonly #teaches: ReadonlySignal<boolean>;
  readonly #stops: (() => void)[];
  #attached: Attached | undefined;
  /** The position in seconds that the lecture is seeking to. */
  #aim: number | undefined;

  constructor(
    signaler: Signaler,
    lecture: Lecture,
    state: ReadonlySignal<LectureState>,
    teaches: ReadonlySignal<boolean>,
  ) {
    this.#lecture = lecture;
    this.#teaches = teaches;
    this.#clock = new ClockSync(signaler);
    this.#sync = new PlayerSync(this.#clock);
    const text = computed(() => state.value.lecture?.playlist ?? '');
    this.playlist = computed(() => read(text.value));
    this.index = computed(() => state.value.playback?.videoIdx ?? 0);
    this.item = computed(() => {
      const items = this.playlist.value;
      return items instanceof PlaylistError ? undefined : items[this.index.value];
    });
    this.running = computed(() =>
      this.away.value
        ? this.status.value === 'playing' || this.status.value === 'stalled'
        : (state.value.playback?.playing ?? false),
    );
    const timer = setInterval(() => this.#look(), POLL_INTERVAL_MS);
    this.#stops = [
      this.#sync.on('state', (now) => {
        this.state.value = now;
      }),
      this.#sync.on('behind', (now) => {
        this.behind.value = Math.round(now * 10) / 10;
      }),
      lecture.on('playback', (playback) => this.#sync.follow(playback)),
      // Watching on one's own ends when the lecture changes to another video.
      this.index.subscribe(() => this.rejoin()),
      this.volume.subscribe((volume) => this.#attached?.sound.setVolume(volume)),
      this.muted.subscribe((muted) => this.#attached?.sound.setMuted(muted)),
      () => clearInterval(timer),
    ];
  }

  /** Attaches a player until the returned function is called. */
  attach(player: Player, sound: Sound, index: number): () => void {
    const attached = { player, sound };
    this.#attached = attached;
    sound.setVolume(this.volume.peek());
    sound.setMuted(this.muted.peek());
    const stop = player.on('status', () => this.#look());
    this.#sync.attach(player, index);
    this.#look();
    return () => {
      stop();
      if (this.#attached !== attached) return;
      this.#attached = undefined;
      this.#sync.detach();
      this.duration.value = undefined;
      this.status.value = 'loading';
    };
  }

  /** Whether the lecture has no videos. */
  get isEmpty(): boolean {
    const playlist = this.playlist.value;
    return playlist instanceof PlaylistError && playlist.fault === 'empty';
  }

  /** Whether the user can play, pause and seek now: the teacher for everyone, others while watching on their own. */
  get drives(): boolean {
    return this.#teaches.value || this.away.value;
  }

  toggle(): void {
    const running = this.running.peek();
    if (this.#teaches.peek()) void attempt(() => (running ? this.#lecture.pause() : this.#lecture.play()));
    else if (!this.away.peek()) return;
    else if (running) this.#attached?.player.pause();
    else this.#attached?.player.play();
  }

  /** @param position seconds; limited to the duration */
  seek(position: number): void {
    const aim = Math.max(0, Math.min(position, this.duration.peek() ?? position));
    if (this.#teaches.peek()) void this.#move(aim);
    else if (this.away.peek()) this.#attached?.player.seek(aim);
    this.#look();
  }

  /** @param seconds forward, or backward if negative */
  skip(seconds: number): void {
    this.seek(this.moment + seconds);
  }

  /**
   * The position in seconds that the user means by "now": the target of the teacher's seek, otherwise the position
   * shown.
   */
  get moment(): number {
    const lecture = this.#teaches.peek() ? (this.#aim ?? this.#sync.position) : undefined;
    return lecture ?? this.#attached?.player.position ?? this.position.peek();
  }

  /** Starts watching on one's own, at `position` if it is given. */
  watchOnOwn(position?: number): void {
    this.away.value = true;
    this.#sync.leave();
    if (position !== undefined) this.seek(position);
  }

  rejoin(): void {
    if (!this.away.peek()) return;
    this.away.value = false;
    this.#sync.rejoin();
  }

  /** Starts playback that the browser has blocked. Must be called from a user gesture. */
  start(): void {
    this.#sync.retry();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#sync.close();
    this.#clock.close();
  }

  /** Of several seeks, the last one counts, and the next one starts from there. */
  async #move(aim: number): Promise<void> {
    this.#aim = aim;
    await attempt(() => this.#lecture.seek(aim));
    if (this.#aim === aim) this.#aim = undefined;
  }

  #look(): void {
    const player = this.#attached?.player;
    if (!player) return;
    this.status.value = player.status;
    this.position.value = player.position;
    this.duration.value = Number.isFinite(player.duration) ? player.duration : undefined;
  }
}

function read(playlist: string): PlaylistItem[] | PlaylistError {
  try {
    return parsePlaylist(playlist);
  } catch (error) {
    if (error instanceof PlaylistError) return error;
    throw error;
  }
}
