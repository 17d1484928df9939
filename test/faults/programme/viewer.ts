import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Message {
  type: string;
  id?: number;
  data: unknown;
}

/** Members of the received messages; each type has some of them. */
interface Told {
  roomId: string;
  count: number;
  point: number;
  aggroUID: string;
}

/** A viewer of a programme: the messages it received, and its own view of the chat rooms. */
export class Viewer {
  messages = 0;
  bytes = 0;
  /** The successive points of the spotlighted message. */
  readonly points: number[] = [];
  /** The number of viewers in each chat room, as reported to this one. */
  readonly counts = new Map<string, number>();
  /** The chat rooms that it is in, as answered by the server. */
  readonly inside = new Set<string>();
  /** The last reported spotlighted message. */
  aggroUID = '';
  private asked = 0;
  private dropped = false;
  private readonly answers = new Map<number, (message: Message) => void>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly programme: string,
    wrong: (what: string) => void,
  ) {
    socket.on('message', (frame: Buffer) => this.hear(frame, wrong));
    socket.on('close', (code, reason) => {
      if (!this.dropped) wrong(`a connection was closed with ${code} ${reason}`);
    });
  }

  /** Connects and requests the programme's chat rooms. `wrong` is called for every error and every lost connection. */
  static async open(url: string, programme: string, wrong: (what: string) => void): Promise<Viewer> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`);
    await once(socket, 'message');
    const viewer = new Viewer(socket, programme, wrong);
    await viewer.ask('loadRooms');
    return viewer;
  }

  send(type: string, data?: unknown, id?: number): void {
    this.socket.send(JSON.stringify({ receiver: this.programme, type, data, id }));
  }

  async ask(type: string, data?: unknown): Promise<unknown> {
    const id = ++this.asked;
    const answer = new Promise<Message>((resolve) => this.answers.set(id, resolve));
    this.send(type, data, id);
    return (await answer).data;
  }

  async create(title: string, max: number): Promise<string> {
    const { roomId } = (await this.ask('createRoom', { title, max })) as Told;
    this.inside.add(roomId);
    return roomId;
  }

  async join(roomId: string): Promise<boolean> {
    const { result } = (await this.ask('joinRoom', { roomId })) as { result: boolean };
    if (result) this.inside.add(roomId);
    return result;
  }

  async leave(roomId: string): Promise<void> {
    this.inside.delete(roomId);
    await this.ask('leaveRoom', { roomId });
  }

  /** Loses its connection. */
  drop(): void {
    this.dropped = true;
    this.socket.terminate();
  }

  private list(rooms: Told[]): void {
    this.counts.clear();
    for (const { roomId, count } of rooms) this.counts.set(roomId, count);
  }

  private hear(frame: Buffer, wrong: (what: string) => void): void {
    this.messages++;
    this.bytes += frame.length;
    // Nearly all messages come from the others in the room, and a thousand viewers share one processor.
    if (frame.includes('"type":"joinRoom"') || frame.includes('"type":"chat"')) return;
    const message = JSON.parse(frame.toString()) as Message;
    const { roomId, count, point, aggroUID } = (message.data ?? {}) as Told;
    if (message.type === 'addRoom' || message.type === 'count') this.counts.set(roomId, count);
    else if (message.type === 'deleteRoom') this.counts.delete(roomId);
    else if (message.type === 'aggro') {
      this.aggroUID = aggroUID;
      this.points.push(point);
    } else if (message.type === 'aggroPoint') this.points.push(point);
    else if (message.type === 'loadRooms') this.list(message.data as Told[]);
    else if (['error', 'aggroErr', 'stopAggro'].includes(message.type)) wrong(frame.toString());
    // Not earlier: the caller might immediately read the state that this message changes.
    if (message.id !== undefined) this.answers.get(message.id)?.(message);
  }
}
