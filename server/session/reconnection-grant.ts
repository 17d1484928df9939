import type { Awaitable } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { Tickets } from '../identity/tickets.js';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';
import { SerialQueue } from '../util/serial-queue.js';
import type { Protocol, SessionRecord, SessionRecords, VersionedRecord } from './session-records.js';

/** ms for which a redeemed ticket remains valid, unless the client shows on its new connection that it has the next. */
const FORMER_TICKET_MS = 30_000;

interface Services {
  tickets: Tickets;
  records: SessionRecords;
  log: { error(fields: object, text: string): void };
}

type Terms = Pick<SessionRecord, 'protocol' | 'keepTime' | 'generation' | 'latest' | 'ticketId' | 'former'>;

/** Another node has taken over the session. */
export class TakenOverRefusal extends Refusal {}

const takenOver = (): TakenOverRefusal =>
  new TakenOverRefusal('conflict', 'another connection goes on as this client');

/** A client's right to resume its session: its tickets, and the record from which any node can restore the session. */
export class ReconnectionGrant {
  /** Changes of the record, one after the other. */
  private readonly changes = new SerialQueue();
  /** Nothing is written any more. */
  private ended = false;
  private isTakenOver = false;
  /** Called when another node turns out to have taken over the session. */
  onTakenOver: () => void = () => {};

  private constructor(
    private readonly services: Services,
    private readonly client: ChatClient,
    private terms: Terms,
    private version: number,
  ) {}

  /**
   * Grants reconnection to a client that has logged in.
   * @param keepTime ms for which its session is kept
   * @param serial of its connection
   */
  static async create(
    services: Services,
    client: ChatClient,
    protocol: Protocol,
    keepTime: number,
    serial: number,
  ): Promise<ReconnectionGrant> {
    await services.records.register(client.id);
    const ticketId = services.tickets.newId();
    const terms = { protocol, keepTime, generation: 1, latest: serial, ticketId, former: undefined };
    const grant = new ReconnectionGrant(services, client, terms, 0);
    await grant.changes.run(() => grant.write(terms));
    return grant;
  }

  /** The grant that was given before a crash, or on another node. */
  static fromRecord(
    services: Services,
    client: ChatClient,
    { record, version }: VersionedRecord,
  ): ReconnectionGrant {
    const { protocol, keepTime, generation, latest, ticketId, former } = record;
    const terms = { protocol, keepTime, generation, latest, ticketId, former };
    return new ReconnectionGrant(services, client, terms, version);
  }

  /** ms for which the client's session is kept. */
  get keepTime(): number {
    return this.terms.keepTime;
  }

  /** The present ticket. */
  get ticket(): string {
    return this.services.tickets.write({ participantId: this.client.id, ticketId: this.terms.ticketId });
  }

  /**
   * Redeems a ticket, and replaces it by the next one.
   * @param serial of the connection that it is shown on
   * @param attach called once that is written, before any other ticket can be redeemed; may throw
   * @throws Refusal
   */
  redeem(ticketId: string, serial: number, attach: () => void): Promise<void> {
    return this.changes.run(async () => {
      if (this.isTakenOver) throw takenOver();
      if (this.ended) throw new Refusal('not-found', 'there is no such client any more; log in anew');
      checkTicket(this.terms, ticketId, serial);
      // A client that shows the former ticket may not have got the answer that brought the present one.
      if (ticketId === this.terms.ticketId || this.terms.former?.until === undefined) this.client.clearGaps();
      const next = {
        ...this.terms,
        generation: this.terms.generation + 1,
        latest: serial,
        ticketId: this.services.tickets.newId(),
        former: { ticketId, until: Date.now() + FORMER_TICKET_MS },
      };
      await this.write(next, attach);
    });
  }

  /** Replaces the present ticket, which remains valid: the answer that brings the next one may be lost. */
  refresh(): Promise<void> {
    return this.changes.run(async () => {
      const { ticketId } = this.terms;
      await this.write({ ...this.terms, ticketId: this.services.tickets.newId(), former: { ticketId } });
    });
  }

  /** The client has the ticket that it was given for a redeemed one: the redeemed one is not valid any more. */
  dropFormerTicket(): void {
    if (this.terms.former?.until === undefined) return;
    this.terms.former = undefined;
    this.save();
  }

  /**
   * Writes the client's changes into the record. If the client can resume on another node, it must not be told of a
   * change before it is written: the promise resolves once it is, or cannot be.
   */
  save(): Awaitable<void> {
    const written = this.changes
      .run(async () => {
        if (!this.ended) await this.write(this.terms);
      })
      .catch((error) => {
        if (error instanceof TakenOverRefusal) return;
        this.services.log.error({ client: this.client.id, err: error }, 'a session could not be kept');
      });
    return this.services.records.shared ? written : undefined;
  }

  /** Ends the grant as the client leaves for good; false if another node has taken over, so that it does not leave. */
  async revoke(): Promise<boolean> {
    this.ended = true;
    // After what is being written: that would bring the record back otherwise.
    return this.changes.run(() => this.services.records.remove(this.client.id, this.version));
  }

  /** Writes nothing more: another node does. */
  handOff(): void {
    this.ended = true;
    this.isTakenOver = true;
  }

  /** Resolves once everything is written. */
  async flushed(): Promise<void> {
    await this.changes.run(async () => {});
  }

  /** @param attach called in the same step: no message of the former connection can come between */
  private async write(next: Terms, attach = () => {}): Promise<void> {
    const { client, services } = this;
    const record: SessionRecord = {
      ...next,
      node: services.records.node,
      clientId: client.id,
      identity: client.identity,
      username: client.username,
      endpointRoom: client.endpointRoom,
      deltas: client.deltas,
      places: Object.fromEntries(client.roomProfiles),
      logs: Object.fromEntries(client.positions),
    };
    let version = await services.records.set(record, this.version);
    if (version === undefined && (await services.records.isMissing(client.id, this.terms.generation))) {
      version = await services.records.set(record, 0);
    }
    if (version === undefined) {
      this.onTakenOver();
      throw takenOver();
    }
    this.version = version;
    this.terms = next;
    attach();
  }
}

/**
 * Checks that a ticket can be redeemed: it is the present one, or the former one while its successor may not have
 * arrived.
 * @param serial of the connection that it is shown on
 * @throws Refusal ticket-invalid, conflict
 */
export function checkTicket(
  { ticketId, former, latest }: Pick<SessionRecord, 'ticketId' | 'former' | 'latest'>,
  shown: string,
  serial: number,
): void {
  const isFormer = former?.ticketId === shown && Date.now() <= (former.until ?? Number.POSITIVE_INFINITY);
  if (ticketId !== shown && !isFormer) {
    throw new ForgedRefusal('ticket-invalid', 'the ticket was used, or replaced by a newer one');
  }
  // It was on its way on an older connection, and comes after the client has resumed on a later one.
  if (serial < latest) throw new Refusal('conflict', 'a later connection went on as this client');
}
