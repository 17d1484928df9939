import type { ChatClient } from '../chat/chat-client.js';

/** How long a client has acknowledged nothing of what it was told. */
export class AcknowledgementWatchdog {
  /** Up to where each log was written when the client was last found not to have acknowledged it all. */
  private readonly missing = new Map<string, { seq: number; since: number }>();

  /** Whether that is so for longer than the limit. Times are in ms of one clock. */
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
