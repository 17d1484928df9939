import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Welcome } from 'lectern-protocol';
import type { Test } from 'tap';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '#client/clock.js';
import type { Signaler } from '#client/signaler.js';
import type { SignalerState } from '#client/signaler-state.js';

/** A clock that stands still until the test advances it. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** ms until the next timer; undefined if none is set. */
  get next(): number | undefined {
    return this.#timers.size > 0 ? Math.min(...[...this.#timers].map(({ at }) => at)) - this.#now : undefined;
  }

  /** Advances the clock and calls each timer at its time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [due] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
    }
    this.#now = end;
  }
}

export function welcome(id: string, roomId?: string): Welcome {
  const rate = { per_second: 50, burst: 500 };
  return {
    id,
    ...(roomId && { room_id: roomId }),
    protocol: '1.0',
    heartbeat_ms: 15_000,
    limits: {
      message_bytes: 65_536,
      connection_bytes: 1_572_864,
      depth: 32,
      rates: { signaling: rate, chat: rate, other: rate },
    },
  };
}

/** The server's end of one connection. */
export class FakeConnection {
  readonly #frames: string[] = [];
  readonly #readers: ((frame: string) => void)[] = [];
  /** The ID of a login that has not been answered. */
  #login: string | undefined;
  #welcomed: string | undefined;
  /** The reconnection ticket of the client that logs in. */
  ticket: string | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly path: string,
  ) {
    socket.on('message', (data) => {
      const { type, id } = JSON.parse(String(data)) as { type: string; id: string };
      if (type === 'login') {
        this.#login = id;
        this.#letIn();
        return;
      }
      const reader = this.#readers.shift();
      if (reader) reader(String(data));
      else this.#frames.push(String(data));
    });
  }

  /** The next message from the client. */
  async receive(): Promise<{ type: string; receiver: string; data?: unknown; id?: string }> {
    const frame =
      this.#frames.shift() ?? (await new Promise<string>((resolve) => this.#readers.push(resolve)));
    return JSON.parse(frame);
  }

  /** Sends a message. A `welcome` also answers the login, now or later. */
  send(type: string, data?: unknown, rest: { id?: string; sender?: string } = {}): void {
    this.#transmit(type, data, rest);
    if (type !== 'welcome') return;
    this.#welcomed = (data as Welcome).id;
    this.#letIn();
  }

  #letIn(): void {
    if (this.#login === undefined || this.#welcomed === undefined) return;
    const publish = { audio: true, video: true };
    const permission = { publish, subscribe: publish };
    const data = {
      id: this.#welcomed,
      user: 'u1',
      role: 'presenter',
      permission,
      ...(this.ticket !== undefined && { reconnectionTicket: this.ticket }),
    };
    this.#transmit('login', { status: 'ok', data }, { id: this.#login });
    this.#login = undefined;
  }

  #transmit(type: string, data: unknown, rest: { id?: string; sender?: string }): void {
    this.socket.send(JSON.stringify({ sender: 'server', receiver: 'c1', type, data, ...rest }));
  }
}

/** A WebSocket server that does only what the test requests. */
export async function fakeServer(t: Test) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const waiting: FakeConnection[] = [];
  const acceptors: ((connection: FakeConnection) => void)[] = [];
  server.on('connection', (socket, request) => {
    const connection = new FakeConnection(socket, request.url ?? '');
    const acceptor = acceptors.shift();
    if (acceptor) acceptor(connection);
    else waiting.push(connection);
  });
  await once(server, 'listening');
  t.teardown(async () => {
    for (const socket of server.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/room/blue/ws`,
    /** The next incoming connection. */
    accept: async () => waiting.shift() ?? new Promise<FakeConnection>((resolve) => acceptors.push(resolve)),
  };
}

type Named<N extends SignalerState['name']> = Extract<SignalerState, { name: N }>;

/** Resolves when the signaler is in that state, now or later. */
export function reaches<N extends SignalerState['name']>(signaler: Signaler, name: N): Promise<Named<N>> {
  return new Promise((resolve) => {
    const check = (state: SignalerState) => {
      if (state.name !== name) return;
      stop();
      resolve(state as Named<N>);
    };
    const stop = signaler.on('state', check);
    check(signaler.state);
  });
}
