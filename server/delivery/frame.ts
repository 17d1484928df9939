/**
 * An encoded envelope, shared by all its receivers: `wire` is an unmasked WebSocket text frame (RFC 6455, section 5.2),
 * `payload` the envelope in it.
 */
export class Frame {
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
}

/** A position in a log. `log` is the name by which the receiver knows the log: a room ID or `direct`. */
export interface LogPosition {
  log: string;
  epoch: string;
  seq: number;
}

const FIN_TEXT = 0x81;

/** @param position written into the envelope as its `seq` */
export function encodeFrame(envelope: string, volatile: boolean, position?: LogPosition): Frame {
  // The `seq` overwrites the closing brace of the envelope: concatenating strings would copy the envelope once more.
  const end = position ? `,"seq":${position.seq}}` : '';
  const length = Buffer.byteLength(envelope) + (position ? end.length - 1 : 0);
  const header = length < 126 ? 2 : length < 65536 ? 4 : 10;
  const wire = Buffer.allocUnsafe(header + length);
  wire[0] = FIN_TEXT;
  if (header === 2) {
    wire[1] = length;
  } else if (header === 4) {
    wire[1] = 126;
    wire.writeUInt16BE(length, 2);
  } else {
    wire[1] = 127;
    wire.writeBigUInt64BE(BigInt(length), 2);
  }
  wire.write(envelope, header);
  if (position) wire.write(end, header + length - end.length, 'latin1');
  return new Frame(wire, header, volatile, position);
}
