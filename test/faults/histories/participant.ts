import type { ServerMessage } from 'lectern-protocol';
import { WebSocket } from 'ws';
import type { Lecture } from '#client/lecture.js';
import { RequestError } from '#client/request-error.js';
import { Signaler } from '#client/signaler.js';
import type { SignalerOptions } from '#client/signaler-options.js';

/** Something that a client was told. */
export interface Seen {
  /** Counts from 0; another one begins where the client is a new one, or was told that it missed something. */
  segment: number;
  /** `room`, `direct` or `lecture`. */
  log: string;
  seq: number;
  text: string;
}

/** Something that a client said, and what it was answered. */
export interface Said {
  text: string;
  log: 'room' | 'direct' | 'lecture';
  /** To whom it was said: a client's id, where it was not the room. */
  to?: string;
  /** When it was asked and answered, on the history's own scale, and how often the server had been killed by then. */
  askedAt: number;
  askedKills: number;
  answeredAt?: number;
  answeredKills?: number;
  refused?: string;
}

/** When a segment of a client began and ended. */
export interface Segment {
  begunAt: number;
  endedAt: number;
  clientId: string;
  /** It was told since how things stand. */
  informed: boolean;
}

/**
 * ms: longer than anybody is kept away with something to say. Who is back and is not answered is found out by who waits
 * for that.
 */
const REQUEST_TIMEOUT = 600_000;

/** What the participants of one history share. */
export interface Scene {
  /** The next moment. */
  tick(): number;
  kills(): number;
  random(): number;
}

/** Somebody who talks, and writes down all that happens to them. */
export class Participant {
  readonly signaler: Signaler;
  readonly seen: Seen[] = [];
  readonly said: Said[] = [];
  readonly segments: Segment[] = [];
  /** The ids of those of whom it was told that they had left. */
  readonly left: string[] = [];
  readonly resumes = { recovered: 0, unrecovered: 0, anew: 0 };
  /** What became of its connections, for who looks into what went wrong. */
  readonly way: string[] = [];
  lecture: Lecture | undefined;
  #token: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(
    url: string,
    private readonly scene: Scene,
    reconnect?: SignalerOptions['reconnect'],
  ) {
    this.signaler = new Signaler(url, {
      ...(reconnect && { reconnect }),
      requestTimeout: REQUEST_TIMEOUT,
      WebSocket: this.#watched(),
      random: () => scene.random(),
      identity: {
        load: () => this.#token,
        save: (token) => {
          this.#token = token;
        },
      },
    });
    this.signaler.on('state', (state) => {
      const step = 'close' in state && state.close ? `${state.name} ${state.close.code}` : state.name;
      if (step !== 'connecting' && step !== this.way.at(-1)) this.way.push(step);
      if (state.name !== 'open') return;
      const { resumed, recovered, welcome } = state;
      if (!resumed) this.resumes.anew += 1;
      else if (recovered) this.resumes.recovered += 1;
      else this.resumes.unrecovered += 1;
      if (!(resumed && recovered)) this.#begin(welcome.id);
    });
    this.signaler.on('client-left', ({ data }) => this.left.push(...data.ids));
    for (const type of ['room-info', 'JoinLecture'] as const) this.signaler.on(type, () => this.#informed());
    this.signaler.on('text', (message) => {
      this.#saw(message, message.receiver.startsWith('room/') ? 'room' : 'direct', message.data.text);
    });
    this.signaler.on('LiveChatTextMessage', (message) => {
      if ('message' in message.data && typeof message.data.message === 'object') {
        this.#saw(message, 'lecture', message.data.message.text.en.result);
      }
    });
  }

  /** The id that it has, or had until its connection was lost; undefined before it was first connected. */
  get clientId(): string | undefined {
    return this.segments.at(-1)?.clientId;
  }

  /** Says something, and writes down what came of it. Never rejects. */
  async say(text: string, log: Said['log'], to?: string): Promise<Said> {
    const { scene, signaler } = this;
    const said: Said = { text, log, ...(to && { to }), askedAt: scene.tick(), askedKills: scene.kills() };
    this.said.push(said);
    try {
      if (log === 'lecture') {
        await this.lecture?.say(text);
      } else {
        const receiver = to ?? 'room';
        await signaler.request('text', { from: '', time: 1, text }, { receiver });
      }
      said.answeredAt = scene.tick();
      said.answeredKills = scene.kills();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      said.refused = error.code;
    }
    return said;
  }

  /** Resolves once it has been told all of these. */
  async hasSeen(texts: readonly string[]): Promise<void> {
    while (!texts.every((text) => this.seen.some((seen) => seen.text === text))) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async isOpen(): Promise<void> {
    while (this.signaler.state.name !== 'open') {
      await new Promise<void>((resolve) => {
        const stop = this.signaler.on('state', () => {
          stop();
          resolve();
        });
      });
    }
  }

  close(): void {
    this.signaler.close();
  }

  /** A WebSocket that notes why a relogin was refused, which a program need not know. */
  #watched(): NonNullable<SignalerOptions['WebSocket']> {
    const { way } = this;
    return class extends WebSocket {
      constructor(url: string | URL, protocols?: string[]) {
        super(url, protocols);
        this.on('message', (frame) => {
          const { type, data } = JSON.parse(String(frame)) as ServerMessage;
          if (type === 'relogin' && data.status === 'error') way.push(`refused ${data.code}`);
        });
      }
    };
  }

  #begin(clientId: string): void {
    const now = this.scene.tick();
    const last = this.segments.at(-1);
    if (last) last.endedAt = now;
    this.segments.push({ begunAt: now, endedAt: Number.POSITIVE_INFINITY, clientId, informed: false });
  }

  #informed(): void {
    const present = this.segments.at(-1);
    if (present) present.informed = true;
  }

  #saw({ seq }: Pick<ServerMessage, 'seq'>, log: string, text: string): void {
    this.seen.push({ segment: this.segments.length - 1, log, seq: seq ?? 0, text });
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
