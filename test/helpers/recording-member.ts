import type { BroadcastGroup, GroupMember } from '../../server/delivery/broadcast-group.js';
import type { Frame } from '../../server/delivery/frame.js';
import type { FrameChain } from '../../server/delivery/frame-chain.js';
import type { TickBatcher } from '../../server/delivery/tick-batcher.js';

/** A group member without a socket, which records its writes. */
export class RecordingMember implements GroupMember {
  readonly written: Buffer[] = [];
  private unwritten: FrameChain | undefined;

  constructor(
    private readonly batcher: TickBatcher,
    private group?: BroadcastGroup,
  ) {
    group?.add(this);
  }

  send(frame: Frame): void {
    this.pullBroadcasts();
    this.enqueue([frame]);
  }

  enqueue(frames: readonly Frame[]): void {
    for (const frame of frames) {
      this.unwritten = this.unwritten?.append(frame) ?? this.batcher.schedule(this, frame);
    }
  }

  stage(): boolean {
    this.flush();
    return true;
  }

  stageShared(chain: FrameChain): boolean {
    if (this.unwritten) return false;
    this.written.push(chain.wire);
    return true;
  }

  writeShared(chain: FrameChain): void {
    if (this.unwritten) {
      this.enqueue(chain.frames);
      this.flush();
    } else this.written.push(chain.wire);
  }

  flush(): void {
    this.pullBroadcasts();
    if (this.unwritten) this.written.push(this.unwritten.wire);
    this.unwritten = undefined;
  }

  leave(): void {
    this.pullBroadcasts();
    this.group?.delete(this);
    this.group = undefined;
  }

  get text(): string {
    return Buffer.concat(this.written)
      .toString('latin1')
      .replace(/[^a-z]/g, '');
  }

  private pullBroadcasts(): void {
    if (this.group) this.enqueue(this.group.takePending(this));
  }
}
