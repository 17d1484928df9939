import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Test } from 'tap';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameShape {
  /** Default true. */
  fin?: boolean;
  /** The three reserved bits, RSV1 the highest; default 0. */
  rsv?: number;
  /** Default true, as required for a client. */
  masked?: boolean;
  /** The length in the header, if it should differ from the payload's. */
  length?: number;
  /** The masking key, 4 bytes; default random. */
  key?: Buffer;
}

/** The bytes of one WebSocket frame (RFC 6455, 5.2), valid or not. */
export function frame(opcode: number, payload: string | Uint8Array = '', shape: FrameShape = {}): Buffer {
  const { fin = true, rsv = 0, masked = true } = shape;
  const body = Buffer.from(payload);
  const length = shape.length ?? body.length;
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const maskBit = masked ? 0x80 : 0;
  let head: Buffer;
  if (length < 126) head = Buffer.from([first, maskBit | length]);
  else if (length < 65536) {
    head = Buffer.from([first, maskBit | 126, 0, 0]);
    head.writeUInt16BE(length, 2);
  } else {
    head = Buffer.alloc(10);
    head[0] = first;
    head[1] = maskBit | 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  if (!masked) return Buffer.concat([head, body]);
  const { key = randomBytes(4) } = shape;
  for (let i = 0; i < body.length; i++) body[i] = (body[i] ?? 0) ^ (key[i % 4] ?? 0);
  return Buffer.concat([head, key, body]);
}

/** A close frame's payload. */
export function closePayload(code: number, reason: string | Uint8Array = ''): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return Buffer.concat([head, Buffer.from(reason)]);
}

export interface Frame {
  opcode: number;
  payload: Buffer;
}

/** A TCP connection to a server, on which the test writes every byte. */
export class RawSocket {
  /** Resolves when the server has closed or reset the connection. */
  readonly ended: Promise<void>;
  private received = Buffer.alloc(0);
  private isEnded = false;
  private wake: () => void = () => {};

  constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    socket.on('error', () => {
      // A reset is a regular end.
    });
    this.ended = new Promise((resolve) => {
      socket.on('close', () => {
        this.isEnded = true;
        this.wake();
        resolve();
      });
    });
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends one frame. */
  send(opcode: number, payload?: string | Uint8Array, shape?: FrameShape): void {
    this.write(frame(opcode, payload, shape));
  }

  /** Resolves when the kernel has accepted the bytes. */
  flushed(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Stops reading until `resume`. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Keeps writing until the server closes the connection; resolves then. */
  async cut(): Promise<void> {
    const cut = once(this.socket, 'error');
    const write = (): void => {
      if (this.socket.writable) this.socket.write('x', () => setImmediate(write));
    };
    write();
    await cut;
  }

  /** The status and the headers of a response as text, or the reason why the connection ended before. */
  async head(): Promise<string> {
    const end = '\r\n\r\n';
    while (!this.received.includes(end) && !this.isEnded) await this.more();
    const at = this.received.indexOf(end);
    const length = at < 0 ? this.received.length : at + end.length;
    return String(this.take(length));
  }

  /** The next frame from the server, or undefined if the connection ended. */
  async next(): Promise<Frame | undefined> {
    for (;;) {
      const found = this.parse();
      if (found) return found;
      if (this.isEnded) return undefined;
      await this.more();
    }
  }

  /**
   * The next text frame as JSON, of the given type if there is one; other types, pings and pongs are skipped. Throws if
   * the connection is closed first.
   */
  async nextMessage(type?: string): Promise<{ type: string; data?: unknown; id?: unknown }> {
    for (;;) {
      const next = await this.nextOf([opcodes.ping, opcodes.pong]);
      if (next?.opcode !== opcodes.text) throw new Error(`expected a text frame, found ${describe(next)}`);
      const message = JSON.parse(String(next.payload));
      if (type === undefined || message.type === type) return message;
    }
  }

  /**
   * The code and reason of the server's close frame; frames before it are skipped. Undefined if the connection ends
   * without one.
   */
  async closeFrame(): Promise<{ code: number; reason: string } | undefined> {
    const close = await this.nextOf([opcodes.text, opcodes.ping, opcodes.pong]);
    if (!close) return undefined;
    if (close.opcode !== opcodes.close) throw new Error(`expected a close frame, found ${describe(close)}`);
    return {
      code: close.payload.length >= 2 ? close.payload.readUInt16BE() : 1005,
      reason: String(close.payload.subarray(2)),
    };
  }

  private async nextOf(passedOver: number[]): Promise<Frame | undefined> {
    for (;;) {
      const next = await this.next();
      if (!next || !passedOver.includes(next.opcode)) return next;
    }
  }

  private more(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private take(length: number): Buffer {
    const taken = this.received.subarray(0, length);
    this.received = this.received.subarray(length);
    return taken;
  }

  /** Servers do not mask, and this one does not fragment. */
  private parse(): Frame | undefined {
    const buffer = this.received;
    const [first, second] = buffer;
    if (first === undefined || second === undefined) return undefined;
    const extra = second < 126 ? 0 : second === 126 ? 2 : 8;
    if (buffer.length < 2 + extra) return undefined;
    const length =
      extra === 0 ? second : extra === 2 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
    if (buffer.length < 2 + extra + length) return undefined;
    const whole = this.take(2 + extra + length);
    return { opcode: first & 0x0f, payload: whole.subarray(2 + extra) };
  }
}

function describe(frame: Frame | undefined): string {
  return frame ? `opcode ${frame.opcode} with ${JSON.stringify(String(frame.payload))}` : 'the end';
}

/** Opens a TCP connection to the server of a URL. The test closes it. */
export function rawConnect(
  t: Test,
  url: string,
  options: { allowHalfOpen?: boolean } = {},
): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ...options });
    t.teardown(() => socket.destroy());
    socket.on('error', reject);
    socket.on('connect', () => resolve(new RawSocket(socket)));
  });
}

/** The text of an upgrade request; `undefined` removes a header. */
export function upgradeRequest(
  url: string,
  path: string,
  headers: Record<string, string | undefined> = {},
): string {
  const all: Record<string, string | undefined> = {
    Host: new URL(url).host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return [`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** Opens a WebSocket by hand: after the upgrade, `welcome` is the next message. */
export async function rawUpgrade(
  t: Test,
  url: string,
  path: string,
  headers: Record<string, string | undefined> = {},
): Promise<RawSocket> {
  const socket = await rawConnect(t, url);
  socket.write(upgradeRequest(url, path, headers));
  const head = await socket.head();
  if (!head.startsWith('HTTP/1.1 101')) throw new Error(`the upgrade was refused: ${head}`);
  return socket;
}
