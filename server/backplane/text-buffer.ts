/** Size of the first chunk in bytes. Each further chunk is as large as all before it, up to the largest size. */
const FIRST_CHUNK = 1024;
const LARGEST_CHUNK = 256 * 1024;

/** Maximum number of chunks of the largest size that are kept for other buffers. */
const MAX_SPARE = 32;

/**
 * Empty chunks of the largest size. Without them, the chunks that busy logs discard would fill the memory until the
 * garbage collector runs, which does not see their size.
 */
const spare: Buffer[] = [];

/** A part of a buffer. Texts do not cross chunks. */
interface Chunk {
  readonly bytes: Buffer;
  /** Offset of its first byte. */
  readonly start: number;
}

/**
 * A queue of strings, stored as UTF-8 in a few chunks, so that the garbage collector has little to trace. Offsets count
 * from the first byte that was ever appended.
 */
export class TextBuffer {
  /** Oldest first. */
  private readonly chunks: Chunk[] = [];
  /** Offset of the first stored byte. */
  start = 0;
  /** Offset after the last stored byte. */
  end = 0;

  /** Number of stored bytes. */
  get size(): number {
    return this.end - this.start;
  }

  /** Appends a string and returns the offset of its end. */
  append(text: string): number {
    const { bytes, start } = this.chunkFor(text);
    this.end += bytes.write(text, this.end - start);
    return this.end;
  }

  /** Returns the string between two offsets, which were returned by `append` or are `start`. */
  read(start: number, end: number): string {
    const chunk = this.chunks.findLast((each) => each.start <= start);
    return chunk ? chunk.bytes.toString('utf8', start - chunk.start, end - chunk.start) : '';
  }

  /** Discards the bytes before an offset. */
  discardBefore(start: number): void {
    this.start = start;
    let next = this.chunks[1];
    while (next && next.start <= start) {
      this.removeOldest();
      next = this.chunks[1];
    }
    if (this.size === 0) this.removeOldest();
  }

  private removeOldest(): void {
    const removed = this.chunks.shift();
    if (removed?.bytes.length === LARGEST_CHUNK && spare.length < MAX_SPARE) spare.push(removed.bytes);
  }

  /** Returns the last chunk if the text fits into it, or else a new one. */
  private chunkFor(text: string): Chunk {
    const last = this.chunks.at(-1);
    const free = last ? last.bytes.length - (this.end - last.start) : 0;
    // UTF-8 needs at most three bytes for a UTF-16 code unit. The exact number only matters if those might not fit.
    if (last && text.length * 3 <= free) return last;
    const needed = Buffer.byteLength(text);
    if (last && needed <= free) return last;
    const size = Math.max(Math.min(Math.max(this.size, FIRST_CHUNK), LARGEST_CHUNK), needed);
    const bytes = (size === LARGEST_CHUNK && spare.pop()) || Buffer.allocUnsafeSlow(size);
    const chunk = { bytes, start: this.end };
    this.chunks.push(chunk);
    return chunk;
  }
}
