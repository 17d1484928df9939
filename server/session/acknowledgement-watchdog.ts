import type { ChatClient } from '../chat/chat-client.js';

/** Detects clients that stop acknowledging messages. */
export class AcknowledgementWatchdog {
  /** The end of each log at the last check at which the client had not acknowledged everything. */
  private readonly missing = new Map<string, { seq: number; since: number }>();

  /** Returns whether the client has acknowledged nothing for longer than the limit. Times are in ms of one clock. */
  isOverdue(client: ChatClient, now: number, limit: number): boolean {
    for (const [log, { seq }] of client.heads()) {
      const acknowledged = client.acknowledged(log);
      const mark = this.missing.get(log);
      if (acknowledged >= seq) this.missing.delete(log);
      else if (!mark || acknowledged >= mark.seq) this.missing.set(log, { seq, since: now });
      else if (now - mark.since >= limit) {
        this.missing.clear();
        return true;
      }
    }
    return false;
  }
}
