/**
 * One envelope as it leaves, made once for all its receivers: `wire` is an unmasked WebSocket text frame
 * (RFC 6455, section 5.2), `payload` the part of it that is the envelope.
 */
export class Frame {
  constructor(
    readonly wire: Buffer,
    private readonly header: number,
    /** May be dropped where the receiver is slow. */
    readonly volatile: boolean,
    /** Its place in one of the receiver's logs, called as the receiver calls it. */
    readonly place: Place | undefined,
  ) {}

  get payload(): Buffer {
    return this.wire.subarray(this.header);
  }
}

export interface Place {
  log: string;
  seq: number;
}

const FIN_TEXT = 0x81;

/** @param place where its place in a log is to be told, which is written into it as its `seq` */
export function frameOf(envelope: string, volatile: boolean, place?: Place): Frame {
  // Written over the brace that ends the envelope: a text put together would be copied once more.
  const end = place ? `,"seq":${place.seq}}` : '';
  const length = Buffer.byteLength(envelope) + (place ? end.length - 1 : 0);
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
  if (place) wire.write(end, header + length - end.length, 'latin1');
  return new Frame(wire, header, volatile, place);
}
