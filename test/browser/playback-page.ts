import { Lecture } from '#client/lecture.js';
import { ClockSync } from '#client/playback/clock-sync.js';
import { type Correction, PlayerSync, type SyncState } from '#client/playback/player-sync.js';
import { Html5Player } from '#client/playback/players/html5.js';
import { parsePlaylist } from '#client/playback/playlist.js';
import { Signaler } from '#client/signaler.js';

/** The strip at the bottom of each frame of the sample video: see build/sample-video.sh. */
const STRIP = { top: 336, height: 24, width: 640, bits: 16 };
const FPS = 30;
/** ms between two samples of the element's position. */
const LOOK = 20;

type Named = { classUuid: string; lectureId: number };

declare global {
  /** The page's monotonic clock before it was skewed. */
  var trueNow: () => number;
  var watcher: Watcher;
}

/** One sample of the video; `at` in ms of the true clock. */
export interface Look {
  at: number;
  position: number;
}

function isOpen(signaler: Signaler): Promise<void> {
  return new Promise((resolve) => {
    signaler.on('state', ({ name }) => name === 'open' && resolve());
    signaler.connect();
  });
}

/** A viewer of a lecture, or its teacher, controlled by the tests. */
class Watcher {
  /** Positions according to the displayed frames, each when it appeared. */
  readonly shown: Look[] = [];
  /** Positions according to the element. */
  readonly told: Look[] = [];
  readonly corrections: (Correction & { at: number })[] = [];
  readonly states: { at: number; state: SyncState }[] = [];
  readonly video = document.createElement('video');
  /** Stores the identity for as long as the page is open. */
  #token: string | undefined;
  readonly signaler = new Signaler(`${location.origin.replace(/^http/, 'ws')}/ws`, {
    identity: {
      load: () => this.#token,
      save: (token) => {
        this.#token = token;
      },
    },
    reconnect: { base: 100 },
  });
  readonly clock = new ClockSync(this.signaler);
  readonly sync = new PlayerSync(this.clock);
  lecture: Lecture | undefined;
  #player: Html5Player | undefined;
  #videoIdx = -1;
  readonly #canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  async open(): Promise<void> {
    this.video.width = 160;
    this.video.preload = 'auto';
    document.body.append(this.video);
    if (this.#canvas) {
      this.#canvas.canvas.width = STRIP.width;
      this.#canvas.canvas.height = STRIP.height;
    }
    this.sync.on('correction', (correction) => this.corrections.push({ ...correction, at: trueNow() }));
    this.sync.on('state', (state) => this.states.push({ at: trueNow(), state }));
    await isOpen(this.signaler);
    setInterval(() => this.told.push({ at: trueNow(), position: this.video.currentTime }), LOOK);
    this.#watchFrames();
  }

  /** Creates a class and a lecture in it. */
  async teach(playlist: string[]): Promise<Named> {
    const made = await this.signaler.request('CreateClass', { title: 'Time', subtitle: '' });
    const { uuid: classUuid } = made.data.class;
    const { data } = await this.signaler.request('CreateLecture', {
      classUuid,
      lectureDate: '2026-11-21',
      lectureName: 'Seconds',
      playlist: playlist.join(', '),
    });
    return { classUuid, lectureId: data.lecture.id };
  }

  async enroll(classUuid: string): Promise<void> {
    await this.signaler.request('EnrollClass', { classUuid });
  }

  async join(named: Named): Promise<void> {
    const lecture = new Lecture(this.signaler, named);
    this.lecture = lecture;
    lecture.on('playback', (playback) => {
      this.#show(playback.videoIdx);
      this.sync.follow(playback);
    });
    await lecture.join();
  }

  #show(videoIdx: number): void {
    if (videoIdx === this.#videoIdx) return;
    const item = parsePlaylist(this.lecture?.state.lecture?.playlist ?? '')[videoIdx];
    if (item?.kind !== 'file') throw new Error(`the playlist has no entry ${videoIdx}`);
    this.#videoIdx = videoIdx;
    this.#player?.close();
    this.video.src = item.url;
    this.#player = new Html5Player(this.video);
    this.sync.attach(this.#player, videoIdx);
  }

  #watchFrames(): void {
    this.video.requestVideoFrameCallback((_, { presentationTime }) => {
      this.shown.push({ at: presentationTime, position: this.#frame() / FPS });
      this.#watchFrames();
    });
  }

  /** The number in the strip of the displayed frame. */
  #frame(): number {
    const { top, height, width, bits } = STRIP;
    if (!this.#canvas) throw new Error('this browser does not support canvas');
    this.#canvas.drawImage(this.video, 0, top, width, height, 0, 0, width, height);
    const { data } = this.#canvas.getImageData(0, height / 2, width, 1);
    let number = 0;
    for (let bit = 0; bit < bits; bit++) {
      const x = Math.floor(((bit + 0.5) * width) / bits);
      number = number * 2 + ((data[x * 4] ?? 0) > 127 ? 1 : 0);
    }
    return number;
  }
}

export type { Watcher };

globalThis.watcher = new Watcher();
