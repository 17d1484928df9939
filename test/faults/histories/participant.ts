import type { ServerMessage } from 'lectern-protocol';
import { WebSocket } from 'ws';
import type { Lecture } from '#client/lecture.js';
import { RequestError } from '#client/request-error.js';
import { Signaler } from '#client/signaler.js';
import type { SignalerOptions } from '#client/signaler-options.js';
import type { WebSocketLike } from '#client/websocket.js';
import { timeOf } from './node-log.js';
import { TicketHistory } from './ticket-history.js';

/** A message that a client received. */
export interface Seen {
  /** Counts from 0. A new segment begins when the client is a new one or was informed of a gap. */
  segment: number;
  /** `room`, `direct` or `lecture`. */
  log: string;
  seq: number;
  text: string;
}

/** A message that a client sent, and its answer. */
export interface Said {
  text: string;
  log: 'room' | 'direct' | 'lecture';
  /** The receiving client's ID, unless the message was for the room. */
  to?: string;
  /** When it was sent and answered, on the history's own scale, and how often the server had been killed by then. */
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
  /** The client has received the current state since then. */
  informed: boolean;
}

/**
 * ms: longer than a participant with something to send is kept disconnected. If a connected one gets no answer, the
 * code that waits for it reports that.
 */
const REQUEST_TIMEOUT = 600_000;

/** Length of the time before each state of a connection, with a space. */
const TIME = 13;

/** The connection that a client uses: that of `ws`, or one with its interface. */
type Transport = new (
  url: string | URL,
  protocols?: string[],
) => WebSocketLike & { on(event: 'message', listener: (frame: unknown) => void): unknown };

/** State that the participants of one history share. */
export interface Scene {
  /** The next point in time. */
  tick(): number;
  kills(): number;
  random(): number;
}

/** A client that sends messages and records everything it receives. */
export class Participant {
  readonly signaler: Signaler;
  readonly seen: Seen[] = [];
  readonly said: Said[] = [];
  readonly segments: Segment[] = [];
  /** The IDs of clients that were reported to have left. */
  readonly left: string[] = [];
  readonly resumes = { recovered: 0, unrecovered: 0, anew: 0 };
  /** The history of its connections, to investigate violations. */
  readonly way: string[] = [];
  readonly tickets = new TicketHistory();
  /** How often its messages were refused, by the error's code and text. */
  readonly refusals = new Map<string, number>();
  lecture: Lecture | undefined;
  #token: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(
    url: string,
    private readonly scene: Scene,
    reconnect?: SignalerOptions['reconnect'],
    transport: Transport = WebSocket,
  ) {
    this.signaler = new Signaler(url, {
      ...(reconnect && { reconnect }),
      requestTimeout: REQUEST_TIMEOUT,
      WebSocket: this.#watched(transport),
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
      if (step !== 'connecting' && step !== this.way.at(-1)?.slice(TIME))
        this.way.push(`${timeOf(Date.now())} ${step}`);
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

  /** Its ID, now or until its connection was lost; undefined before its first connection. */
  get clientId(): string | undefined {
    return this.segments.at(-1)?.clientId;
  }

  /** Sends a message and records the result. Never rejects. */
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
      const reason = `${error.code} (${error.message})`;
      this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
    }
    return said;
  }

  /** Resolves once it has received that text. */
  async hasSeen(text: string): Promise<void> {
    while (!this.seen.some((seen) => seen.text === text)) {
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

  /** A connection that records what becomes of tickets, which programs do not need to know. */
  #watched(transport: Transport): NonNullable<SignalerOptions['WebSocket']> {
    const { tickets } = this;
    return class extends transport {
      constructor(url: string | URL, protocols?: string[]) {
        super(url, protocols);
        this.on('message', (frame) => {
          tickets.received(JSON.parse(String(frame)) as ServerMessage);
        });
      }

      override send(frame: string): void {
        tickets.sent(frame);
        super.send(frame);
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
