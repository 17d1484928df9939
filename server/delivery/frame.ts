import { deflated } from './deflate.js';

/**
 * An encoded envelope, shared by all its receivers: `wire` is an unmasked WebSocket text frame (RFC 6455, section 5.2),
 * `payload` the envelope in it.
 */
export class Frame {
  private compressed: Buffer | undefined;

  constructor(
    readonly wire: Buffer,
    private readonly header: number,
    /** Whether the frame can be dropped if the receiver is slow. */
    readonly volatile: boolean,
    /** Position in one of the receiver's logs, if the message is retained. */
    readonly position: LogPosition | undefined,
  ) {}

  get payload(): Buffer {
    return this.wire.subarray(this.header);
  }

  /** The frame for clients with permessage-deflate, compressed on first use; `wire` if that is not worth it. */
  get deflatedWire(): Buffer {
    this.compressed ??= this.compress();
    return this.compressed;
  }

  private compress(): Buffer {
    const payload = deflated(this.payload);
    if (!payload) return this.wire;
    const header = headerBytes(payload.length);
    const wire = Buffer.allocUnsafe(header + payload.length);
    writeHeader(wire, FIN_COMPRESSED_TEXT, payload.length);
    payload.copy(wire, header);
    return wire;
  }
}

/** A position in a log. `log` is the name by which the receiver knows the log: a room ID or `direct`. */
export interface LogPosition {
  log: string;
  epoch: string;
  seq: number;
}

const FIN_TEXT = 0x81;
const FIN_COMPRESSED_TEXT = 0xc1;

const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65536 ? 4 : 10);

function writeHeader(wire: Buffer, firstByte: number, length: number): void {
  wire[0] = firstByte;
  if (length < 126) {
    wire[1] = length;
  } else if (length < 65536) {
    wire[1] = 126;
    wire.writeUInt16BE(length, 2);
  } else {
    wire[1] = 127;
    wire.writeBigUInt64BE(BigInt(length), 2);
  }
}

/** @param position written into the envelope as its `seq` */
export function encodeFrame(envelope: string, volatile: boolean, position?: LogPosition): Frame {
  // The `seq` overwrites the closing brace of the envelope: concatenating strings would copy the envelope once more.
  const end = position ? `,"seq":${position.seq}}` : '';
  const length = Buffer.byteLength(envelope) + (position ? end.length - 1 : 0);
  const header = headerBytes(length);
  const wire = Buffer.allocUnsafe(header + length);
  writeHeader(wire, FIN_TEXT, length);
  wire.write(envelope, header);
  if (position) wire.write(end, header + length - end.length, 'latin1');
  return new Frame(wire, header, volatile, position);
}
