import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { parseMessage } from '#client/parse-message.js';
import { validate } from '#client/validation.js';
import { frame, opcodes } from '../../helpers/raw-socket.js';
import type { Example } from './examples.js';
import { brokenFrame, soundFrame, type Wire } from './frames.js';
import { type Known, payload } from './mutate.js';
import type { Random } from './random.js';

const paths = ['/room/fuzz-0/ws', '/room/fuzz-0/ws?deltas=1', '/room/fuzz-1/ws', '/ws'];
/** Valid frames that are sent before an answer is awaited. */
const most = 32;
/** The part of the batches that ends with a frame that breaks the connection. */
const breaking = 0.2;

/** Attempts for a valid connection before it counts as refused. */
const attempts = 10;

/** Connections to a server, one after the other, and their results. */
export class Lane {
  frames = 0;
  connections = 0;
  /** Messages of the server that violate the protocol: there should be none. */
  readonly malformed: string[] = [];
  /** The client's ID, while it is connected. */
  id: string | undefined;
  private socket: Socket | undefined;
  /** The user that the server created for the first connection. Later connections are the same user. */
  private token: string | undefined;
  private received: Buffer = Buffer.alloc(0);
  private upgraded = false;
  private syncs = 0;
  private hear = (_: { type: string; id?: unknown }): void => {};
  /** The frames of the last batch, to be printed if the server ends. */
  batch: Wire[] = [];

  constructor(
    private readonly url: URL,
    private readonly random: Random,
    private readonly examples: readonly Example[],
    private readonly known: () => Known,
  ) {}

  /** Sends one batch and waits until the server has processed it, by an answer or by closing the connection. */
  async step(): Promise<void> {
    const socket = this.socket ?? (await this.enter());
    const { random } = this;
    const known = this.known();
    this.batch = Array.from({ length: 1 + random.below(most) }, () =>
      soundFrame(random, payload(random, this.examples, known)),
    );
    const end = this.batch.findIndex(({ last }) => last);
    if (end >= 0) this.batch.length = end + 1;
    else if (random.chance(breaking))
      this.batch.push(brokenFrame(random, payload(random, this.examples, known)));
    this.frames += this.batch.length;
    const bytes = Buffer.concat(this.batch.map((wire) => wire.bytes));
    // The server does not notice how TCP segments the bytes.
    const cut = random.chance(0.2) ? random.below(bytes.length) : 0;
    if (cut > 0) socket.write(bytes.subarray(0, cut));
    socket.write(bytes.subarray(cut));
    if (this.batch.at(-1)?.last) {
      socket.end();
      await closed(socket);
    } else {
      await this.answered(socket);
    }
  }

  close(): void {
    this.socket?.destroy();
  }

  /** Resolves when the server has answered all bytes so far, or closed the connection. */
  private answered(socket: Socket): Promise<void> {
    this.syncs += 1;
    const id = `sync-${this.syncs}`;
    socket.write(frame(opcodes.text, JSON.stringify({ type: 'ping', id })));
    return new Promise((resolve) => {
      const settle = (): void => {
        socket.off('close', settle);
        this.hear = () => {};
        resolve();
      };
      this.hear = (message) => {
        if (message.id === id) settle();
      };
      if (socket.closed) settle();
      else socket.on('close', settle);
    });
  }

  /** A busy machine might refuse a valid connection: then it is tried again. */
  private async enter(): Promise<Socket> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.open();
      } catch (error) {
        if (attempt === attempts) throw error;
      }
    }
  }

  private async open(): Promise<Socket> {
    const { url, random } = this;
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    this.connections += 1;
    this.received = Buffer.alloc(0);
    this.upgraded = false;
    socket.setNoDelay(true);
    socket.on('error', () => {
      // A reset is a regular end.
    });
    socket.on('close', () => {
      if (this.socket === socket) this.socket = undefined;
      this.id = undefined;
    });
    socket.on('data', (chunk) => this.receive(chunk));
    const headers = [
      `GET ${random.pick(paths)} HTTP/1.1`,
      `Host: ${url.host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Protocol: lectern',
      ...(this.token ? [`Authorization: Bearer ${this.token}`] : []),
    ];
    const welcomed = new Promise<void>((resolve, reject) => {
      this.hear = ({ type }) => {
        if (type === 'welcome') resolve();
      };
      socket.on('close', () => reject(new Error('a good connection was closed before its welcome')));
    });
    socket.write(`${headers.join('\r\n')}\r\n\r\n`);
    await welcomed;
    this.socket = socket;
    return socket;
  }

  private receive(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    if (!this.upgraded) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.upgraded = true;
      this.received = this.received.subarray(end + 4);
    }
    for (let next = takeFrame(this.received); next; next = takeFrame(this.received)) {
      this.received = next.rest;
      if (next.opcode === opcodes.text) this.understand(String(next.payload));
    }
  }

  private understand(text: string): void {
    const parsed = parseMessage(text, validate);
    if ('malformed' in parsed) {
      this.malformed.push(`${parsed.malformed.fault}: ${text.slice(0, 300)}`);
      return;
    }
    const { message } = parsed;
    if (message.type === 'welcome') {
      this.id = message.data.id;
      this.token ??= message.data.token;
    }
    this.hear(message);
  }
}

/** Also resolves after a reset, which `once` would report as a failure. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.on('close', () => resolve());
  });

/** Returns the first complete frame of the received bytes. A server neither masks nor fragments. */
function takeFrame(buffer: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | undefined {
  const [first, second] = buffer;
  if (first === undefined || second === undefined) return undefined;
  const extra = second < 126 ? 0 : second === 126 ? 2 : 8;
  const start = 2 + extra;
  if (buffer.length < start) return undefined;
  const length =
    extra === 0 ? second : extra === 2 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
  if (buffer.length < start + length) return undefined;
  return {
    opcode: first & 0x0f,
    payload: buffer.subarray(start, start + length),
    rest: buffer.subarray(start + length),
  };
}
