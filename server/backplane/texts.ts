/** Bytes that there is room for at first. */
const SMALLEST = 1024;

/**
 * Texts one after the other, as bytes in one piece: however many there are, the garbage collector has nothing to
 * follow. Places count from the first byte that ever was.
 */
export class Texts {
  private bytes = Buffer.allocUnsafeSlow(SMALLEST);
  /** The place of the first byte that is held, and where it is among the bytes. */
  start = 0;
  private index = 0;
  private end = 0;

  /** Bytes that are held. */
  get size(): number {
    return this.end - this.start;
  }

  /** Answers where it ends. */
  add(text: string): number {
    // UTF-8 takes three bytes for a code unit at most.
    this.makeRoom(text.length * 3);
    this.end += this.bytes.write(text, this.index + this.size);
    return this.end;
  }

  read(start: number, end: number): string {
    const at = this.index + start - this.start;
    return this.bytes.toString('utf8', at, at + end - start);
  }

  /** Lets go of what is before a place. */
  forget(start: number): void {
    this.index += start - this.start;
    this.start = start;
  }

  private makeRoom(most: number): void {
    const { bytes, index, size } = this;
    if (index + size + most <= bytes.length) return;
    // Where half of it would do, what is held is moved up; so each byte is moved once or twice at most.
    const needed = (size + most) * 2;
    const target = needed <= bytes.length ? bytes : Buffer.allocUnsafeSlow(needed);
    bytes.copy(target, 0, index, index + size);
    this.bytes = target;
    this.index = 0;
  }
}
