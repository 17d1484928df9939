import { createHash } from 'node:crypto';
import type { RecoveryRequest } from '../delivery/connection.js';
import type { LogPosition } from '../delivery/frame.js';

/** Maximum number of logs in an offset. Beyond it, clients are told at their next connection that there is a gap. */
const MAX_LOGS = 64;

/** Length of the name that a log has in offsets. */
const NAME_LENGTH = 6;

/** An offset that names too many logs to be written. */
const UNKNOWN = '-';

/** The place of a message in offsets. */
export interface OffsetEntry {
  /** Short name of the log and its epoch. */
  log: string;
  seq: number;
  text: string;
}

/** Returns the name of a log in offsets. An epoch is included, because positions in different epochs are unrelated. */
const nameOf = (log: string, epoch: string): string =>
  createHash('sha256')
    .update(JSON.stringify([log, epoch]))
    .digest('base64url')
    .slice(0, NAME_LENGTH);

/** Returns the entry of a message. */
export function entryOf({ log, epoch, seq }: LogPosition): OffsetEntry {
  const name = nameOf(log, epoch);
  return { log: name, seq, text: name + seq.toString(36) };
}

/**
 * The last message of each log that a client has received. An offset is a short text of it. Client libraries store the
 * offset of the last event and show it at the next connection (connection state recovery of Socket.IO).
 */
export class Offsets {
  private readonly received = new Map<string, number>();
  /** The log of the last message, and the entries of all others. */
  private last = '';
  private others = '';

  /** The offset of a client that has received nothing since. */
  get text(): string {
    const texts = [...this.received].map(([log, seq]) => log + seq.toString(36));
    return texts.length <= MAX_LOGS ? texts.join('.') : UNKNOWN;
  }

  /** Records a message, and returns the entries of all other logs. */
  advance({ log, seq }: OffsetEntry): string {
    this.received.set(log, seq);
    if (log !== this.last) {
      this.last = log;
      const others = [...this.received].filter(([each]) => each !== log);
      const texts = others.map(([each, received]) => each + received.toString(36));
      this.others = texts.length < MAX_LOGS ? texts.join('.') : UNKNOWN;
    }
    return this.others;
  }
}

/**
 * Returns a function for the `seq` of the last message that a client has received of a log.
 * @param offset empty or undefined if the client has received no message of any log
 */
export function seenIn(offset: unknown): RecoveryRequest['seen'] {
  if (offset === undefined || offset === '') return () => 0;
  const entries = typeof offset === 'string' ? offset.split('.') : [];
  if (entries.length === 0 || !entries.every((entry) => /^[\w-]{6}[0-9a-z]{1,11}$/.test(entry))) {
    return () => 'unknown';
  }
  const seen = new Map(
    entries.map((entry) => [entry.slice(0, NAME_LENGTH), Number.parseInt(entry.slice(NAME_LENGTH), 36)]),
  );
  return (log, epoch) => seen.get(nameOf(log, epoch)) ?? 0;
}
