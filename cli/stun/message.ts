import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Methods of RFC 8489 and RFC 8656; the class (request, success, error) is separate. */
export const Method = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  createPermission: 0x008,
  channelBind: 0x009,
} as const;

export const Class = { request: 0x000, success: 0x100, error: 0x110 } as const;

export const Attribute = {
  mappedAddress: 0x0001,
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
} as const;

export type AttributeName = keyof typeof Attribute;

/** Values by name. A value that depends on the request's transaction is a function. */
export type Attributes = Partial<Record<AttributeName, Buffer | ((transaction: Buffer) => Buffer)>>;

/** The credential that signs requests, once the server has named its realm (RFC 8489, 9.2). */
export interface Signature {
  username: string;
  credential: string;
  realm: string;
  nonce: Buffer;
}

export interface StunMessage {
  method: number;
  class: number;
  /** 12 bytes that link a response to its request. */
  transaction: Buffer;
  /** Values by attribute type, the first of each. */
  attributes: Map<number, Buffer>;
  raw: Buffer;
  /** Offset of MESSAGE-INTEGRITY in `raw`. */
  integrityAt: number | undefined;
}

const magicCookie = 0x2112a442;
const headerLength = 20;
const integrityLength = 24;

/** A request with a new transaction ID, signed if a signature is given. */
export function encodeRequest(method: number, attributes: Attributes = {}, signature?: Signature): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt16BE(method | Class.request, 0);
  header.writeUInt32BE(magicCookie, 4);
  const transaction = randomBytes(12);
  transaction.copy(header, 8);
  const signed = signature && {
    username: Buffer.from(signature.username),
    realm: Buffer.from(signature.realm),
    nonce: signature.nonce,
  };
  const written = Object.entries({ ...attributes, ...signed }).map(([name, value]) =>
    encodeAttribute(
      Attribute[name as AttributeName],
      typeof value === 'function' ? value(transaction) : value,
    ),
  );
  const message = Buffer.concat([header, ...written]);
  if (!signature) return withLength(message, 0);
  const hmac = integrity(message, signature);
  return withLength(Buffer.concat([message, encodeAttribute(Attribute.messageIntegrity, hmac)]), 0);
}

/** A STUN message, or undefined if the bytes are not one. */
export function decode(raw: Buffer): StunMessage | undefined {
  const length = messageLength(raw);
  if (length === undefined || length !== raw.length) return undefined;
  const type = raw.readUInt16BE(0);
  const attributes = new Map<number, Buffer>();
  let integrityAt: number | undefined;
  for (let at = headerLength; at + 4 <= raw.length; ) {
    const name = raw.readUInt16BE(at);
    const size = raw.readUInt16BE(at + 2);
    if (at + 4 + size > raw.length) return undefined;
    if (name === Attribute.messageIntegrity) integrityAt ??= at;
    // Attributes after the integrity are not signed, except for the fingerprint, and must be ignored.
    if (!attributes.has(name) && (integrityAt === undefined || integrityAt === at)) {
      attributes.set(name, raw.subarray(at + 4, at + 4 + size));
    }
    at += 4 + padded(size);
  }
  return {
    method: type & ~Class.error,
    class: type & Class.error,
    transaction: raw.subarray(8, headerLength),
    attributes,
    raw,
    integrityAt,
  };
}

/** Length of the message that begins here in bytes; undefined if there are too few bytes or it is not STUN. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < headerLength || bytes.readUInt32BE(4) !== magicCookie) return undefined;
  return headerLength + bytes.readUInt16BE(2);
}

/** Tells whether the message is signed with this credential. */
export function isSigned(message: StunMessage, signature: Signature): boolean {
  const found = message.attributes.get(Attribute.messageIntegrity);
  if (found?.length !== 20 || message.integrityAt === undefined) return false;
  return timingSafeEqual(found, integrity(message.raw.subarray(0, message.integrityAt), signature));
}

/** `{ code: 401, reason: 'Unauthorized' }` of an error response. */
export function readError(message: StunMessage): { code: number; reason: string } {
  const value = message.attributes.get(Attribute.errorCode);
  if (!value || value.length < 4) return { code: 0, reason: 'no reason given' };
  return {
    code: ((value[2] ?? 0) & 7) * 100 + (value[3] ?? 0),
    reason: value.subarray(4).toString('utf8'),
  };
}

/** An address as `192.0.2.1:54321` or `[2001:db8::1]:54321`. */
export function readAddress(message: StunMessage, name: AttributeName): string | undefined {
  const value = message.attributes.get(Attribute[name]);
  if (!value || (value.length !== 8 && value.length !== 20)) return undefined;
  const bytes = Buffer.from(value);
  if (name !== 'mappedAddress') {
    // XOR with the cookie and the transaction ID keeps address-rewriting routers from changing it.
    const key = message.raw.subarray(4, headerLength);
    for (const [index, byte] of key.entries()) {
      if (index < 2) bytes[2 + index] = (bytes[2 + index] ?? 0) ^ byte;
      if (4 + index < bytes.length) bytes[4 + index] = (bytes[4 + index] ?? 0) ^ byte;
    }
  }
  const port = bytes.readUInt16BE(2);
  if (bytes.length === 8) return `${bytes.subarray(4).join('.')}:${port}`;
  const groups = Array.from({ length: 8 }, (_, group) => bytes.readUInt16BE(4 + 2 * group).toString(16));
  return `${new URL(`http://[${groups.join(':')}]`).hostname}:${port}`;
}

function integrity(message: Buffer, { username, realm, credential }: Signature): Buffer {
  const key = createHash('md5').update(`${username}:${realm}:${credential}`).digest();
  // The signed length includes the integrity itself and nothing after it.
  return createHmac('sha1', key).update(withLength(message, integrityLength)).digest();
}

function withLength(message: Buffer, more: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(message.length - headerLength + more, 2);
  return copy;
}

function encodeAttribute(type: number, value: Buffer): Buffer {
  const encoded = Buffer.alloc(4 + padded(value.length));
  encoded.writeUInt16BE(type, 0);
  encoded.writeUInt16BE(value.length, 2);
  value.copy(encoded, 4);
  return encoded;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;
