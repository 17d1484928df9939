import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';

/** What a good ticket says. */
export interface Ticket {
  participantId: string;
  ticketId: string;
}

/** How far the clocks of nodes may be apart, in ms. */
const CLOCK_LEEWAY_MS = 30_000;

/** Makes and checks reconnection tickets: base64 JSON, signed with a key of this server. */
export class Tickets {
  private readonly key: Buffer;

  /**
   * @param secret what only this server, or the nodes of one server, know
   * @param lifetime ms for which a ticket holds
   * @param clock ms since 1970
   */
  constructor(
    secret: string,
    readonly lifetime: number,
    private readonly clock: () => number = Date.now,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'reconnection tickets', 32));
  }

  /** 256 random bits. */
  newId(): string {
    return randomBytes(32).toString('base64url');
  }

  /** Writes a ticket that holds from now on. */
  write({ participantId, ticketId }: Ticket): string {
    const notBefore = this.clock();
    const notAfter = notBefore + this.lifetime;
    const signature = this.sign(participantId, ticketId, notBefore, notAfter).toString('base64');
    const ticket = { participantId, ticketId, notBefore, notAfter, signature };
    return Buffer.from(JSON.stringify(ticket)).toString('base64');
  }

  /** @throws Refusal ticket-invalid, or ticket-expired where it is genuine but too old */
  read(text: string): Ticket {
    const { participantId, ticketId, notBefore, notAfter, signature } = parse(text);
    const expected = this.sign(participantId, ticketId, notBefore, notAfter);
    const given = Buffer.from(signature, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ForgedRefusal('ticket-invalid', "the ticket's signature is wrong");
    }
    const now = this.clock();
    if (now > notAfter) throw new Refusal('ticket-expired', 'the ticket has expired; log in anew');
    if (now < notBefore - CLOCK_LEEWAY_MS)
      throw new ForgedRefusal('ticket-invalid', 'the ticket does not hold yet');
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
    throw new ForgedRefusal('ticket-invalid', 'this is no ticket');
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
    throw new ForgedRefusal('ticket-invalid', 'this is no ticket');
  }
  return { participantId, ticketId, notBefore, notAfter, signature };
}
