import type { Options } from 'lectern-protocol/options';
import type { Backplane } from '../backplane/backplane.js';
import type { HookClient } from '../hooks/hooks.js';
import type { DeadWebhookEvent, Page, PageQuery, Store, WebhookEndpointStatus } from '../store/store.js';
import type { BudgetMeter } from '../util/budget-meter.js';
import type { LimitedLog } from '../util/limited-log.js';
import { ParticipantCheck } from './participant-check.js';
import { PassageRecorder } from './passage-recorder.js';
import { type AttemptResult, WebhookSender } from './webhook-sender.js';
import type { WebhookTarget } from './webhook-targets.js';

interface Services {
  store: Store;
  backplane: Backplane;
  /** ID of this node. */
  node: string;
  /** Whether other nodes use the database. */
  shared: boolean;
  clock(): number;
  /** The URLs of the option webhookUrl. */
  targets: readonly WebhookTarget[];
  options: Pick<
    Options,
    'webhookSecret' | 'webhookAttempts' | 'webhookTimeout' | 'webhookEvents' | 'ticketLifetime'
  >;
  budgets: BudgetMeter;
  events: { webhookAttempted(result: AttemptResult): void };
  refusals: LimitedLog;
  log: { error(fields: object, text: string): void };
}

/** Sends events about rooms, lectures and recordings to the application's servers (docs/webhooks.md). */
export class Webhooks {
  private readonly recorder: PassageRecorder | undefined;
  private readonly sender: WebhookSender | undefined;
  private readonly check: ParticipantCheck;
  private timer: NodeJS.Timeout | undefined;
  private checking: Promise<void> | undefined;

  constructor(private readonly services: Services) {
    const { store, options, budgets, refusals } = services;
    this.check = new ParticipantCheck(services);
    if (!this.used) return;
    const sender = new WebhookSender(services);
    this.sender = sender;
    this.recorder = new PassageRecorder({ store, budgets, refusals, stored: () => sender.wake() });
    budgets.add('webhook_events', {
      used: () => Math.max(0, ...this.endpoints.map(({ pending }) => pending)),
      limit: options.webhookEvents,
      shared: true,
    });
  }

  /** Whether the server has webhooks. */
  get used(): boolean {
    return this.services.targets.length > 0;
  }

  /** State of the endpoints, at most about a second old, for metrics. */
  get endpoints(): WebhookEndpointStatus[] {
    return this.sender?.endpoints ?? [];
  }

  /** Stores the endpoints, and starts to send events. */
  async open(): Promise<void> {
    const { store, options, shared, targets } = this.services;
    await store.setWebhookEndpoints({ endpoints: [...targets], maxEvents: options.webhookEvents });
    if (!this.sender) return;
    await this.sender.open(!shared);
    this.checkParticipants();
    const interval = options.ticketLifetime * 1000;
    this.timer = setInterval(() => this.checkParticipants(), interval).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.checking;
    await this.recorder?.close();
    await this.sender?.close();
  }

  /** Called when a client is in a room. Resolves when the event is stored, unless the database is unavailable. */
  async joined(client: HookClient, roomId: string): Promise<void> {
    await this.recorder?.joined(client, roomId);
  }

  /** Called when a client has left a room. */
  left(client: HookClient, roomId: string): void {
    this.recorder?.left(client, roomId);
  }

  /** Called when events were stored by something else: sends them now instead of a second later. */
  wake(): void {
    this.sender?.wake();
  }

  /** Called when another node has died. */
  async replace(node: string): Promise<void> {
    await this.sender?.replace(node);
  }

  list(): Promise<WebhookEndpointStatus[]> {
    return this.services.store.webhookEndpoints();
  }

  dead(page: PageQuery): Promise<Page<DeadWebhookEvent>> {
    return this.services.store.deadWebhooks(page);
  }

  /** Sends dead events again. @param ids all if undefined. @returns how many */
  async retry(ids: number[] | undefined): Promise<number> {
    let count = 0;
    let appended: number;
    do {
      const { value } = await this.services.store.retryWebhooks(ids ? { ids } : {});
      appended = value;
      count += value;
    } while (!ids && appended > 0);
    this.wake();
    return count;
  }

  /** @throws Refusal not-found or conflict */
  async enable(id: number): Promise<void> {
    await this.services.store.enableWebhooks({ id });
    this.wake();
  }

  /** @throws Refusal not-found or conflict */
  async discard(id: number): Promise<void> {
    await this.services.store.discardWebhooks({ id });
  }

  private checkParticipants(): void {
    const { refusals } = this.services;
    this.checking ??= this.check
      .run()
      .then((reports) => {
        if (reports) this.wake();
      })
      .catch((err) =>
        refusals.write('warn', 'webhooks: the reported participants could not be checked', {}, { err }),
      )
      .finally(() => {
        this.checking = undefined;
      });
  }
}
