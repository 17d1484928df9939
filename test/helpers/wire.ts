import type { BroadcastGroup, GroupMember } from '../../server/delivery/broadcast-group.js';
import type { Frame } from '../../server/delivery/frame.js';
import type { FrameChain } from '../../server/delivery/frame-chain.js';
import type { TickBatcher } from '../../server/delivery/tick-batcher.js';

/** A connection without a socket, which writes down what it would have written. */
export class Wire implements GroupMember {
  readonly written: Buffer[] = [];
  private unwritten: FrameChain | undefined;

  constructor(
    private readonly turn: TickBatcher,
    private circle?: BroadcastGroup,
  ) {
    circle?.add(this);
  }

  send(frame: Frame): void {
    this.settle();
    this.take([frame]);
  }

  take(frames: readonly Frame[]): void {
    for (const frame of frames) {
      this.unwritten = this.unwritten?.followedBy(frame) ?? this.turn.begin(this, frame);
    }
  }

  gather(): boolean {
    this.flush();
    return true;
  }

  joins(said: FrameChain): boolean {
    if (this.unwritten) return false;
    this.written.push(said.wire);
    return true;
  }

  hear(said: FrameChain): void {
    if (this.unwritten) {
      this.take(said.frames);
      this.flush();
    } else this.written.push(said.wire);
  }

  flush(): void {
    this.settle();
    if (this.unwritten) this.written.push(this.unwritten.wire);
    this.unwritten = undefined;
  }

  leave(): void {
    this.settle();
    this.circle?.delete(this);
    this.circle = undefined;
  }

  get text(): string {
    return Buffer.concat(this.written)
      .toString('latin1')
      .replace(/[^a-z]/g, '');
  }

  private settle(): void {
    if (this.circle) this.take(this.circle.rest(this));
  }
}
