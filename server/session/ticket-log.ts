import { logTag } from '../util/log-tag.js';
import type { SessionRecord } from './session-records.js';

/** Log for the events of tickets. */
export interface TicketLog {
  debug(fields: object, text: string): void;
}

/** Returns the log fields of a session's tickets. Tickets are secrets, so the log contains hashes of their IDs. */
export function ticketsOf({
  generation,
  latest,
  ticketId,
  former,
}: Pick<SessionRecord, 'generation' | 'latest' | 'ticketId' | 'former'>): object {
  return {
    generation,
    latest,
    current: logTag(ticketId),
    ...(former && { former: logTag(former.ticketId) }),
  };
}
