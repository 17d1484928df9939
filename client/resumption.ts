import type { RecoveredLog, ServerMessage } from 'lectern-protocol';
import type { Clock } from './clock.js';

/** An acknowledgement is due after so many messages, or so many ms after the first of them. */
const ACK_MESSAGES = 32;
const ACK_AFTER = 1000;

/** What a client needs to come back as the same one: its ticket, and up to where it has what was sent to it. */
export class Resumption {
  readonly #clock: Clock;
  readonly #acknowledge: (seen: Record<string, number>) => void;
  readonly #refresh: () => void;
  /** The last `seq` of each log. */
  readonly #seen = new Map<string, number>();
  /** The logs in which something came since the last acknowledgement. */
  readonly #changed = new Set<string>();
  #unacknowledged = 0;
  #cancelAck = () => {};
  #cancelRefresh = () => {};
  #ticket: string | undefined;

  /**
   * @param acknowledge sends an acknowledgement
   * @param refresh asks for the next ticket: half of the present one's time is over
   */
  constructor(clock: Clock, acknowledge: (seen: Record<string, number>) => void, refresh: () => void) {
    this.#clock = clock;
    this.#acknowledge = acknowledge;
    this.#refresh = refresh;
  }

  get ticket(): string | undefined {
    return this.#ticket;
  }

  /** The last `seq` of each log, by the room's id or `direct`. */
  get seen(): Record<string, number> {
    return Object.fromEntries(this.#seen);
  }

  /** A new client: nothing has been seen yet. */
  begin(ticket: string | undefined): void {
    this.end();
    if (ticket !== undefined) this.renew(ticket);
  }

  /** The next ticket takes the place of the last one. */
  renew(ticket: string): void {
    this.#ticket = ticket;
    this.#cancelRefresh();
    const lifetime = lifetimeOf(ticket);
    if (lifetime !== undefined) this.#cancelRefresh = this.#clock.after(lifetime / 2, this.#refresh);
  }

  /** Where each log goes on after a return. */
  goOn(logs: Record<string, RecoveredLog>): void {
    for (const [log, { seq }] of Object.entries(logs)) {
      this.#seen.set(log, seq);
      this.#changed.add(log);
    }
    if (this.#changed.size > 0) this.#acknowledgeSoon();
  }

  /** A message came, and has been dealt with. */
  note({ receiver, seq }: Pick<ServerMessage, 'receiver' | 'seq'>): void {
    if (seq === undefined || this.#ticket === undefined) return;
    const log = logOf(receiver);
    this.#seen.set(log, seq);
    this.#changed.add(log);
    if (++this.#unacknowledged >= ACK_MESSAGES) this.#acknowledgeNow();
    else this.#acknowledgeSoon();
  }

  /** The connection is lost: what is not acknowledged will be said by `seen`. */
  pause(): void {
    this.#cancelAck();
    this.#cancelAck = () => {};
    this.#cancelRefresh();
    this.#changed.clear();
    this.#unacknowledged = 0;
  }

  /** There is no way back. */
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

/** What the log is called in which a message has its place. */
export function logOf(receiver: string): string {
  if (receiver.startsWith('room/')) return receiver.slice('room/'.length);
  return receiver.startsWith('/') ? receiver : 'direct';
}

/** ms for which a ticket holds; undefined where it does not say. */
function lifetimeOf(ticket: string): number | undefined {
  try {
    const { notBefore, notAfter } = JSON.parse(atob(ticket)) as { notBefore?: unknown; notAfter?: unknown };
    return typeof notBefore === 'number' && typeof notAfter === 'number' ? notAfter - notBefore : undefined;
  } catch {
    return undefined;
  }
}
