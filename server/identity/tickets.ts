import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../protocol/errors.js';

/** The content of a valid ticket. */
export interface Ticket {
  participantId: string;
  ticketId: string;
}

/** Maximum difference in ms between the clocks of two nodes. */
const CLOCK_LEEWAY_MS = 30_000;

/** Lifetime of a ticket that the client cannot renew: a century. */
const LASTING_MS = 100 * 365 * 86_400_000;

/** Creates and checks reconnection tickets: JSON in base64, signed with a key of this server. */
export class Tickets {
  private readonly key: Buffer;
  /** The time from which the last ticket is valid. */
  private last = 0;

  /**
   * @param secret secret of this server or cluster
   * @param lifetime time in ms for which a ticket is valid
   * @param clock a clock in ms since 1970
   */
  constructor(
    secret: string,
    readonly lifetime: number,
    private readonly clock: () => number = Date.now,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'reconnection tickets', 32));
  }

  /** Returns 256 random bits. */
  newId(): string {
    return randomBytes(32).toString('base64url');
  }

  /** Creates a ticket that is valid from now on. No two tickets are equal. */
  write(ticket: Ticket): string {
    return this.signed(ticket, this.lifetime);
  }

  /** Creates a ticket that is valid as long as the session. */
  writeLasting(ticket: Ticket): string {
    return this.signed(ticket, LASTING_MS);
  }

  private signed({ participantId, ticketId }: Ticket, lifetime: number): string {
    const notBefore = Math.max(this.clock(), this.last + 1);
    this.last = notBefore;
    const notAfter = notBefore + lifetime;
    const signature = this.sign(participantId, ticketId, notBefore, notAfter).toString('base64');
    const ticket = { participantId, ticketId, notBefore, notAfter, signature };
    return Buffer.from(JSON.stringify(ticket)).toString('base64');
  }

  /** Checks a ticket and returns its content. @throws Refusal ticket-invalid, or ticket-expired if only too old */
  read(text: string): Ticket {
    const { participantId, ticketId, notBefore, notAfter, signature } = parse(text);
    const expected = this.sign(participantId, ticketId, notBefore, notAfter);
    const given = Buffer.from(signature, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new Refusal('ticket-invalid', "the ticket's signature is invalid");
    }
    const now = this.clock();
    if (now > notAfter) throw new Refusal('ticket-expired', 'the ticket has expired; log in again');
    if (now < notBefore - CLOCK_LEEWAY_MS) throw new Refusal('ticket-invalid', 'the ticket is not valid yet');
    return { participantId, ticketId };
  }

  private sign(participantId: string, ticketId: string, notBefore: number, notAfter: number): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([participantId, ticketId, notBefore, notAfter]))
      .digest();
  }
}

interface WrittenTicket extends Ticket {
  notBefore: number;
  notAfter: number;
  signature: string;
}

function parse(text: string): WrittenTicket {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    throw new Refusal('ticket-invalid', 'invalid ticket format');
  }
  const ticket = (typeof value === 'object' && value !== null ? value : {}) as Record<
    keyof WrittenTicket,
    unknown
  >;
  const { participantId, ticketId, notBefore, notAfter, signature } = ticket;
  if (
    typeof participantId !== 'string' ||
    typeof ticketId !== 'string' ||
    typeof notBefore !== 'number' ||
    typeof notAfter !== 'number' ||
    typeof signature !== 'string'
  ) {
    throw new Refusal('ticket-invalid', 'invalid ticket format');
  }
  return { participantId, ticketId, notBefore, notAfter, signature };
}
