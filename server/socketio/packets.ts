import { encodeFrame } from '../delivery/frame.js';
import type { SocketEvent } from './dialect.js';

/** A Socket.IO packet as Engine.IO messages: its text, then its binary attachments. */
export type Packet = readonly [string, ...Buffer[]];

const EVENT = '2';
const BINARY_EVENT = '5';

/** The type `message` of Engine.IO packets. */
const MESSAGE = '4';

const BINARY_FRAME = 0x82;

/** Encodes an event for a namespace. */
export function encodeEvent({ name, args }: SocketEvent, namespace: string): Packet {
  const attachments: Buffer[] = [];
  const json = JSON.stringify([name, ...args.map((each) => withoutBinary(each, attachments))]);
  const place = namespace === '/' ? '' : `${namespace},`;
  if (attachments.length === 0) return [`${EVENT}${place}${json}`];
  return [`${BINARY_EVENT}${attachments.length}-${place}${json}`, ...attachments];
}

/** Replaces Buffers with placeholders, and adds them to the attachments. */
function withoutBinary(value: unknown, attachments: Buffer[]): unknown {
  if (Buffer.isBuffer(value)) return { _placeholder: true, num: attachments.push(value) - 1 };
  if (Array.isArray(value)) return value.map((each) => withoutBinary(each, attachments));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, withoutBinary(each, attachments)]);
  return Object.fromEntries(entries);
}

/** Encodes a packet as WebSocket frames. @param revision revision of the Engine.IO protocol */
export function framesOf([text, ...attachments]: Packet, revision: 3 | 4): Buffer[] {
  return [
    encodeFrame(MESSAGE + text, false).wire,
    ...attachments.map((bytes) => {
      // Before revision 4, the type of the packet precedes its bytes.
      const payload = revision === 3 ? Buffer.concat([Buffer.of(Number(MESSAGE)), bytes]) : bytes;
      return binaryFrame(payload);
    }),
  ];
}

function binaryFrame(payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65536 ? 4 : 10);
  header[0] = BINARY_FRAME;
  if (length < 126) header[1] = length;
  else if (length < 65536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}
