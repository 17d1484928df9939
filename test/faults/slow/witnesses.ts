import { once } from 'node:events';
import type { ServerMessage } from 'lectern-protocol';
import { WebSocket } from 'ws';

/** ms between two texts of one witness: within the rate of chat. */
const EVERY = 1000;
/** ms between two large messages of one witness: the kernel buffers megabytes for a client that does not read. */
const LARGE_EVERY = 40;

const large = `v=0\r\n${'x'.repeat(60_000)}`;

/** Clients that send messages in a room and record the time to arrival at each of them. */
export class Witnesses {
  /** ms from sending to arrival, since the last call of `take`. */
  private times: number[] = [];
  private readonly sentAt = new Map<string, number>();
  private readonly timers: NodeJS.Timeout[] = [];
  private largeTimer: NodeJS.Timeout | undefined;
  private words = 0;
  /** Lost connections. */
  lost = 0;

  private constructor(private readonly sockets: readonly WebSocket[]) {
    for (const [i, socket] of sockets.entries()) {
      socket.on('message', (frame) => this.hear(String(frame)));
      socket.on('close', () => {
        this.lost += 1;
      });
      const first = (EVERY * i) / sockets.length;
      this.timers.push(setTimeout(() => this.timers.push(setInterval(() => this.say(socket), EVERY)), first));
    }
  }

  /** @param url of the room's WebSocket */
  static async enter(url: string, count: number): Promise<Witnesses> {
    const sockets = Array.from({ length: count }, () => new WebSocket(`${url}?deltas=1`));
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    return new Witnesses(sockets);
  }

  /** Measurements since the last call. */
  take(): number[] {
    return this.times.splice(0);
  }

  /** From now on each witness sends large messages to these clients, in turn. */
  send(ids: readonly string[]): void {
    let next = 0;
    this.largeTimer = setInterval(() => {
      for (const socket of this.sockets) {
        const receiver = ids[next++ % ids.length];
        socket.send(JSON.stringify({ type: 'offer', receiver, data: large }));
      }
    }, LARGE_EVERY);
  }

  sendNoMore(): void {
    clearInterval(this.largeTimer);
  }

  close(): void {
    this.sendNoMore();
    for (const timer of this.timers) clearTimeout(timer);
    for (const socket of this.sockets) socket.terminate();
  }

  private say(socket: WebSocket): void {
    const text = `words ${++this.words}`;
    this.sentAt.set(text, performance.now());
    socket.send(JSON.stringify({ type: 'text', receiver: 'room', data: { from: 'W', time: 1, text } }));
  }

  private hear(frame: string): void {
    if (!frame.includes('"type":"text"')) return;
    const { data } = JSON.parse(frame) as ServerMessage<'text'>;
    const sentAt = this.sentAt.get(data.text);
    if (sentAt !== undefined) this.times.push(performance.now() - sentAt);
  }
}
