import { ClockSync } from '../../client/clock-sync.js';
import { type Correction, PlayerSync, type SyncState } from '../../client/player-sync.js';
import { Html5Player } from '../../client/players/html5.js';
import { Signaler } from '../../client/signaler.js';
import type { ClientData, Playback, Refused, ServerData } from '../../schemas/generated/messages.js';

/** The strip at the bottom of each frame of the sample video: see build/sample-video.sh. */
const STRIP = { top: 336, height: 24, width: 640, bits: 16 };
const FPS = 30;

type Asking = 'CreateClass' | 'CreateLecture' | 'EnrollClass' | 'JoinLecture';
type Named = { classUuid: string; lectureId: number };
type Driving = 'InstructorPlay' | 'InstructorPause' | 'InstructorTimeChange' | 'SelectVideo';

declare global {
  /** The page's monotonic clock as it was before it was skewed. */
  var trueNow: () => number;
  var watcher: Watcher;
}

/** What one look at the player told; `at` in ms of the true clock. */
export interface Look {
  at: number;
  videoIdx: number;
  position: number;
}

function isOpen(signaler: Signaler): Promise<void> {
  return new Promise((resolve) => {
    signaler.on('state', ({ name }) => name === 'open' && resolve());
    signaler.connect();
  });
}

/** Somebody who watches a lecture, the teacher too, driven by the tests. */
class Watcher {
  /** By what the frames say that were shown, each when it appeared. */
  readonly shown: Look[] = [];
  /** By what the element says. */
  readonly told: Look[] = [];
  readonly corrections: (Correction & { at: number })[] = [];
  readonly states: { at: number; state: SyncState }[] = [];
  readonly video = document.createElement('video');
  readonly signaler = new Signaler(`${location.origin.replace(/^http/, 'ws')}/ws`);
  readonly clock = new ClockSync(this.signaler);
  readonly sync = new PlayerSync(this.clock);
  playback: Playback | undefined;
  #player: Html5Player | undefined;
  #videoIdx = -1;
  #playlist: string[] = [];
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
    for (const type of [
      'InstructorPlay',
      'InstructorPause',
      'InstructorTimeChange',
      'SelectVideo',
    ] as const) {
      this.signaler.on(type, ({ data }) => 'playback' in data && this.#update(data.playback));
    }
    await isOpen(this.signaler);
    setInterval(() => {
      this.told.push({ at: trueNow(), videoIdx: this.#videoIdx, position: this.video.currentTime });
    }, 20);
    this.#watchFrames();
  }

  /** Makes a class and a lecture in it. */
  async teach(playlist: string[]): Promise<Named> {
    const { class: made } = await this.#ask('CreateClass', { title: 'Time', subtitle: '' });
    const classUuid = made.uuid;
    const { lecture } = await this.#ask('CreateLecture', {
      classUuid,
      lectureDate: '2026-11-21',
      lectureName: 'Seconds',
      playlist: playlist.join(', '),
    });
    return { classUuid, lectureId: lecture.id };
  }

  async enroll(classUuid: string): Promise<void> {
    await this.#ask('EnrollClass', { classUuid });
  }

  async join(named: Named): Promise<void> {
    const { lecture, playback } = await this.#ask('JoinLecture', named);
    this.#playlist = lecture.playlist.split(', ');
    this.#update(playback);
  }

  /** Drives the lecture and follows it: the server's timeline is the one that counts, for the teacher too. */
  async drive<T extends Driving>(
    named: Named,
    type: T,
    rest: Omit<ClientData[T], keyof Named>,
  ): Promise<void> {
    await this.signaler.request(type, { ...named, ...rest } as ClientData[T]);
    const { playback } = await this.#ask('JoinLecture', named);
    this.#update(playback);
  }

  #update(playback: Playback): void {
    this.playback = playback;
    if (playback.videoIdx !== this.#videoIdx) {
      this.#player?.close();
      this.#videoIdx = playback.videoIdx;
      this.video.src = this.#playlist[playback.videoIdx] ?? '';
      this.#player = new Html5Player(this.video);
      this.sync.attach(this.#player, playback.videoIdx);
    }
    this.sync.update(playback);
  }

  #watchFrames(): void {
    this.video.requestVideoFrameCallback((_, { presentationTime }) => {
      const position = this.#frame() / FPS;
      this.shown.push({ at: presentationTime, videoIdx: this.#videoIdx, position });
      this.#watchFrames();
    });
  }

  /** The number that the strip of the present frame says. */
  #frame(): number {
    const { top, height, width, bits } = STRIP;
    if (!this.#canvas) throw new Error('this browser has no canvas');
    this.#canvas.drawImage(this.video, 0, top, width, height, 0, 0, width, height);
    const { data } = this.#canvas.getImageData(0, height / 2, width, 1);
    let number = 0;
    for (let bit = 0; bit < bits; bit++) {
      const x = Math.floor(((bit + 0.5) * width) / bits);
      number = number * 2 + ((data[x * 4] ?? 0) > 127 ? 1 : 0);
    }
    return number;
  }

  async #ask<T extends Asking>(type: T, data: ClientData[T]): Promise<Exclude<ServerData[T], Refused>> {
    const { data: answer } = (await this.signaler.request(type, data)) as { data: ServerData[Asking] };
    if ('message' in answer) throw new Error(`${type} was refused: ${answer.message}`);
    return answer as Exclude<ServerData[T], Refused>;
  }
}

export type { Watcher };

globalThis.watcher = new Watcher();
