import { once } from 'node:events';
import type {
  ClientData,
  ClientMessageType,
  Refused,
  Reply,
  ServerData,
  ServerMessage,
} from 'lectern-protocol';
import { WebSocket } from 'ws';

/** Data of a successful reply. */
type Good<T extends ClientMessageType & keyof ServerData> = Exclude<ServerData[T], Refused>;

/** A client for large numbers of clients and messages: it only stores which requests wait for a reply. */
export class LeanClient {
  private readonly waiting = new Map<string | number, (message: ServerMessage) => void>();
  private readonly listeners = new Set<(message: ServerMessage) => void>();
  private lastId = 0;

  private constructor(
    private readonly socket: WebSocket,
    readonly welcome: ServerMessage<'welcome'>['data'],
  ) {
    socket.on('message', (frame) => {
      const message = JSON.parse(String(frame)) as ServerMessage;
      const { id } = message;
      if (id !== undefined) {
        this.waiting.get(id)?.(message);
        this.waiting.delete(id);
      }
      for (const listener of this.listeners) listener(message);
    });
  }

  /** Connects to the endpoint `/ws` of a server, as the user of the token, or as a new guest. */
  static async open(url: string, token?: string): Promise<LeanClient> {
    const protocols = ['lectern', ...(token === undefined ? [] : [`lectern.token.${token}`])];
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, protocols);
    const [frame] = await once(socket, 'message');
    return new LeanClient(socket, (JSON.parse(String(frame)) as ServerMessage<'welcome'>).data);
  }

  get connected(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  listen(listener: (message: ServerMessage) => void): void {
    this.listeners.add(listener);
  }

  send<T extends ClientMessageType>(
    type: T,
    data: ClientData[T],
    rest: { receiver?: string; id?: string | number } = {},
  ): void {
    this.socket.send(JSON.stringify({ ...rest, type, data }));
  }

  /** Resolves with the reply or the refusal. */
  async request<T extends ClientMessageType>(
    type: T,
    data: ClientData[T],
    id: string | number = ++this.lastId,
  ): Promise<ServerMessage<Reply[T] | 'error'>> {
    const answer = new Promise<ServerMessage>((resolve) => this.waiting.set(id, resolve));
    this.send(type, data, { id });
    return (await answer) as ServerMessage<Reply[T] | 'error'>;
  }

  /** Returns the data of a successful reply; throws if the request was refused. */
  async ask<T extends ClientMessageType & keyof ServerData>(type: T, data: ClientData[T]): Promise<Good<T>> {
    const { data: answer } = await this.request(type, data);
    const { status } = (answer ?? {}) as { status?: number };
    if (status === undefined || status >= 400) throw new Error(`${type}: ${JSON.stringify(answer)}`);
    return answer as Good<T>;
  }

  close(): void {
    this.socket.terminate();
  }
}
