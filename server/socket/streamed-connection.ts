import type { CloseName } from 'lectern-protocol';
import { type BroadcastGroup, FLUSH_BYTES, type GroupMember } from '../delivery/broadcast-group.js';
import type { Frame } from '../delivery/frame.js';
import type { FrameChain, SharedBytes } from '../delivery/frame-chain.js';
import type { SendTarget } from './batch-sender.js';
import type { ConnectionServices } from './connection-services.js';
import type { DirectWriter } from './direct-writer.js';
import type { SlowConnection } from './slow-consumers.js';

/** The sending half of a connection: frames are batched per event-loop turn, and slow clients are limited. */
export abstract class StreamedConnection implements SlowConnection, GroupMember, SendTarget {
  // The fields that each delivery reads are adjacent: with thousands of connections, none is in the processor's cache.
  /** Writes whole chains; undefined if the transport needs each frame by itself. */
  protected writer: DirectWriter | undefined;
  protected closing = false;
  /** Whether bytes were queued in the transport when they were last counted. */
  protected congested = false;
  /** The connection's own frames of this turn, without those of its group. */
  private unwritten: FrameChain | undefined;
  private group: BroadcastGroup | undefined;

  protected constructor(protected readonly services: ConnectionServices) {}

  /** Bytes that are queued in the transport. */
  protected abstract get backlog(): number;
  abstract get acceptedBytes(): number;
  /** Passes each frame to the transport by itself. Only transports that do not always have a `writer` need it. */
  protected writeEach?(chain: FrameChain): void;
  abstract close(name: CloseName, reason?: string): void;
  abstract terminate(): void;

  get queuedBytes(): number {
    return (this.unwritten?.size ?? 0) + this.backlog;
  }

  send(frame: Frame): void {
    this.pullBroadcasts();
    this.add(frame);
  }

  enqueue(frames: readonly Frame[]): void {
    for (const frame of frames) this.add(frame);
  }

  stageShared(chain: FrameChain): boolean {
    return this.stageChain(chain);
  }

  /** Whether frames can be staged; otherwise they have to wait for others. */
  protected get stages(): boolean {
    return !this.unwritten && !this.congested && !this.closing;
  }

  private stageChain(chain: FrameChain): boolean {
    if (!this.stages) return false;
    const { writer } = this;
    const descriptor = writer?.descriptor ?? -1;
    if (!writer || descriptor < 0) return false;
    const shared = writer.bytesOf(chain);
    this.services.traffic.sent(shared.size, chain.length);
    this.services.sender.stage(this, descriptor, shared);
    return true;
  }

  onPartialWrite(shared: SharedBytes, bytes: number): void {
    this.congested = this.writer?.writeRemainder(shared.wire, bytes) ?? false;
    if (this.congested) this.services.slowConsumers.track(this, shared.size);
  }

  writeShared(chain: FrameChain): void {
    if (this.unwritten || this.congested || this.closing) {
      this.enqueue(chain.frames);
      this.flush();
    } else this.write(chain);
  }

  setBroadcastGroup(group: BroadcastGroup | undefined): void {
    this.pullBroadcasts();
    this.group?.delete(this);
    this.group = group;
    group?.add(this);
  }

  stage(): boolean {
    if (this.congested || this.closing) return false;
    this.pullBroadcasts();
    const { unwritten } = this;
    if (!unwritten) return true;
    this.unwritten = undefined;
    if (this.stageChain(unwritten)) return true;
    this.unwritten = unwritten;
    return false;
  }

  flush(): void {
    this.pullBroadcasts();
    const { unwritten } = this;
    this.unwritten = undefined;
    if (unwritten) this.write(unwritten);
  }

  terminateWith(name: CloseName, reason?: string): void {
    this.group?.delete(this);
    this.group = undefined;
    this.unwritten = undefined;
    this.close(name, reason);
    this.terminate();
  }

  /** Takes over the group's frames, so that they precede the connection's own next frame. */
  private pullBroadcasts(): void {
    if (this.group) this.enqueue(this.group.takePending(this));
  }

  protected add(frame: Frame): void {
    if (this.closing || (this.congested && !this.admits(frame))) return;
    if (this.unwritten && this.unwritten.size >= FLUSH_BYTES) this.flush();
    this.unwritten = this.unwritten?.append(frame) ?? this.services.batcher.schedule(this, frame);
  }

  protected write(chain: FrameChain): void {
    const shared = this.writer?.bytesOf(chain) ?? chain;
    this.services.traffic.sent(shared.size, chain.length);
    if (this.writer) {
      const { sender } = this.services;
      this.congested = this.writer.write(shared.wire, this.congested && this.backlog > 0, sender);
    } else {
      this.writeEach?.(chain);
      this.refreshBacklog();
    }
    if (this.congested) this.services.slowConsumers.track(this, shared.size);
  }

  /** Called after the transport has written something else. */
  protected refreshBacklog(): void {
    this.congested = this.backlog > 0;
  }

  /** Whether a congested connection still accepts a frame. */
  private admits(frame: Frame): boolean {
    this.refreshBacklog();
    if (!this.congested) return true;
    const { limits } = this.services.slowConsumers;
    const next = this.queuedBytes + frame.wire.length;
    if (frame.volatile && next > limits.outboundDrop) {
      this.services.traffic.dropped();
      return false;
    }
    if (next > limits.outboundLimit) {
      this.close('too-slow');
      return false;
    }
    return true;
  }

  /** Called when the connection is closed. Nothing can be sent any more. */
  protected ended(): void {
    this.closing = true;
    this.unwritten = undefined;
    this.services.slowConsumers.untrack(this);
  }
}
