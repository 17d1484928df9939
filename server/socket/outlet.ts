import { Socket } from 'node:net';
import type { Kernel } from './kernel.js';

/** What lies below a socket; null once that is closed. Node documents neither it nor its descriptor: both may be missing. */
interface Handled {
  readonly _handle?: { readonly fd?: number } | null;
}

/** Where bytes leave by a socket: what the kernel does not take waits in the socket, as ever. */
export class Outlet {
  private readonly handle: Handled['_handle'];
  private readonly number: number;

  constructor(private readonly socket: Socket & Handled) {
    // What is written to a TLS socket is not what leaves by its descriptor.
    const handle = Object.getPrototypeOf(socket) === Socket.prototype ? socket._handle : undefined;
    this.number = handle?.fd ?? -1;
    this.handle = this.number >= 0 ? handle : undefined;
  }

  /** By which the kernel may be handed bytes now, while nothing waits in the socket; -1 where it may not. */
  get descriptor(): number {
    // It belongs to the socket as long as its handle does.
    return this.handle && this.socket._handle === this.handle ? this.number : -1;
  }

  /**
   * Answers whether something waits in the socket now.
   * @param waits whether something does already
   */
  write(bytes: Buffer, waits: boolean, kernel: Kernel): boolean {
    const descriptor = waits ? -1 : this.descriptor;
    return this.rest(bytes, descriptor < 0 ? 0 : kernel.hand(descriptor, bytes));
  }

  /** The same, where the kernel has taken some of the bytes: the socket waits with the others, or says what is wrong. */
  rest(bytes: Buffer, taken: number): boolean {
    const { socket } = this;
    if (taken === bytes.length) return false;
    if (socket.writable) socket.write(taken === 0 ? bytes : bytes.subarray(taken));
    return socket.writableLength > 0;
  }
}
