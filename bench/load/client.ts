import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { constants, inflateRawSync } from 'node:zlib';

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
/** Bit of a frame's first byte that marks a compressed message. */
const COMPRESSED = 0x40;

/** Buffer that all sockets read into, one after the other: data that is needed later is copied. */
const arrival = Buffer.allocUnsafe(256 * 1024);

/** A text frame of a client. The same message can be sent repeatedly as the same bytes. */
export function clientFrame(payload: string | Buffer, opcode = TEXT): Buffer {
  const data = Buffer.from(payload);
  const head = data.length < 126 ? 2 : data.length < 65536 ? 4 : 10;
  const frame = Buffer.alloc(head + 4 + data.length);
  frame[0] = 0x80 | opcode;
  if (head === 2) frame[1] = 0x80 | data.length;
  else if (head === 4) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(data.length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(data.length), 2);
  }
  const mask = randomBytes(4);
  mask.copy(frame, head);
  for (let i = 0; i < data.length; i++) frame[head + 4 + i] = (data[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return frame;
}

/** The server compresses each message by itself (RFC 7692, section 7.2.2). */
const inflate = (payload: Buffer): Buffer => inflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH });

/** Receives a client's messages. */
export interface Listener {
  /** A text arrived that is only counted; `now` is of performance.now(). */
  counted(now: number): void;
  /** Called for any other text. */
  text(text: string): void;
  closed(): void;
}

/** A WebSocket client on a plain socket with minimal cost: messages that are only counted are not parsed. */
export class Client {
  private readonly socket: Socket;
  /** Bytes of a counted message that have not arrived yet. */
  private skip = 0;
  /** The beginning of a frame. */
  private held: Buffer | undefined;
  /** Size in bytes from which a text is only counted. */
  private countedBytes = Number.POSITIVE_INFINITY;

  private constructor(
    socket: Socket,
    private readonly listener: Listener,
  ) {
    this.socket = socket;
    socket.on('close', () => listener.closed());
    socket.on('error', () => {});
  }

  /**
   * Resolves when the upgrade is complete. Messages right behind it are delivered afterwards.
   * @param deflate whether to offer permessage-deflate
   */
  static open(port: number, path: string, listener: Listener, deflate = false): Promise<Client> {
    return new Promise((resolve, reject) => {
      let head: Buffer | undefined = Buffer.alloc(0);
      const socket = connect({
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: {
          buffer: arrival,
          callback: (length: number) => {
            const chunk = arrival.subarray(0, length);
            if (!head) {
              client.take(chunk);
              return true;
            }
            head = Buffer.concat([head, chunk]);
            const end = head.indexOf('\r\n\r\n');
            if (end < 0) return true;
            const rest = head.subarray(end + 4);
            const status = head.toString('latin1', 0, end).split('\r\n', 1)[0] ?? '';
            head = undefined;
            if (!status.includes(' 101 ')) reject(new Error(`${path}: ${status}`));
            resolve(client);
            queueMicrotask(() => client.take(rest));
            return true;
          },
        },
      });
      const client = new Client(socket, listener);
      socket.on('error', reject);
      socket.on('connect', () => {
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
            `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n` +
            `${deflate ? 'Sec-WebSocket-Extensions: permessage-deflate\r\n' : ''}\r\n`,
        );
      });
    });
  }

  /** Received bytes, headers included. */
  get received(): number {
    return this.socket.bytesRead;
  }

  send(frame: Buffer): void {
    this.socket.write(frame);
  }

  /** From now on texts of at least that many bytes are only counted. */
  count(bytes: number): void {
    this.countedBytes = bytes;
  }

  say(text: string): void {
    this.socket.write(clientFrame(text));
  }

  close(): void {
    this.socket.destroy();
  }

  private take(arrived: Buffer): void {
    let chunk = arrived;
    if (this.held) {
      chunk = Buffer.concat([this.held, arrived]);
      this.held = undefined;
    }
    const now = performance.now();
    let at = 0;
    while (at < chunk.length) {
      if (this.skip > 0) {
        const step = Math.min(this.skip, chunk.length - at);
        this.skip -= step;
        at += step;
        if (this.skip === 0) this.listener.counted(now);
        continue;
      }
      const left = chunk.length - at;
      const short = left < 2 ? 0 : (chunk[at + 1] ?? 0);
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (left < head) break;
      const length =
        short < 126
          ? short
          : short === 126
            ? chunk.readUInt16BE(at + 2)
            : Number(chunk.readBigUInt64BE(at + 2));
      const opcode = (chunk[at] ?? 0) & 0x0f;
      if (opcode === TEXT && length >= this.countedBytes) {
        this.skip = length;
        at += head;
        continue;
      }
      if (left < head + length) break;
      const payload = chunk.subarray(at + head, at + head + length);
      this.frame(opcode, (chunk[at] ?? 0) & COMPRESSED ? inflate(payload) : payload);
      at += head + length;
    }
    if (at < chunk.length) this.held = Buffer.from(chunk.subarray(at));
  }

  private frame(opcode: number, payload: Buffer): void {
    if (opcode === TEXT) this.listener.text(payload.toString());
    else if (opcode === PING) this.send(clientFrame(payload, PONG));
    else if (opcode === CLOSE) this.socket.destroy();
  }
}
