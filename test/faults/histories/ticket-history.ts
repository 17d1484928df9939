import { createHash } from 'node:crypto';
import type { ClientMessage, ServerMessage } from 'lectern-protocol';
import { timeOf } from './node-log.js';

/** Types that a client also sends before it has the answer to its relogin, so that they confirm nothing. */
const CONFIRM_NOTHING = new Set(['login', 'relogin', 'ack', 'ping', 'pong', 'bye']);

/**
 * A client's view of its tickets: when it received, presented and confirmed each. The tickets' hashes are the ones in the
 * server's log.
 */
export class TicketHistory {
  readonly lines: string[] = [];
  #unconfirmed: string | undefined;

  /** Takes a frame that the client sends. */
  sent(frame: string): void {
    const { type, data } = JSON.parse(frame) as Pick<ClientMessage, 'type' | 'data'>;
    if (type === 'relogin') {
      this.#note(
        `presented ${hashOf(typeof data === 'string' ? data : (data as { ticket: string }).ticket)}`,
      );
    } else if (this.#unconfirmed !== undefined && !CONFIRM_NOTHING.has(type)) {
      this.#note(`confirmed ${this.#unconfirmed} by ${type}`);
      this.#unconfirmed = undefined;
    }
  }

  /** Takes a message that the client received. */
  received({ type, data }: ServerMessage): void {
    if (type === 'login' && data.status === 'ok') this.#received('login', data.data.reconnectionTicket);
    else if (type === 'relogin' && data.status === 'ok') {
      this.#received('relogin', typeof data.data === 'string' ? data.data : data.data.ticket);
    } else if (type === 'relogin' && data.status === 'error') {
      this.#note(`refused: ${data.code} (${data.data})`);
    } else if (type === 'refreshReconnectionTicket' && data.status === 'ok') {
      this.#received('refresh', data.data);
    }
  }

  #received(by: string, ticket: string | undefined): void {
    if (ticket === undefined) return;
    const hash = hashOf(ticket);
    this.#note(`received ${hash} by ${by}`);
    if (by === 'relogin') this.#unconfirmed = hash;
  }

  #note(text: string): void {
    this.lines.push(`${timeOf(Date.now())} ${text}`);
  }
}

/** The hash that the server's log contains instead of a ticket's ID. */
function hashOf(ticket: string): string {
  const { ticketId } = JSON.parse(Buffer.from(ticket, 'base64').toString()) as { ticketId: string };
  return createHash('sha256').update(ticketId).digest('hex').slice(0, 12);
}
