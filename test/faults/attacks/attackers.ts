import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ServerMessage } from 'lectern-protocol';
import { WebSocket } from 'ws';
import { upgradeRequest } from '../../helpers/raw-socket.js';

/** One connection of an attack. */
export class Attacker {
  private readonly waiting = new Map<string, (message: ServerMessage | undefined) => void>();
  private lastId = 0;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (frame) => {
      if (this.waiting.size === 0) return;
      const message = JSON.parse(String(frame)) as ServerMessage;
      this.settle(String(message.id), message);
    });
    socket.on('close', () => {
      for (const id of this.waiting.keys()) this.settle(id, undefined);
    });
  }

  get connected(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(type: string, data: unknown, receiver?: string): void {
    this.sendText(JSON.stringify({ receiver, type, data }));
  }

  /** Sends a text frame. Discards it if the server has closed the connection. */
  sendText(text: string): void {
    if (this.connected) this.socket.send(text);
  }

  /** Returns the data of the answer; undefined if the server closes the connection. */
  async request(
    type: string,
    data: unknown,
    receiver?: string,
  ): Promise<Record<string, unknown> | undefined> {
    if (!this.connected) return undefined;
    const id = `q${++this.lastId}`;
    const answer = new Promise<ServerMessage | undefined>((resolve) => this.waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, receiver, type, data }));
    const message = await answer;
    return message && ((message.data ?? {}) as Record<string, unknown>);
  }

  /** Closes the connection after everything has been sent. */
  async leave(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  private settle(id: string, message: ServerMessage | undefined): void {
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    resolve?.(message);
  }
}

/** All connections of an attack, and their bytes. */
export class Attackers {
  private readonly sockets: Socket[] = [];

  constructor(private readonly url: string) {}

  /** Connects to a path. @throws Error if the server refuses the connection */
  async open(path = '/ws'): Promise<Attacker> {
    const socket = new WebSocket(`${this.url.replace(/^http/, 'ws')}${path}`, ['lectern']);
    const attacker = new Attacker(socket);
    socket.on('upgrade', (response) => this.sockets.push(response.socket));
    await new Promise<void>((resolve, reject) => {
      socket.once('message', () => resolve());
      socket.once('error', reject);
      socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
    });
    socket.on('error', () => {
      // The server resets connections that it has closed.
    });
    return attacker;
  }

  /** Opens many connections, a few at a time. */
  async openMany(count: number, path?: string): Promise<Attacker[]> {
    const opened: Attacker[] = [];
    while (opened.length < count) {
      const next = Math.min(25, count - opened.length);
      opened.push(...(await Promise.all(Array.from({ length: next }, () => this.open(path)))));
    }
    return opened;
  }

  /** Connects without a WebSocket library, so that an attack can send any bytes. */
  async openRaw(): Promise<Socket> {
    const { hostname, port } = new URL(this.url);
    const socket = connect({ host: hostname, port: Number(port) });
    this.sockets.push(socket);
    await once(socket, 'connect');
    socket.on('error', () => {
      // The server resets connections that it has closed.
    });
    socket.write(upgradeRequest(this.url, '/ws'));
    await once(socket, 'data');
    socket.resume();
    return socket;
  }

  /** Bytes that the kernel has accepted for the server so far. */
  get bytesIn(): number {
    return this.sockets.reduce(
      (sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength,
      0,
    );
  }

  /** Bytes that the server has sent so far, as far as they were read. */
  get bytesOut(): number {
    return this.sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  }

  /** Connections that the server has not closed. */
  get connections(): number {
    return this.sockets.filter(({ destroyed }) => !destroyed).length;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
