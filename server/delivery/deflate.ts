import { constants, deflateRawSync } from 'node:zlib';

/**
 * Base-2 logarithm of the window in bytes. A small window makes lists of random IDs smaller: in a large one, the
 * compressor finds short matches far away, which need more bits than the characters themselves.
 */
const WINDOW_BITS = 10;

/** Sizes in bytes of the payloads that are compressed. Compressing a larger one would delay the other clients. */
const MIN_BYTES = 512;
const MAX_BYTES = 256 * 1024;

/** The bytes 00 00 ff ff at the end of a compressed message, which are not sent (RFC 7692, section 7.2.1). */
const TAIL_BYTES = 4;

/** Parameters of permessage-deflate with which all clients accept the same compressed bytes. */
export const sharedDeflate = { serverNoContextTakeover: true, serverMaxWindowBits: WINDOW_BITS } as const;

/** Compresses the payload of a message (RFC 7692). Returns undefined if that is not worth it. */
export function deflated(payload: Buffer): Buffer | undefined {
  if (payload.length < MIN_BYTES || payload.length > MAX_BYTES) return undefined;
  const bytes = deflateRawSync(payload, {
    level: constants.Z_BEST_SPEED,
    windowBits: WINDOW_BITS,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  const length = bytes.length - TAIL_BYTES;
  return length < payload.length ? bytes.subarray(0, length) : undefined;
}
