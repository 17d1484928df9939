import { Socket } from 'node:net';
import type { FrameChain, SharedBytes } from '../delivery/frame-chain.js';
import type { BatchSender } from './batch-sender.js';

/** A socket's handle; null once it is closed. Node does not document it or its descriptor, so both can be missing. */
interface SocketWithHandle {
  readonly _handle?: { readonly fd?: number } | null;
}

/** Writes to a socket's descriptor. Bytes that the kernel does not accept are queued in the socket as usual. */
export class DirectWriter {
  private readonly handle: SocketWithHandle['_handle'];
  private readonly fd: number;

  /** @param deflates whether the client has accepted permessage-deflate */
  constructor(
    private readonly socket: Socket & SocketWithHandle,
    private readonly deflates = false,
  ) {
    // For a TLS socket, the bytes on the descriptor are not those that were written.
    const handle = Object.getPrototypeOf(socket) === Socket.prototype ? socket._handle : undefined;
    this.fd = handle?.fd ?? -1;
    this.handle = this.fd >= 0 ? handle : undefined;
  }

  /** The descriptor to write to, valid as long as the socket's own queue is empty; -1 if there is none. */
  get descriptor(): number {
    // The descriptor belongs to the socket as long as the socket has the same handle.
    return this.handle && this.socket._handle === this.handle ? this.fd : -1;
  }

  /** Returns the bytes of frames as the client accepts them. */
  bytesOf(chain: FrameChain): SharedBytes {
    return this.deflates ? chain.deflated : chain;
  }

  /**
   * Writes bytes and returns whether some of them are queued in the socket.
   * @param queued whether the socket has queued bytes already
   */
  write(bytes: Buffer, queued: boolean, sender: BatchSender): boolean {
    const descriptor = queued ? -1 : this.descriptor;
    return this.writeRemainder(bytes, descriptor < 0 ? 0 : sender.writeNow(descriptor, bytes));
  }

  /**
   * Queues the bytes that the kernel has not accepted in the socket, which also reports errors. Returns whether the
   * socket has queued bytes.
   */
  writeRemainder(bytes: Buffer, accepted: number): boolean {
    const { socket } = this;
    if (accepted === bytes.length) return false;
    if (socket.writable) socket.write(accepted === 0 ? bytes : bytes.subarray(accepted));
    return socket.writableLength > 0;
  }
}
