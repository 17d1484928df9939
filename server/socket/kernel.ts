import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Options } from 'lectern-protocol/options';
import type { FrameChain } from '../delivery/frame-chain.js';
import type { Sender } from '../delivery/tick-batcher.js';

/** Sockets that bytes are handed to in one call. */
const MOST = 1024;

/** What a sender is told and tells, each as long as the others. */
interface Lists {
  /** Sockets, those that are handed the same side by side. */
  readonly descriptors: Int32Array;
  /** Where the sockets for each of the buffers end. */
  readonly ends: Int32Array;
  /** How many bytes each socket took. */
  readonly taken: Int32Array;
}

const lists = (length: number): Lists => ({
  descriptors: new Int32Array(length),
  ends: new Int32Array(length),
  taken: new Int32Array(length),
});

/** Hands each buffer to its sockets, and answers how many of those have not taken all. */
type Send = (buffers: readonly Buffer[]) => number;

/** What send.c exports, where it was built. */
interface Native {
  /** @param ring whether io_uring is to be used, and in the answer whether it is */
  sender(
    descriptors: Int32Array,
    ends: Int32Array,
    taken: Int32Array,
    ring: boolean,
  ): { send: Send; ring: boolean };
}

const loadNative: (directory: string) => Native = createRequire(import.meta.url)('node-gyp-build');

/** Loads what build/native.ts compiled of send.c for this platform, or returns why it cannot be loaded. */
function load(): Native | string {
  try {
    return loadNative(fileURLToPath(new URL('.', import.meta.url)));
  } catch (error) {
    return (error as Error).message.split('\n', 1)[0] as string;
  }
}

const byNode =
  ({ descriptors, ends, taken }: Lists): Send =>
  (buffers) => {
    let i = 0;
    let apart = 0;
    for (const [each, bytes] of buffers.entries()) {
      for (; i < (ends[each] as number); i++) {
        try {
          taken[i] = writeSync(descriptors[i] as number, bytes, 0, bytes.length, null);
        } catch {
          taken[i] = 0;
        }
        if (taken[i] !== bytes.length) apart++;
      }
    }
    return apart;
  };

/** One that bytes are handed to the kernel for. */
export interface Receiver {
  /** The kernel has taken only so many bytes: its buffer is full, or the other side is gone. */
  took(said: FrameChain, bytes: number): void;
}

/**
 * The kernel, as sockets hand it bytes. For a socket's own `write` Node makes an object each time and keeps books, which
 * takes longer than all else that is done for a delivery but the system call (docs/benchmarks.md).
 */
export class Kernel implements Sender {
  /** How it is handed them. */
  readonly way: Options['sending'];
  /** Why not by send.c, where that was wanted and is not to be had. */
  readonly lack: string | undefined;
  private readonly all = lists(MOST);
  private readonly send: Send;
  private readonly single = lists(1);
  private readonly sendSingle: Send;
  /** What was gathered: of each socket whose it is, of each buffer what is said by it. */
  private readonly receivers: (Receiver | undefined)[] = [];
  private readonly said: FrameChain[] = [];
  private count = 0;

  /** @param wanted a way; it is the next one where that is not to be had */
  constructor(wanted: Options['sending']) {
    const loaded = wanted === 'node' ? undefined : load();
    const built = typeof loaded === 'object' ? loaded : undefined;
    this.lack = typeof loaded === 'string' ? loaded : undefined;
    const senderOf = (lists: Lists, ring: boolean) =>
      built?.sender(lists.descriptors, lists.ends, lists.taken, ring) ?? { send: byNode(lists), ring: false };
    const sender = senderOf(this.all, wanted === 'io_uring');
    this.send = sender.send;
    this.way = built ? (sender.ring ? 'io_uring' : 'send') : 'node';
    this.sendSingle = senderOf(this.single, false).send;
    this.single.ends[0] = 1;
  }

  /** Hands it bytes for one socket at once, and answers how many of them it took. */
  hand(descriptor: number, bytes: Buffer): number {
    this.single.descriptors[0] = descriptor;
    return this.sendSingle([bytes]) === 0 ? bytes.length : (this.single.taken[0] as number);
  }

  /** Notes what is to be handed to it for one more socket, once at most before `handAll`: until then its descriptor must be good. */
  gather(receiver: Receiver, descriptor: number, said: FrameChain): void {
    if (this.said.at(-1) !== said) this.said.push(said);
    this.receivers[this.count] = receiver;
    this.all.descriptors[this.count++] = descriptor;
    this.all.ends[this.said.length - 1] = this.count;
    if (this.count === MOST) this.handAll();
  }

  /** Hands it all that was gathered. */
  handAll(): void {
    const { count, receivers } = this;
    if (count === 0) return;
    const said = this.said.splice(0);
    this.count = 0;
    const apart = this.send(said.map(({ wire }) => wire));
    // Whoever is told of it may gather something new.
    const short = apart > 0 ? this.notTaken(said) : [];
    receivers.fill(undefined, 0, count);
    for (const { receiver, said, bytes } of short) receiver?.took(said, bytes);
  }

  /** Who has not taken all of what, and how much of it. */
  private notTaken(all: FrameChain[]): { receiver: Receiver | undefined; said: FrameChain; bytes: number }[] {
    const { ends, taken } = this.all;
    const short = [];
    let i = 0;
    for (const [each, said] of all.entries()) {
      for (; i < (ends[each] as number); i++) {
        const bytes = taken[i] as number;
        if (bytes !== said.size) short.push({ receiver: this.receivers[i], said, bytes });
      }
    }
    return short;
  }
}
