import type { Awaitable } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { Tickets } from '../identity/tickets.js';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';
import { SerialQueue } from '../util/serial-queue.js';
import type { Protocol, SessionRecord, SessionRecords, Versioned } from './records.js';

/** ms for which a ticket that was redeemed still works, if no frame came on the new connection. */
const FORMER_TICKET = 30_000;

interface Services {
  tickets: Tickets;
  records: SessionRecords;
  log: { error(fields: object, text: string): void };
}

type Kept = Pick<SessionRecord, 'protocol' | 'keepTime' | 'generation' | 'latest' | 'ticketId' | 'former'>;

/** Another node has just gone on as the client. */
export class MovedRefusal extends Refusal {}

/** The place that is kept for a client which may come back: its tickets, and what is written down to go on as it. */
export class Reservation {
  /** Changes of what is kept, one after the other. */
  private readonly changes = new SerialQueue();
  private over = false;
  private elsewhere = false;
  /** Called when another node turns out to go on as the client. */
  moved: () => void = () => {};

  private constructor(
    private readonly services: Services,
    private readonly client: ChatClient,
    private kept: Kept,
    private version: number,
  ) {}

  /**
   * Makes one for a client that has logged in.
   * @param keepTime ms for which its place is kept
   * @param serial of the connection that it speaks through
   */
  static async make(
    services: Services,
    client: ChatClient,
    protocol: Protocol,
    keepTime: number,
    serial: number,
  ): Promise<Reservation> {
    await services.records.hold(client.id);
    const ticketId = services.tickets.newId();
    const kept = { protocol, keepTime, generation: 1, latest: serial, ticketId, former: undefined };
    const reservation = new Reservation(services, client, kept, 0);
    await reservation.changes.run(() => reservation.write(kept));
    return reservation;
  }

  /** The one that was made before a crash, or on another node. */
  static restore(services: Services, client: ChatClient, { record, version }: Versioned): Reservation {
    const { protocol, keepTime, generation, latest, ticketId, former } = record;
    const kept = { protocol, keepTime, generation, latest, ticketId, former };
    return new Reservation(services, client, kept, version);
  }

  /** ms for which the client's place is kept. */
  get keepTime(): number {
    return this.kept.keepTime;
  }

  /** The present ticket. */
  get ticket(): string {
    return this.services.tickets.write({ participantId: this.client.id, ticketId: this.kept.ticketId });
  }

  /**
   * Takes a ticket, and puts the next one in its place.
   * @param serial of the connection that it is shown on
   * @param goOn what follows at once, before anybody else can come with a ticket; may throw
   * @throws Refusal
   */
  redeem(ticketId: string, serial: number, goOn: () => void): Promise<void> {
    return this.changes.run(async () => {
      if (this.elsewhere) throw new MovedRefusal('conflict', 'another connection goes on as this client');
      if (this.over) throw new Refusal('not-found', 'there is no such client any more; log in anew');
      checkTicket(this.kept, ticketId, serial);
      // Who shows the one before may not have got the answer that brought the present one.
      if (ticketId === this.kept.ticketId || this.kept.former?.until === undefined) this.client.learned();
      const next = {
        ...this.kept,
        generation: this.kept.generation + 1,
        latest: serial,
        ticketId: this.services.tickets.newId(),
        former: { ticketId, until: Date.now() + FORMER_TICKET },
      };
      await this.write(next, goOn);
    });
  }

  /** Puts another ticket in the place of the present one, which holds on: the answer may be lost. */
  refresh(): Promise<void> {
    return this.changes.run(async () => {
      const { ticketId } = this.kept;
      await this.write({ ...this.kept, ticketId: this.services.tickets.newId(), former: { ticketId } });
    });
  }

  /** The client has the ticket that it was given for a redeemed one: that is worthless now. */
  confirm(): void {
    if (this.kept.former?.until === undefined) return;
    this.kept.former = undefined;
    this.save();
  }

  /**
   * Writes down what has changed of the client. Where it may come back to another node it must not be told before that
   * it is done: the promise resolves once it is written, or cannot be.
   */
  save(): Awaitable<void> {
    const written = this.changes
      .run(async () => {
        if (!this.over) await this.write(this.kept);
      })
      .catch((error) => {
        if (error instanceof MovedRefusal) return;
        this.services.log.error({ client: this.client.id, err: error }, 'a session could not be kept');
      });
    return this.services.records.shared ? written : undefined;
  }

  /** The client leaves for good; false where it does not, as another node goes on with it. */
  async cancel(): Promise<boolean> {
    this.over = true;
    // After what is being written: that would bring it back otherwise.
    return this.changes.run(() => this.services.records.remove(this.client.id, this.version));
  }

  /** Nothing is written any more: another node does. */
  stop(): void {
    this.over = true;
    this.elsewhere = true;
  }

  /** Resolves once all is written. */
  async settled(): Promise<void> {
    await this.changes.run(async () => {});
  }

  /** @param goOn what follows in the same moment: what the connection before still has to say confirms no new ticket */
  private async write(next: Kept, goOn = () => {}): Promise<void> {
    const { client, services } = this;
    const record: SessionRecord = {
      ...next,
      node: services.records.node,
      clientId: client.id,
      identity: client.identity,
      username: client.username,
      endpointRoom: client.endpointRoom,
      deltas: client.deltas,
      places: Object.fromEntries(client.places),
      logs: Object.fromEntries(client.positions),
    };
    let version = await services.records.set(record, this.version);
    if (version === undefined && (await services.records.isLost(client.id, this.kept.generation))) {
      version = await services.records.set(record, 0);
    }
    if (version === undefined) {
      this.moved();
      throw new MovedRefusal('conflict', 'another connection goes on as this client');
    }
    this.version = version;
    this.kept = next;
    goOn();
  }
}

/**
 * Whether a ticket may be redeemed: the present one, or the one before as long as its successor may not have arrived.
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
  // What was on its way on an older connection, and comes when the client has gone on by a later one.
  if (serial < latest) throw new Refusal('conflict', 'a later connection went on as this client');
}
