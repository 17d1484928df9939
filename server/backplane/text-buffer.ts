/** Size of the first buffer in bytes. */
const INITIAL_SIZE = 1024;

/**
 * A queue of strings, stored as UTF-8 in one buffer, so that the garbage collector has nothing to trace. Offsets count
 * from the first byte that was ever appended.
 */
export class TextBuffer {
  private bytes = Buffer.allocUnsafeSlow(INITIAL_SIZE);
  /** Offset of the first stored byte. */
  start = 0;
  /** Position of the first stored byte in the buffer. */
  private index = 0;
  private end = 0;

  /** Number of stored bytes. */
  get size(): number {
    return this.end - this.start;
  }

  /** Appends a string and returns the offset of its end. */
  append(text: string): number {
    // UTF-8 needs at most three bytes for a UTF-16 code unit.
    this.reserve(text.length * 3);
    this.end += this.bytes.write(text, this.index + this.size);
    return this.end;
  }

  /** Returns the string between two offsets. */
  read(start: number, end: number): string {
    const at = this.index + start - this.start;
    return this.bytes.toString('utf8', at, at + end - start);
  }

  /** Discards the bytes before an offset. */
  discardBefore(start: number): void {
    this.index += start - this.start;
    this.start = start;
  }

  private reserve(maxBytes: number): void {
    const { bytes, index, size } = this;
    if (index + size + maxBytes <= bytes.length) return;
    // Bytes are moved within the buffer if they fill less than half of it, so that each is moved at most twice.
    const needed = (size + maxBytes) * 2;
    const target = needed <= bytes.length ? bytes : Buffer.allocUnsafeSlow(needed);
    bytes.copy(target, 0, index, index + size);
    this.bytes = target;
    this.index = 0;
  }
}
