import { isUtf8 } from 'node:buffer';
import { closePayload, type FrameShape, opcodes, frame as toFrame } from '../../helpers/raw-socket.js';
import type { Random } from './random.js';

/** Bytes for the connection. */
export interface Wire {
  bytes: Buffer;
  /** The server might wait for the rest or close the connection, so nothing can be sent afterwards. */
  last: boolean;
}

const { continuation, text, binary, close, ping, pong } = opcodes;

/** The same bytes for the same numbers. */
const frame = (
  random: Random,
  opcode: number,
  body: Uint8Array = Buffer.alloc(0),
  shape: FrameShape = {},
): Buffer => toFrame(opcode, body, { ...shape, key: random.bytes(4) });

/** One message in the given number of frames, with pings and empty frames between them. */
function fragmented(random: Random, body: Buffer, count: number): Buffer {
  const frames: Buffer[] = [];
  const cuts = Array.from({ length: count - 1 }, () => random.below(body.length + 1)).sort((a, b) => a - b);
  for (let i = 0; i < count; i++) {
    const part = body.subarray(cuts[i - 1] ?? 0, cuts[i] ?? body.length);
    frames.push(frame(random, i === 0 ? text : continuation, part, { fin: i === count - 1 }));
    if (i < count - 1 && random.chance(0.2))
      frames.push(frame(random, random.pick([ping, pong]), Buffer.from('between')));
  }
  return Buffer.concat(frames);
}

/** A valid WebSocket message with any content. */
export function soundFrame(random: Random, body: Buffer): Wire {
  const last = !isUtf8(body);
  if (random.chance(0.1)) return { bytes: fragmented(random, body, 2 + random.below(63)), last };
  return { bytes: frame(random, text, body), last };
}

/** An invalid WebSocket message. */
export function brokenFrame(random: Random, body: Buffer): Wire {
  return { bytes: broken(random, body), last: true };
}

function broken(random: Random, body: Buffer): Buffer {
  switch (random.below(14)) {
    case 0:
      return frame(random, random.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), body);
    case 1:
      // The first reserved bit means compression, which was not negotiated.
      return frame(random, text, body, { rsv: 1 + random.below(7) });
    case 2:
      return frame(random, text, body, { masked: false });
    case 3:
      return frame(random, text, body, {
        length: random.pick([body.length + 1, 2 ** 16, 1_572_865, 2 ** 40, 2 ** 52]),
      });
    case 4: {
      const whole = frame(random, text, body);
      return whole.subarray(0, random.below(whole.length));
    }
    case 5:
      return frame(random, random.pick([ping, pong, close]), body.subarray(0, 200), {
        fin: random.chance(0.5),
      });
    case 6:
      return frame(random, continuation, body);
    case 7:
      return Buffer.concat([frame(random, text, body, { fin: false }), frame(random, text, body)]);
    case 8:
      return fragmented(random, body, 65 + random.below(100));
    case 9:
      return frame(random, close, closePayload(random.below(65_536), body.subarray(0, random.below(124))));
    case 10:
      return frame(random, close, random.bytes(random.below(126)));
    case 11:
      return frame(random, binary, body);
    case 12:
      return random.bytes(1 + random.below(300));
    default: {
      const whole = frame(random, text, body);
      const header = whole.length > body.length ? whole.length - body.length : 2;
      for (let flips = 1 + random.below(3); flips > 0; flips--) {
        const at = random.below(header);
        whole[at] = (whole[at] ?? 0) ^ (1 << random.below(8));
      }
      return whole;
    }
  }
}
