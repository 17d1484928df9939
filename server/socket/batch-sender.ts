import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Options } from 'lectern-protocol/options';
import type { SharedBytes } from '../delivery/frame-chain.js';
import type { BatchSink } from '../delivery/tick-batcher.js';

/** Maximum number of sockets in one call. */
const MAX_BATCH = 1024;

/** Arguments and results of a batch call; the arrays have the same length. */
interface IoVectors {
  /** File descriptors of the sockets; those that get the same buffer are adjacent. */
  readonly descriptors: Int32Array;
  /** For each buffer, the index after its last socket. */
  readonly ends: Int32Array;
  /** Bytes written to each socket. */
  readonly written: Int32Array;
}

const ioVectors = (length: number): IoVectors => ({
  descriptors: new Int32Array(length),
  ends: new Int32Array(length),
  written: new Int32Array(length),
});

/** Writes each buffer to its sockets. Returns the number of sockets that did not accept all bytes. */
type Send = (buffers: readonly Buffer[]) => number;

/** The exports of send.c. */
interface Native {
  /** @param ring whether to use io_uring; in the result, whether it is used */
  sender(
    descriptors: Int32Array,
    ends: Int32Array,
    written: Int32Array,
    ring: boolean,
  ): { send: Send; ring: boolean };
}

const loadNative: (directory: string) => Native = createRequire(import.meta.url)('node-gyp-build');

/** Loads the build of send.c for this platform (build/native.ts), or returns the reason why there is none. */
function load(): Native | string {
  try {
    return loadNative(fileURLToPath(new URL('.', import.meta.url)));
  } catch (error) {
    return (error as Error).message.split('\n', 1)[0] as string;
  }
}

const sendByNode =
  ({ descriptors, ends, written }: IoVectors): Send =>
  (buffers) => {
    let i = 0;
    let incomplete = 0;
    for (const [each, bytes] of buffers.entries()) {
      for (; i < (ends[each] as number); i++) {
        try {
          written[i] = writeSync(descriptors[i] as number, bytes, 0, bytes.length, null);
        } catch {
          written[i] = 0;
        }
        if (written[i] !== bytes.length) incomplete++;
      }
    }
    return incomplete;
  };

/** A connection whose frames are sent in a batch. */
export interface SendTarget {
  /** Called if the kernel accepted only some bytes: its buffer is full, or the connection is gone. */
  onPartialWrite(shared: SharedBytes, bytes: number): void;
}

/**
 * Writes to sockets directly, bypassing `socket.write`. Node allocates and tracks a request object for each write, which
 * costs more than everything else in a delivery except the system call (docs/benchmarks.md).
 */
export class BatchSender implements BatchSink {
  /** The method in use. */
  readonly method: Options['sending'];
  /** The reason why send.c is not used although it was requested. */
  readonly fallbackReason: string | undefined;
  private readonly batch = ioVectors(MAX_BATCH);
  private readonly send: Send;
  private readonly single = ioVectors(1);
  private readonly sendSingle: Send;
  /** The target of each staged socket, and the bytes of each staged buffer. */
  private readonly targets: (SendTarget | undefined)[] = [];
  private readonly buffers: SharedBytes[] = [];
  private count = 0;

  /** @param requested a method; the next available one is used if it is not available */
  constructor(requested: Options['sending']) {
    const loaded = requested === 'node' ? undefined : load();
    const native = typeof loaded === 'object' ? loaded : undefined;
    this.fallbackReason = typeof loaded === 'string' ? loaded : undefined;
    const senderFor = (vectors: IoVectors, ring: boolean) =>
      native?.sender(vectors.descriptors, vectors.ends, vectors.written, ring) ?? {
        send: sendByNode(vectors),
        ring: false,
      };
    const sender = senderFor(this.batch, requested === 'io_uring');
    this.send = sender.send;
    this.method = native ? (sender.ring ? 'io_uring' : 'send') : 'node';
    this.sendSingle = senderFor(this.single, false).send;
    this.single.ends[0] = 1;
  }

  /** Writes to one socket immediately and returns the number of bytes that the kernel accepted. */
  writeNow(descriptor: number, bytes: Buffer): number {
    this.single.descriptors[0] = descriptor;
    return this.sendSingle([bytes]) === 0 ? bytes.length : (this.single.written[0] as number);
  }

  /** Adds a socket to the batch, at most once before `submit`. Its descriptor must stay valid until then. */
  stage(target: SendTarget, descriptor: number, shared: SharedBytes): void {
    if (this.buffers.at(-1) !== shared) this.buffers.push(shared);
    this.targets[this.count] = target;
    this.batch.descriptors[this.count++] = descriptor;
    this.batch.ends[this.buffers.length - 1] = this.count;
    if (this.count === MAX_BATCH) this.submit();
  }

  /** Sends everything that was staged. */
  submit(): void {
    const { count, targets } = this;
    if (count === 0) return;
    const buffers = this.buffers.splice(0);
    this.count = 0;
    const incomplete = this.send(buffers.map(({ wire }) => wire));
    // The callbacks below might stage new frames, which reuses the arrays.
    const partial = incomplete > 0 ? this.partialWrites(buffers) : [];
    targets.fill(undefined, 0, count);
    for (const { target, shared, bytes } of partial) target?.onPartialWrite(shared, bytes);
  }

  private partialWrites(
    buffers: SharedBytes[],
  ): { target: SendTarget | undefined; shared: SharedBytes; bytes: number }[] {
    const { ends, written } = this.batch;
    const partial = [];
    let i = 0;
    for (const [each, shared] of buffers.entries()) {
      for (; i < (ends[each] as number); i++) {
        const bytes = written[i] as number;
        if (bytes !== shared.size) partial.push({ target: this.targets[i], shared, bytes });
      }
    }
    return partial;
  }
}
