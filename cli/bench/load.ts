import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import {
  createHistogram,
  type IntervalHistogram,
  monitorEventLoopDelay,
  type RecordableHistogram,
} from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerMessage } from 'lectern-protocol';
import { Connection } from '../connection.js';
import { logIn } from '../login.js';
import { doorOf } from '../probe/signaling.js';
import type { Trust } from '../tls.js';
import type { TokenSource } from '../token-source.js';

export interface LoadOptions {
  rooms: number;
  /** Clients in each room. */
  people: number;
  /** Messages per second of each client. */
  rate: number;
  /** Time for which the clients send, in seconds. */
  duration: number;
  /** Time limit for each answer and for the last messages, in seconds. */
  timeout: number;
}

export interface LoadResult {
  /** Messages that the server has not refused. */
  sent: number;
  /** Copies of messages that have arrived. */
  delivered: number;
  /** Copies that have not arrived. */
  lost: number;
  /** Refused messages by error code. */
  refused: Record<string, number>;
  /** Connections that were closed before the end, by reason. */
  closed: Record<string, number>;
  /** Time in µs from sending a message until a copy arrives. */
  latency: RecordableHistogram;
  /** Delay in ns of this process, which is part of the latency. */
  ownDelay: IntervalHistogram;
}

/** Number of connections that are opened at the same time. */
const OPENING = 10;

interface Room {
  connections: Connection[];
}

/** A message of which copies are due. */
interface Sent {
  /** Time of sending. */
  at: number;
  /** Number of copies that are due. */
  due: number;
}

const countOne = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** Clients in rooms that send messages at a steady rate. */
export class Load {
  private readonly rooms: Room[] = [];
  private readonly underway = new Map<number, Sent>();
  private readonly rhythm = new AbortController();
  private readonly result: LoadResult = {
    sent: 0,
    delivered: 0,
    lost: 0,
    refused: {},
    closed: {},
    latency: createHistogram(),
    ownDelay: monitorEventLoopDelay({ resolution: 1 }),
  };
  private messages = 0;
  private closing = false;
  private settled: (() => void) | undefined;

  constructor(
    private readonly base: URL,
    private readonly trust: Trust,
    private readonly options: LoadOptions,
    private readonly tokens: TokenSource,
  ) {
    // Each client waits with this signal.
    setMaxListeners(0, this.rhythm.signal);
  }

  /** Connects all clients. @throws ExplainedError if one cannot connect; the others are then disconnected */
  async open(): Promise<void> {
    const { rooms, people } = this.options;
    const prefix = `bench-${randomBytes(6).toString('hex')}`;
    const doors = Array.from({ length: rooms }, (_, index) => doorOf(this.base, `${prefix}-${index}`));
    this.rooms.push(...doors.map(() => ({ connections: [] })));
    let next = 0;
    const openSome = async (): Promise<void> => {
      while (next < rooms * people && !this.closing) {
        const client = next++;
        const room = this.rooms[client % rooms];
        const door = doors[client % rooms];
        if (room && door) await this.openOne(room, door, client);
      }
    };
    try {
      await Promise.all(Array.from({ length: OPENING }, openSome));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Sends all messages, and waits until every copy has arrived or the timeout is over. Then disconnects the clients. */
  async run(): Promise<LoadResult> {
    const { result, options } = this;
    result.ownDelay.enable();
    await Promise.all(
      this.rooms.flatMap((room) => room.connections.map((connection) => this.send(room, connection))),
    );
    if (this.isWaiting()) {
      const arrived = new Promise<void>((resolve) => {
        this.settled = resolve;
      });
      await Promise.race([arrived, pause(options.timeout * 1000, undefined, { ref: false })]);
    }
    result.ownDelay.disable();
    for (const { due } of this.underway.values()) result.lost += due;
    this.close();
    return result;
  }

  /** Ends the sending. */
  stop(): void {
    this.rhythm.abort();
  }

  private async openOne(room: Room, door: URL, client: number): Promise<void> {
    const timeout = this.options.timeout * 1000;
    const [connection, welcome] = await Connection.openToWelcome(door, timeout, this.trust);
    // Another connection has failed meanwhile.
    if (this.closing) return connection.close();
    room.connections.push(connection);
    if (welcome.login === 'required') await logIn(connection, { token: await this.tokens(client) });
    // A connection that fails later counts as closed, and its copies as lost.
    connection.onMessage((message) => this.receive(message));
    connection.onClose(() => {
      if (this.closing) return;
      countOne(this.result.closed, connection.closed?.words ?? '');
      this.settle();
    });
  }

  /** Sends the messages of a client. They start at a random time, so that the clients do not send together. */
  private async send(room: Room, connection: Connection): Promise<void> {
    const { rate, duration } = this.options;
    const { signal } = this.rhythm;
    const interval = 1000 / rate;
    const started = performance.now() + Math.random() * interval;
    for (let number = 0; number < Math.round(rate * duration); number++) {
      const wait = started + number * interval - performance.now();
      if (wait > 0) await pause(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted || connection.closed) return;
      const id = this.messages++;
      const due = room.connections.filter(({ closed }) => !closed).length;
      this.underway.set(id, { at: performance.now(), due });
      this.result.sent++;
      const data = { from: 'bench', time: Date.now(), text: `bench ${id}` };
      connection.send('text', data, { receiver: 'room', id: `${id}` });
    }
  }

  private receive(message: ServerMessage): void {
    if (message.type === 'error') {
      const id = Number(message.id);
      if (!this.underway.delete(id)) return;
      this.result.sent--;
      countOne(this.result.refused, message.data.code);
    } else if (message.type === 'text') {
      const id = Number(message.data.text.slice('bench '.length));
      const sent = this.underway.get(id);
      if (!sent) return;
      this.result.latency.record(Math.max(1, Math.round((performance.now() - sent.at) * 1000)));
      this.result.delivered++;
      sent.due--;
      if (sent.due === 0) this.underway.delete(id);
    }
    this.settle();
  }

  /** Returns whether copies are due that can still arrive. */
  private isWaiting(): boolean {
    return (
      this.underway.size > 0 &&
      this.rooms.some(({ connections }) => connections.some(({ closed }) => !closed))
    );
  }

  private settle(): void {
    if (this.settled && !this.isWaiting()) this.settled();
  }

  private close(): void {
    this.closing = true;
    for (const { connections } of this.rooms) for (const connection of connections) connection.close();
  }
}
