import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

/** What lies below a socket; null once that is closed. Node documents neither it nor its descriptor: both may be missing. */
interface Handled {
  readonly _handle?: { readonly fd?: number } | null;
}

/**
 * Where bytes leave by a socket. While nothing waits in the socket they go straight to the kernel: for a socket's own
 * `write` Node makes an object each time and keeps books, which takes longer than all else that is done here for a
 * delivery but the system call (docs/benchmarks.md). What the kernel does not take waits in the socket, as ever.
 */
export class Outlet {
  private readonly handle: Handled['_handle'];
  private readonly descriptor: number;

  constructor(private readonly socket: Socket & Handled) {
    // What is written to a TLS socket is not what leaves by its descriptor.
    const handle = Object.getPrototypeOf(socket) === Socket.prototype ? socket._handle : undefined;
    this.descriptor = handle?.fd ?? -1;
    this.handle = this.descriptor >= 0 ? handle : undefined;
  }

  /**
   * Answers whether something waits in the socket now.
   * @param waits whether something does already
   */
  write(bytes: Buffer, waits: boolean): boolean {
    const { socket, handle } = this;
    // The descriptor belongs to the socket as long as its handle does.
    const taken = handle && !waits && socket._handle === handle ? this.hand(bytes) : 0;
    if (taken === bytes.length) return false;
    if (socket.writable) socket.write(taken === 0 ? bytes : bytes.subarray(taken));
    return socket.writableLength > 0;
  }

  /** Answers how many of the bytes the kernel took. */
  private hand(bytes: Buffer): number {
    try {
      return writeSync(this.descriptor, bytes, 0, bytes.length, null);
    } catch {
      // Its buffer is full, or the other side is gone: the socket waits, or says what is wrong.
      return 0;
    }
  }
}
