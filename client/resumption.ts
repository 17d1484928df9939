import type { RecoveredLog, ServerMessage } from 'lectern-protocol';
import type { Clock } from './clock.js';

/** Acknowledges after so many messages, or so many ms after the first of them. */
const ACK_MESSAGES = 32;
const ACK_AFTER = 1_000;

/** What a client needs to resume its session: a ticket, and the last message that it received in each log. */
export class Resumption {
  readonly #clock: Clock;
  readonly #acknowledge: (seen: Record<string, number>) => void;
  readonly #refresh: () => void;
  /** The last `seq` received in each log. */
  readonly #seen = new Map<string, number>();
  /** Logs with messages that are not acknowledged yet. */
  readonly #changed = new Set<string>();
  #unacknowledged = 0;
  #cancelAck = () => {};
  #cancelRefresh = () => {};
  #ticket: string | undefined;

  /**
   * @param acknowledge sends an acknowledgement
   * @param refresh requests the next ticket; called when half of a ticket's lifetime has passed
   */
  constructor(clock: Clock, acknowledge: (seen: Record<string, number>) => void, refresh: () => void) {
    this.#clock = clock;
    this.#acknowledge = acknowledge;
    this.#refresh = refresh;
  }

  get ticket(): string | undefined {
    return this.#ticket;
  }

  /** Takes over the session of an earlier page. The relogin replaces the ticket. */
  adopt(ticket: string): void {
    this.#ticket = ticket;
  }

  /** The last `seq` received in each log, by the log's name (see `logOf`). */
  get seen(): Record<string, number> {
    return Object.fromEntries(this.#seen);
  }

  /** Starts the session of a new client. Without a ticket, the session cannot be resumed. */
  start(ticket: string | undefined): void {
    this.end();
    if (ticket !== undefined) this.renew(ticket);
  }

  /** Replaces the ticket. */
  renew(ticket: string): void {
    this.#ticket = ticket;
    this.#cancelRefresh();
    const lifetime = lifetimeOf(ticket);
    if (lifetime !== undefined) this.#cancelRefresh = this.#clock.after(lifetime / 2, this.#refresh);
  }

  /** Continues each log at the given place, after the session was resumed. */
  resumeAt(logs: Record<string, RecoveredLog>): void {
    for (const [log, { seq }] of Object.entries(logs)) {
      this.#seen.set(log, seq);
      this.#changed.add(log);
    }
    if (this.#changed.size > 0) this.#acknowledgeSoon();
  }

  /** Records that a message was received and handled. */
  recordSeq({ receiver, seq }: Pick<ServerMessage, 'receiver' | 'seq'>): void {
    if (seq === undefined || this.#ticket === undefined) return;
    const log = logOf(receiver);
    this.#seen.set(log, seq);
    this.#changed.add(log);
    if (++this.#unacknowledged >= ACK_MESSAGES) this.#acknowledgeNow();
    else this.#acknowledgeSoon();
  }

  /** Stops the timers while there is no connection. The next relogin sends `seen` instead of acknowledgements. */
  pause(): void {
    this.#cancelAck();
    this.#cancelAck = () => {};
    this.#cancelRefresh();
    this.#changed.clear();
    this.#unacknowledged = 0;
  }

  /** Forgets the session: it cannot be resumed any more. */
  end(): void {
    this.pause();
    this.#ticket = undefined;
    this.#seen.clear();
  }

  #acknowledgeSoon(): void {
    if (this.#unacknowledged > 1) return;
    this.#cancelAck();
    this.#cancelAck = this.#clock.after(ACK_AFTER, () => this.#acknowledgeNow());
  }

  #acknowledgeNow(): void {
    this.#cancelAck();
    const seen = [...this.#changed].map((log) => [log, this.#seen.get(log) ?? 0] as const);
    this.#changed.clear();
    this.#unacknowledged = 0;
    this.#acknowledge(Object.fromEntries(seen));
  }
}

/** The name of the log that numbers the messages to a receiver: a room's id, a namespace's address, or `direct`. */
export function logOf(receiver: string): string {
  if (receiver.startsWith('room/')) return receiver.slice('room/'.length);
  return receiver.startsWith('/') ? receiver : 'direct';
}

/**
 * Whether nothing is missing of what was sent to a receiver's log.
 * @param room the room that the receiver `room` stands for
 */
export function isRecovered(
  logs: Record<string, RecoveredLog>,
  receiver: string,
  room: string | undefined,
): boolean {
  if (receiver === 'server') return true;
  if (receiver.startsWith('/')) {
    // A namespace writes into the logs of all its rooms.
    const below = Object.entries(logs).filter(([log]) => `${log}/`.startsWith(`${receiver}/`));
    return below.every(([, { recovered }]) => recovered);
  }
  return logs[receiver === 'room' && room !== undefined ? room : logOf(receiver)]?.recovered === true;
}

/** Lifetime of a ticket in ms; undefined if the ticket does not contain it. */
function lifetimeOf(ticket: string): number | undefined {
  try {
    const { notBefore, notAfter } = JSON.parse(atob(ticket)) as { notBefore?: unknown; notAfter?: unknown };
    return typeof notBefore === 'number' && typeof notAfter === 'number' ? notAfter - notBefore : undefined;
  } catch {
    return undefined;
  }
}
