import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClientMessageType, ServerMessage } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import { WebSocket } from 'ws';
import { CROWD, type Frame, type Places, PROGRAMME, roundsOf } from './payloads.js';

/** A server, as the measurement sees it. Each figure is a total so far. */
export interface Measured {
  url: string;
  /** Processor time in seconds. */
  cpuSeconds(): number;
  /** Bytes of the files of the database. */
  storedBytes(): number;
}

/** What the messages of one type from one client have caused. */
export interface Amplification {
  type: ClientMessageType;
  messages: number;
  bytesIn: number;
  /** Bytes that all clients have received. */
  bytesOut: number;
  /** Bytes by which the logs in memory have grown. */
  heldBytes: number;
  /** Bytes by which the database has grown. */
  storedBytes: number;
  cpuSeconds: number;
}

/** Maximum bytes to send of one type, except for a single message. */
const MAX_BYTES = 4 * 1024 * 1024;
/** The server answers this after the client's earlier messages, or refuses it, and tells nobody else. */
const QUESTION: Frame = ['get-ice-servers'];
/** Time in ms in which nothing is received, after which a type is done. */
const QUIET_MS = 700;
/** Maximum time in ms to wait for that. */
const LONGEST_MS = 20_000;

/** A client that counts the bytes that it receives, except for the answers to its own questions. */
class Counter {
  received = 0;
  private waiting:
    | {
        matches(message: ServerMessage): boolean;
        resolve(message: ServerMessage): void;
        reject(reason: Error): void;
      }
    | undefined;
  private lastId = 0;

  private constructor(
    readonly socket: WebSocket,
    readonly welcome: ServerMessage<'welcome'>['data'],
  ) {
    socket.on('message', (frame: Buffer) => {
      const message = this.waiting && (JSON.parse(String(frame)) as ServerMessage);
      if (message && this.waiting?.matches(message)) this.waiting.resolve(message);
      else this.received += frame.length;
    });
    socket.on('close', () => this.waiting?.reject(new Error('the connection was closed')));
  }

  static async open(url: string): Promise<Counter> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/room/${CROWD}/ws`, ['lectern']);
    const [frame] = await once(socket, 'message');
    return new Counter(socket, (JSON.parse(String(frame)) as ServerMessage<'welcome'>).data);
  }

  /** Sends a request and returns the data of its reply. @throws Error if it is refused or cannot be answered */
  async ask([type, data, receiver]: Frame): Promise<Record<string, unknown>> {
    if (this.socket.readyState !== WebSocket.OPEN) throw new Error('the connection is closed');
    const id = `q${++this.lastId}`;
    const answer = new Promise<ServerMessage>((resolve, reject) => {
      this.waiting = { matches: (message) => message.id === id, resolve, reject };
    });
    this.socket.send(JSON.stringify({ id, type, data, receiver }));
    const message = await answer;
    this.waiting = undefined;
    const found = (message.data ?? {}) as Record<string, unknown>;
    if (message.type === 'error' || Number(found.status ?? 200) >= 400) {
      throw new Error(`${type} was refused: ${JSON.stringify(found)}`);
    }
    return found;
  }
}

/** Clients that are all in one room, one lecture, one chat room of a programme, and one room of each namespace. */
export class Crowd {
  private readonly clients: Counter[] = [];
  private rounds: ReturnType<typeof roundsOf> | undefined;

  constructor(private readonly server: Measured) {}

  private get attacker(): Counter {
    const [first] = this.clients;
    if (!first) throw new Error('the crowd has not gathered yet');
    return first;
  }

  /** Connects the clients. The first one is the attacker, who is the instructor and has created the chat room. */
  async gather(size: number): Promise<void> {
    for (let i = 0; i < size; i++) this.clients.push(await Counter.open(this.server.url));
    const { attacker } = this;
    const made = await attacker.ask(['CreateClass', { title: 'Class', subtitle: '' }]);
    const classUuid = (made.class as { uuid: string }).uuid;
    const created = await attacker.ask([
      'CreateLecture',
      { classUuid, lectureDate: '2026-11-21', lectureName: 'Lecture', playlist: 'media/sample.mp4' },
    ]);
    const lectureId = (created.lecture as { id: number }).id;
    const lecture = { classUuid, lectureId };
    const { roomId } = (await attacker.ask(['createRoom', { title: 'Room', max: size }, PROGRAMME])) as {
      roomId: string;
    };
    const marked = await attacker.ask([
      'CreateMarker',
      { ...lecture, marker: { markerType: 'Question', videoIndex: 0, time: 1 } },
    ]);
    for (const client of this.clients) {
      if (client !== attacker) {
        await client.ask(['EnrollClass', { classUuid }]);
        await client.ask(['joinRoom', { roomId }, PROGRAMME]);
      }
      await client.ask(['JoinClass', { classUuid }]);
      await client.ask(['JoinLecture', lecture]);
      for (const namespace of ['/layout', '/bus']) {
        await client.ask(['JOIN', { room: CROWD, name: client.welcome.id.slice(0, 8) }, namespace]);
      }
      await client.ask(['JOIN', CROWD, '/trigger']);
      await client.ask(['JOIN', CROWD, '/lobby']);
    }
    const last = this.clients.at(-1) ?? attacker;
    const places: Places = {
      ...lecture,
      roomId,
      markerId: (marked.marker as { id: number }).id,
      clientId: last.welcome.id,
      userId: last.welcome.user?.id ?? '',
    };
    this.rounds = roundsOf(places);
    await this.quiet();
  }

  /** Sends the messages of a type as fast as possible: all that the rate allows at once, and some more. */
  async measure(type: ClientMessageType): Promise<Amplification> {
    const { server, attacker } = this;
    const frames = (this.rounds?.[type] ?? []).map(([name, data, receiver]) =>
      Buffer.from(JSON.stringify({ type: name, data, receiver })),
    );
    const { burst } = attacker.welcome.limits.rates[clientMessages[type].rate];
    const round = frames.reduce((sum, { length }) => sum + length, 0) / frames.length;
    const messages = Math.max(frames.length, Math.min(Math.ceil(burst * 1.1), Math.floor(MAX_BYTES / round)));
    const before = [this.received(), await this.held(), server.storedBytes(), server.cpuSeconds()] as const;
    let bytesIn = 0;
    for (let i = 0; i < messages; i++) {
      const frame = frames[i % frames.length] ?? Buffer.alloc(0);
      bytesIn += frame.length;
      attacker.socket.send(frame, { binary: false });
    }
    await this.quiet();
    const cpuSeconds = server.cpuSeconds() - before[3];
    return {
      type,
      messages,
      bytesIn,
      bytesOut: this.received() - before[0],
      heldBytes: Math.max(0, (await this.held()) - before[1]),
      storedBytes: Math.max(0, server.storedBytes() - before[2]),
      cpuSeconds,
    };
  }

  /** Number of clients that are still connected. */
  get connected(): number {
    return this.clients.filter(({ socket }) => socket.readyState === WebSocket.OPEN).length;
  }

  /** Waits until the attacker can send a full burst of a type again, and puts it back into its rooms. */
  async rest(type: ClientMessageType): Promise<void> {
    const { burst, per_second } = this.attacker.welcome.limits.rates[clientMessages[type].rate];
    await pause((burst / per_second) * 1000);
    // The types that undo each other end with the one that joins.
    const last = this.rounds?.[type].at(-1);
    if (last && (this.rounds?.[type].length ?? 0) > 1) await this.attacker.ask(last).catch(() => {});
    await this.quiet();
  }

  close(): void {
    for (const { socket } of this.clients) socket.terminate();
  }

  private received(): number {
    return this.clients.reduce((sum, { received }) => sum + received, 0);
  }

  private async held(): Promise<number> {
    const text = await (await fetch(`${this.server.url}/metrics`)).text();
    return Number(/^lectern_budget_used\{budget="log_bytes"\} (\S+)/m.exec(text)?.[1] ?? 0);
  }

  /** Waits until everything that was sent is handled and nothing is received because of it. */
  private async quiet(): Promise<void> {
    await this.attacker.ask(QUESTION).catch(() => {});
    await Promise.all(this.clients.map((client) => client.ask(QUESTION).catch(() => {})));
    const until = performance.now() + LONGEST_MS;
    let last = this.received();
    for (let still = 0; still < QUIET_MS && performance.now() < until; still += 100) {
      await pause(100);
      const now = this.received();
      if (now !== last) still = 0;
      last = now;
    }
  }
}
