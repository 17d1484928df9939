import type { Awaitable } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { Tickets } from '../identity/tickets.js';
import { Refusal } from '../protocol/errors.js';
import { logTag } from '../util/log-tag.js';
import { runningTime } from '../util/running-time.js';
import { SerialQueue } from '../util/serial-queue.js';
import type { Protocol, SessionRecord, SessionRecords, VersionedRecord } from './session-records.js';
import { type TicketLog, ticketsOf } from './ticket-log.js';

/** Services that reconnection needs. */
export interface ReconnectionServices {
  tickets: Tickets;
  records: SessionRecords;
  log: TicketLog & { error(fields: object, text: string): void };
}

type Terms = Pick<
  SessionRecord,
  'protocol' | 'byCookie' | 'keepTime' | 'generation' | 'latest' | 'ticketId' | 'reusable' | 'former'
>;

/** How a client resumes that does not store the tickets of the replies. */
interface GrantKind {
  /** ID of a ticket that can be redeemed repeatedly. */
  reusable?: string | undefined;
  /** The client has not logged in, and resumes by its cookie. */
  byCookie?: true;
}

/** Another node has taken over the session. */
export class TakenOverRefusal extends Refusal {}

const takenOver = (): TakenOverRefusal =>
  new TakenOverRefusal('conflict', 'another connection has resumed this session');

/** A client's right to resume its session: its tickets, and the record from which any node can restore the session. */
export class ReconnectionGrant {
  /** Runs changes of the record one at a time. */
  private readonly changes = new SerialQueue();
  /** Whether the record must not be written any more. */
  private ended = false;
  private isTakenOver = false;
  private writtenAt = runningTime();
  /** Called when another node turns out to have taken over the session. */
  onTakenOver: () => void = () => {};

  private constructor(
    private readonly services: ReconnectionServices,
    private readonly client: ChatClient,
    private terms: Terms,
    private version: number,
  ) {}

  /**
   * Grants reconnection to a client.
   * @param keepTime time in ms for which the session is kept without a connection
   * @param serial serial of the client's connection
   */
  static async create(
    services: ReconnectionServices,
    client: ChatClient,
    protocol: Protocol,
    keepTime: number,
    serial: number,
    { reusable, byCookie }: GrantKind = {},
  ): Promise<ReconnectionGrant> {
    await services.records.register(client.id);
    const ticketId = reusable ?? services.tickets.newId();
    const terms = {
      protocol,
      byCookie,
      keepTime,
      generation: 1,
      latest: serial,
      ticketId,
      reusable: reusable !== undefined,
      former: undefined,
    };
    const grant = new ReconnectionGrant(services, client, terms, 0);
    await grant.changes.run(() => grant.write(terms));
    grant.note('ticket issued', serial);
    return grant;
  }

  /** Restores a grant from a record, after a crash or from another node. */
  static fromRecord(
    services: ReconnectionServices,
    client: ChatClient,
    { record, version }: VersionedRecord,
  ): ReconnectionGrant {
    const { protocol, byCookie, keepTime, generation, latest, ticketId, reusable = false, former } = record;
    const terms = { protocol, byCookie, keepTime, generation, latest, ticketId, reusable, former };
    return new ReconnectionGrant(services, client, terms, version);
  }

  /** Time in ms for which the client's session is kept without a connection. */
  get keepTime(): number {
    return this.terms.keepTime;
  }

  /** Whether the client resumes by its cookie. */
  get byCookie(): boolean {
    return this.terms.byCookie === true;
  }

  /** ID of the current ticket. */
  get ticketId(): string {
    return this.terms.ticketId;
  }

  /**
   * The current ticket, valid for its whole lifetime from now on. Tickets that were issued since the last resume are one
   * ticket with different dates: a client can resume with any of them, since it might not have received the last one.
   */
  get ticket(): string {
    return this.services.tickets.write({ participantId: this.client.id, ticketId: this.terms.ticketId });
  }

  /** ID of the current ticket if it can be redeemed repeatedly. */
  get reusableTicketId(): string | undefined {
    return this.terms.reusable ? this.terms.ticketId : undefined;
  }

  /** Changes the terms, because the client has logged in. */
  change(protocol: Protocol, keepTime: number): Promise<void> {
    return this.changes.run(() => this.write({ ...this.terms, protocol, keepTime, byCookie: undefined }));
  }

  /**
   * Replaces a reusable ticket, because messages are missing. A client that shows the former one has not received the
   * report, which is then repeated.
   */
  replaceReusableTicket(): void {
    const { ticketId, reusable } = this.terms;
    if (!reusable) return;
    this.terms.former = { ticketId };
    this.terms.ticketId = this.services.tickets.newId();
  }

  /**
   * Redeems a ticket, and replaces it with the next one unless it is reusable.
   * @param serial serial of the connection that presents the ticket
   * @param attach called when the change is saved, before any other ticket can be redeemed; can throw
   * @throws Refusal if the ticket cannot be redeemed
   */
  redeem(ticketId: string, serial: number, attach: () => void): Promise<void> {
    return this.changes.run(async () => {
      if (this.isTakenOver) throw takenOver();
      if (this.ended) throw new Refusal('not-found', 'the session has ended; log in again');
      checkTicket({ ...this.terms, clientId: this.client.id }, ticketId, serial, this.services.log);
      // A client that presents the former ticket might not have received the reply with the current one.
      if (ticketId === this.terms.ticketId) this.client.clearGaps();
      const replaced = {
        ticketId: this.services.tickets.newId(),
        // With a cookie, no reply with the next ticket can be lost. Of two connections that resume, the first one succeeds.
        former: this.byCookie ? undefined : { ticketId },
      };
      const next = {
        ...this.terms,
        generation: this.terms.generation + 1,
        latest: serial,
        ...(this.terms.reusable ? {} : replaced),
      };
      await this.write(next, attach);
      this.note('ticket redeemed', serial);
    });
  }

  /** Saves the record again if it is older than a limit in ms. */
  refreshAfter(age: number, now: number): void {
    if (now - this.writtenAt >= age) this.save();
  }

  /** Saves the record again, so that it lives as long as a ticket that is issued now. */
  refresh(): Promise<void> {
    return this.changes.run(() => this.write(this.terms));
  }

  /** Invalidates the redeemed ticket, because the client has received the next one. */
  dropFormerTicket(): void {
    if (!this.terms.former) return;
    this.terms.former = undefined;
    this.note('ticket confirmed', this.terms.latest);
    this.save();
  }

  /**
   * Saves the client's changes in the record. If the client can resume on another node, it must not be notified of a
   * change before it is saved. Resolves when the save has completed or failed.
   */
  save(): Awaitable<void> {
    const written = this.changes
      .run(async () => {
        if (!this.ended) await this.write(this.terms);
      })
      .catch((error) => {
        if (error instanceof TakenOverRefusal) return;
        this.services.log.error({ client: this.client.id, err: error }, 'could not save a session');
      });
    return this.services.records.shared ? written : undefined;
  }

  /** Ends the grant when the client leaves permanently. Returns false if another node has taken over the session. */
  async revoke(): Promise<boolean> {
    this.ended = true;
    // Pending writes come first. They would otherwise create the record again.
    return this.changes.run(async () => {
      if (this.isTakenOver) return false;
      return this.services.records.remove(this.client.id, this.version);
    });
  }

  /** Stops writing the record, because another node owns it now. */
  handOff(): void {
    this.ended = true;
    this.isTakenOver = true;
  }

  /** Resolves when all changes are saved. */
  async flushed(): Promise<void> {
    await this.changes.run(async () => {});
  }

  private note(event: string, serial: number): void {
    this.services.log.debug({ client: this.client.id, serial, ...ticketsOf(this.terms) }, event);
  }

  /** @param attach called synchronously, so that no message of the former connection is handled in between */
  private async write(next: Terms, attach = () => {}): Promise<void> {
    const { client, services } = this;
    const record: SessionRecord = {
      ...next,
      node: services.records.node,
      clientId: client.id,
      identity: client.identity,
      username: client.username,
      ...(client.requestScope !== client.id && { requestScope: client.requestScope }),
      endpointRoom: client.endpointRoom,
      deltas: client.deltas,
      places: Object.fromEntries(client.roomProfiles),
      logs: Object.fromEntries(client.positions),
    };
    let version = await services.records.set(record, this.version);
    if (version === undefined) {
      const present = await services.records.versionToReplace(client.id, this.terms.generation);
      if (present !== undefined && !this.isTakenOver) version = await services.records.set(record, present);
    }
    if (version === undefined) {
      this.onTakenOver();
      throw takenOver();
    }
    this.version = version;
    this.writtenAt = runningTime();
    this.terms = next;
    attach();
  }
}

/**
 * Checks that a ticket can be redeemed: no later connection has resumed the session, and the ticket is the current one,
 * or the former one while the client might not have received the current one.
 * @param serial serial of the connection that presents the ticket
 * @throws Refusal conflict if a later connection has resumed the session, ticket-invalid if it is neither ticket
 */
export function checkTicket(
  record: Pick<SessionRecord, 'clientId' | 'generation' | 'ticketId' | 'former' | 'latest'>,
  shown: string,
  serial: number,
  log: TicketLog,
): void {
  const { ticketId, former, latest } = record;
  const refuse = (refusal: Refusal): never => {
    const fields = { client: record.clientId, serial, code: refusal.code, shown: logTag(shown) };
    log.debug({ ...fields, ...ticketsOf(record) }, 'ticket refused');
    throw refusal;
  };
  // The ticket was delayed on an older connection. The client has a newer ticket by now, or will get one.
  if (serial < latest) refuse(new Refusal('conflict', 'a later connection has resumed this session'));
  if (ticketId !== shown && former?.ticketId !== shown) {
    refuse(new Refusal('ticket-invalid', 'the ticket was used, or replaced by a newer ticket'));
  }
}
