import type { Options } from 'lectern-protocol/options';
import type { Store, WebhookEndpointStatus, WebhookEvent } from '../store/store.js';
import type { LimitedLog } from '../util/limited-log.js';
import { sendWebhook, type WebhookOutcome } from './webhook-request.js';
import { nameOf } from './webhook-targets.js';

/** Interval in ms at which a node looks for events, renews the lease, or tries to get it. */
const POLL_MS = 1000;

/** Time in ms for which a node has the lease. */
export const LEASE_MS = 10_000;

/** Maximum number of requests to one endpoint at the same time. */
const CONCURRENCY = 8;

/** The first and the longest pause in ms before an event is sent again. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 3600 * 1000;

/** Result of an attempt, as a label of the metrics. */
export type AttemptResult = 'delivered' | 'failed' | 'dead';

export interface SenderServices {
  store: Pick<Store, 'webhookEndpoints' | 'dueWebhooks' | 'webhookTaken' | 'webhookFailed' | 'leaseWebhooks'>;
  /** ID of this node. */
  node: string;
  /** The time that the nodes share, in whole ms since 1970. */
  clock(): number;
  options: Pick<Options, 'webhookSecret' | 'webhookAttempts' | 'webhookTimeout'>;
  events: { webhookAttempted(result: AttemptResult): void };
  /** The log of failures that can repeat every second. */
  refusals: Pick<LimitedLog, 'write'>;
  log: { error(fields: object, text: string): void };
}

/**
 * Returns the pause in ms after a number of failed attempts: twice as long each time, and up to a quarter shorter or longer
 * by chance, so that the events of many rooms do not come together.
 */
export const pauseAfter = (attempts: number, random = Math.random()): number =>
  Math.round(Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS) * (0.75 + random / 2));

/**
 * Sends the stored events, while this node has the lease: the events of a room one after the other, and those of several
 * rooms at the same time.
 */
export class WebhookSender {
  /** State of the endpoints, at most about a second old. */
  endpoints: WebhookEndpointStatus[] = [];
  /** Queues whose first event is being sent. */
  private readonly sending = new Map<string, Promise<void>>();
  private readonly requests = new Set<AbortController>();
  private leasedUntil = 0;
  /** When this node asks for the lease again. */
  private leaseDue = 0;
  private turn: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: SenderServices) {}

  /** Starts sending. @param alone no other process uses the database, so that an earlier one cannot have the lease */
  async open(alone: boolean): Promise<void> {
    if (alone) await this.lease({ now: Number.MAX_SAFE_INTEGER });
    await this.look();
    this.timer = setInterval(() => void this.look(), POLL_MS).unref();
  }

  /** Sends what is stored now. */
  wake(): void {
    if (this.closed) return;
    if (this.turn) {
      this.again = true;
      return;
    }
    this.turn = this.sendAll().finally(() => {
      this.turn = undefined;
      if (!this.again) return;
      this.again = false;
      this.wake();
    });
  }

  /** Takes the lease of a node that has died. */
  async replace(node: string): Promise<void> {
    if (await this.lease({ instead: node })) this.wake();
  }

  /** Ends requests, whose events are sent again later, and returns the lease. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.closed = true;
    for (const request of this.requests) request.abort();
    await this.turn;
    await Promise.all(this.sending.values());
    if (this.hasLease) await this.lease({ until: 0 }).catch(() => {});
  }

  private get hasLease(): boolean {
    return this.services.clock() < this.leasedUntil;
  }

  private async lease(given: { now?: number; until?: number; instead?: string } = {}): Promise<boolean> {
    const { store, node, clock } = this.services;
    const now = clock();
    const { until = now + LEASE_MS } = given;
    const { value } = await store.leaseWebhooks({ node, now, until, ...given });
    this.leasedUntil = value ? until : 0;
    this.leaseDue = now + (value ? LEASE_MS / 2 : POLL_MS);
    return value;
  }

  /** Looks for events that other nodes have stored, or that have waited. Never rejects. */
  private async look(): Promise<void> {
    const { store, clock, refusals } = this.services;
    try {
      this.endpoints = await store.webhookEndpoints();
      if (this.closed) return;
      const isNeeded = this.endpoints.some(({ state, pending }) => state === 'active' && pending > 0);
      if (isNeeded && clock() >= this.leaseDue) await this.lease();
      if (isNeeded) this.wake();
    } catch (err) {
      refusals.write('warn', 'webhooks: the database could not be asked for events', {}, { err });
    }
  }

  /** Never rejects. */
  private async sendAll(): Promise<void> {
    const { refusals } = this.services;
    try {
      if (!this.hasLease && this.services.clock() >= this.leaseDue) await this.lease();
      if (!this.hasLease) return;
      for (const endpoint of this.endpoints) {
        if (endpoint.state !== 'removed') await this.sendTo(endpoint);
      }
    } catch (err) {
      // The next look tries again.
      refusals.write('warn', 'webhooks: the stored events could not be read', {}, { err });
    }
  }

  private async sendTo({ id, url }: WebhookEndpointStatus): Promise<void> {
    const { store, clock } = this.services;
    const prefix = `${id} `;
    const busy = [...this.sending.keys()].filter((key) => key.startsWith(prefix)).length;
    if (busy >= CONCURRENCY) return;
    // Those that are being sent are in the answer, too.
    const due = await store.dueWebhooks({ endpointId: id, now: clock(), limit: 2 * CONCURRENCY });
    const waiting = due.filter(({ roomId }) => !this.sending.has(prefix + roomId));
    for (const event of waiting.slice(0, CONCURRENCY - busy)) this.start(url, event);
  }

  private start(url: string, event: WebhookEvent): void {
    const key = `${event.endpointId} ${event.roomId}`;
    const { refusals } = this.services;
    const work = this.send(url, event)
      .catch((err) => {
        refusals.write('warn', 'webhooks: the result of a request could not be stored', {}, { err });
        return false;
      })
      .then((more) => {
        this.sending.delete(key);
        if (more) this.wake();
      });
    this.sending.set(key, work);
  }

  /** Sends an event and stores the result. Returns whether there can be more to send now. */
  private async send(url: string, event: WebhookEvent): Promise<boolean> {
    if (!this.hasLease || this.closed) return false;
    const { store, options, events } = this.services;
    const request = new AbortController();
    this.requests.add(request);
    const timeout = setTimeout(() => request.abort(), options.webhookTimeout * 1000);
    const outcome = await sendWebhook(url, event, options.webhookSecret, request.signal);
    clearTimeout(timeout);
    this.requests.delete(request);
    if (outcome.taken) {
      events.webhookAttempted('delivered');
      await store.webhookTaken({ id: event.id });
      // Also if the room has no more events: another room can have waited for its turn.
      return true;
    }
    if (this.closed) return false;
    await this.failed(url, event, outcome);
    return true;
  }

  private async failed(
    url: string,
    { id, attempts, messageId, type }: WebhookEvent,
    { error, gone = false, pause }: Exclude<WebhookOutcome, { taken: true }>,
  ): Promise<void> {
    const { store, node, clock, options, events, log } = this.services;
    const made = attempts + 1;
    const isDead = !gone && made >= options.webhookAttempts;
    events.webhookAttempted(isDead ? 'dead' : 'failed');
    const about = { url: nameOf(url), event: messageId, type, error };
    if (isDead) log.error({ ...about, attempts: made }, 'webhooks: an event was given up');
    if (gone) log.error(about, 'webhooks: the endpoint answered 410 Gone and is disabled');
    const now = clock();
    await store.webhookFailed({
      id,
      node,
      error,
      ...(!isDead && !gone && { next: now + Math.max(pauseAfter(made), pause ?? 0) }),
      ...(pause !== undefined && { pausedUntil: now + pause }),
      ...(gone && { gone }),
    });
  }
}
