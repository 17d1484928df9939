import type { Circle, CircleMember } from '../../server/socket/circle.js';
import type { Frame } from '../../server/socket/frame.js';
import type { Sequence, Turn } from '../../server/socket/turn.js';

/** A connection without a socket, which writes down what it would have written. */
export class Wire implements CircleMember {
  readonly written: Buffer[] = [];
  private unwritten: Sequence | undefined;

  constructor(
    private readonly turn: Turn,
    private circle?: Circle,
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

  joins(said: Sequence): boolean {
    if (this.unwritten) return false;
    this.written.push(said.wire);
    return true;
  }

  hear(said: Sequence): void {
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
