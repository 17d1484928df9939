import { closes, errors } from 'lectern-protocol';
import { Counter, Gauge, Histogram, type MetricConfiguration, Registry } from 'prom-client';
import { EXPIRED_KINDS, type ExpiredKind } from '../classroom/retention.js';
import type { MediaRooms } from '../media/media-rooms.js';
import type { SessionEvents } from '../session/session-events.js';
import type { Traffic } from '../socket/connection-services.js';
import type { Account } from '../util/account.js';
import { logOutput } from '../util/bounded-output.js';
import { BudgetMeter } from '../util/budget-meter.js';
import { RecentRefusals } from '../util/recent-refusals.js';
import type { AttemptResult } from '../webhooks/webhook-sender.js';
import { addMediaMetrics } from './media-metrics.js';
import { ProcessMetrics } from './process-metrics.js';
import { addWebhookMetrics, type WebhookStatus } from './webhook-metrics.js';

interface Sources {
  connections(): number;
  rooms(): number;
  /** Sizes in bytes of the send queues that are not empty. */
  queues(): number[];
  /** Number of Socket.IO connections by transport, if the server accepts them. */
  socketIo?(): Record<'polling' | 'websocket', number>;
  /** Present if the server uses media servers. */
  media?: Pick<MediaRooms, 'status' | 'onMeasured'>;
  /** Present if the server has webhooks. */
  webhooks?(): WebhookStatus[];
  /** Present in a cluster. */
  redis?: {
    readonly nodes: { readonly id: string; readonly alive: readonly string[] };
    readonly reachable: boolean;
    readonly stats: { subscriptions: number; backlog: number };
  };
}

/** Close codes with a metric of their own: those of the table, and those that WebSocket implementations use. */
const CODES = new Set([1000, 1001, 1005, 1006, ...Object.values(closes).map(({ code }) => code)]);

/** How `--nodes` combines the values of several nodes; the sum if it is not given. */
type Aggregator = Pick<MetricConfiguration<string>, 'aggregator'>;

/**
 * The metrics of /metrics. Counting a message is a simple addition, without looking up a label. No label contains
 * anything that a client has chosen, and a scrape resets nothing, so that several scrapers get the same figures.
 */
export class Metrics implements Traffic, SessionEvents {
  readonly registry = new Registry();
  readonly budgets = new BudgetMeter();
  readonly recentRefusals = new RecentRefusals();
  private process: ProcessMetrics | undefined;
  private readonly registers = [this.registry];
  private readonly messages: Counter<'type' | 'result'>;
  private readonly translations = this.labelled(
    'lectern_translations_total',
    'Texts to translate, by provider and outcome (translated, cached, slow, limited, …)',
    ['provider', 'outcome'],
  );
  private readonly closed = this.labelled(
    'lectern_connections_closed_total',
    'Closed connections, by close code (other: a code that is not in the table of the protocol)',
    ['code'],
  );
  private readonly failedLogins = this.labelled(
    'lectern_failed_logins_total',
    'Refused logins, by reason: what is wrong with the token or password, or the error code',
    ['reason'],
  );
  private readonly resumes = this.labelled(
    'lectern_resumes_total',
    'Attempts to resume a session, by result: recovered, gap, or the error code',
    ['result'],
  );
  private readonly upgrades = this.labelled(
    'lectern_refused_upgrades_total',
    'Refused requests to open a WebSocket, by HTTP status',
    ['status'],
  );
  private readonly expiredObjects = this.labelled(
    'lectern_expired_total',
    'Objects that were deleted because of their age or because they were unused, by kind',
    ['kind'],
  );
  private webhookRequests: Counter<'result'> | undefined;
  private redisSeconds: Histogram | undefined;
  /** Number of messages of each type that were handled and are not in the counter yet. */
  private readonly handledOf = new Map<string, number>();
  private receivedBytes = 0;
  private sentBytes = 0;
  private sentMessages = 0;
  private droppedMessages = 0;

  constructor() {
    const { handledOf, registers } = this;
    this.messages = new Counter({
      name: 'lectern_messages_total',
      help: 'Messages from clients, by type and result: ok, or the error code',
      labelNames: ['type', 'result'],
      registers,
      collect() {
        for (const [type, count] of handledOf) this.inc({ type, result: 'ok' }, count);
        handledOf.clear();
      },
    });
    for (const result of ['recovered', 'gap', ...Object.keys(errors)]) this.resumes.inc({ result }, 0);
    for (const code of CODES) this.closed.inc({ code }, 0);
    for (const kind of EXPIRED_KINDS) this.expiredObjects.inc({ kind }, 0);
  }

  /** Registers the metrics that need other parts of the server, and starts measuring. */
  open({ connections, rooms, queues, socketIo, media, webhooks, redis }: Sources): void {
    this.process = new ProcessMetrics(this.registry);
    this.gauge('lectern_connections', 'Open connections', connections);
    this.gauge('lectern_rooms', 'Rooms with a client on this node; a room can be on several nodes', rooms);
    this.total('lectern_received_bytes_total', 'Bytes of messages from clients', () => this.receivedBytes);
    this.total('lectern_sent_bytes_total', 'Bytes of messages to clients', () => this.sentBytes);
    this.total('lectern_sent_messages_total', 'Messages to clients', () => this.sentMessages);
    const dropped = 'Volatile messages that a slow client missed';
    this.total('lectern_dropped_messages_total', dropped, () => this.droppedMessages);
    const lines = 'Lines of the log that were dropped because they could not be written';
    this.total('lectern_log_lines_dropped_total', lines, () => logOutput.dropped);
    this.gauge('lectern_send_queues', 'Send queues that are not empty', () => queues().length);
    const sum = () => queues().reduce((bytes, queue) => bytes + queue, 0);
    this.gauge('lectern_send_queue_bytes', 'Bytes in all send queues', sum);
    const largest = () => Math.max(0, ...queues());
    this.gauge('lectern_largest_send_queue_bytes', 'Bytes in the largest send queue', largest, {
      aggregator: 'max',
    });
    this.addBudgets();
    if (socketIo) this.addSocketIo(socketIo);
    if (media) addMediaMetrics(this.registry, media);
    if (webhooks) this.webhookRequests = addWebhookMetrics(this.registry, webhooks);
    if (redis) this.addRedis(redis);
  }

  private addSocketIo(connections: NonNullable<Sources['socketIo']>): void {
    new Gauge({
      name: 'lectern_socket_io_connections',
      help: 'Open Socket.IO connections, each with one or several of the clients in lectern_connections, by transport',
      labelNames: ['transport'],
      registers: this.registers,
      collect() {
        for (const [transport, count] of Object.entries(connections())) this.set({ transport }, count);
      },
    });
  }

  private addBudgets(): void {
    const { budgets, registers } = this;
    new Counter({
      name: 'lectern_budget_refusals_total',
      help: 'Requests, messages and connections that a budget refused',
      labelNames: ['budget'],
      registers,
      collect() {
        this.reset();
        for (const [budget, { refusals }] of budgets) this.inc({ budget }, refusals);
      },
    });
    const add = (name: string, help: string, amount: 'used' | 'limit', shared: boolean) =>
      new Gauge({
        name,
        help,
        labelNames: ['budget'],
        registers,
        ...(shared && { aggregator: 'max' }),
        collect() {
          for (const [budget, { amounts }] of budgets) {
            if (!amounts || shared !== (amounts.shared ?? false)) continue;
            this.set({ budget }, amount === 'used' ? amounts.used() : amounts.limit);
          }
        },
      });
    const own = 'of a budget of this node, in the unit of the budget';
    add('lectern_budget_used', `Used amount ${own}`, 'used', false);
    add('lectern_budget_limit', `Maximum ${own}`, 'limit', false);
    const shared = 'of a budget that all nodes share, in the unit of the budget';
    add('lectern_shared_budget_used', `Used amount ${shared}`, 'used', true);
    add('lectern_shared_budget_limit', `Maximum ${shared}`, 'limit', true);
  }

  private addRedis(redis: NonNullable<Sources['redis']>): void {
    const { registers } = this;
    new Gauge({
      name: 'lectern_node_info',
      help: 'ID of this node, which is different after every start. The value is always 1',
      labelNames: ['node'],
      registers,
      collect() {
        this.reset();
        this.set({ node: redis.nodes.id }, 1);
      },
    });
    const least: Aggregator = { aggregator: 'min' };
    const alive = 'Living nodes of the cluster; of several nodes, the smallest number that one of them sees';
    this.gauge('lectern_nodes', alive, () => redis.nodes.alive.length, least);
    const up = 'Whether Redis can be reached (1 or 0); of several nodes, whether all of them can';
    this.gauge('lectern_redis_up', up, () => Number(redis.reachable), least);
    const subscribed = 'Logs and rooms that this node is subscribed to';
    this.gauge('lectern_subscriptions', subscribed, () => redis.stats.subscriptions);
    const backlog = 'Messages of logs that are not delivered yet';
    this.gauge('lectern_log_backlog', backlog, () => redis.stats.backlog);
    this.redisSeconds = new Histogram({
      name: 'lectern_redis_seconds',
      help: 'Response time of Redis',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 2],
      registers,
    });
  }

  received(bytes: number): void {
    this.receivedBytes += bytes;
  }

  sent(bytes: number, messages: number): void {
    this.sentBytes += bytes;
    this.sentMessages += messages;
  }

  dropped(): void {
    this.droppedMessages++;
  }

  handled(type: string): void {
    this.handledOf.set(type, (this.handledOf.get(type) ?? 0) + 1);
  }

  /** @param type undefined if the message has no known type, which limits the number of labels */
  refused(type: string | undefined, code: string, who: Account): void {
    this.messages.inc({ type: type ?? 'unknown', result: code });
    // loginFailed gives a more exact reason.
    if (type === 'login') return;
    this.recentRefusals.add({ what: 'message', ...(type !== undefined && { type }), code }, who);
  }

  expired(kind: ExpiredKind, count: number): void {
    this.expiredObjects.inc({ kind }, count);
  }

  upgradeRefused(status: number, who: Partial<Account>): void {
    this.upgrades.inc({ status });
    this.recentRefusals.add({ what: 'connection', code: String(status) }, who);
  }

  connectionClosed(code: number): void {
    this.closed.inc({ code: CODES.has(code) ? code : 'other' });
  }

  loginFailed(reason: string, who: Partial<Account>): void {
    this.failedLogins.inc({ reason });
    this.recentRefusals.add({ what: 'login', code: reason }, who);
  }

  /** Counts a refused request to the HTTP API. @param isWrongKey whether its key was missing or wrong */
  requestRefused(code: string, who: Partial<Account>, isWrongKey = false): void {
    if (isWrongKey) this.failedLogins.inc({ reason: 'api-key' });
    this.recentRefusals.add({ what: 'request', code }, who);
  }

  resumed(result: string): void {
    this.resumes.inc({ result });
  }

  webhookAttempted(result: AttemptResult): void {
    this.webhookRequests?.inc({ result });
  }

  redisAnswered(seconds: number): void {
    this.redisSeconds?.observe(seconds);
  }

  translated(provider: string, outcome: string): void {
    this.translations.inc({ provider, outcome });
  }

  /** Adds a counter whose value another part of the server counts. */
  private total(name: string, help: string, value: () => number): void {
    new Counter({
      name,
      help,
      registers: this.registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  }

  private gauge(name: string, help: string, value: () => number, combined: Aggregator = {}): void {
    new Gauge({
      name,
      help,
      registers: this.registers,
      ...combined,
      collect() {
        this.set(value());
      },
    });
  }

  private labelled<T extends string>(name: string, help: string, labelNames: T[]): Counter<T> {
    return new Counter({ name, help, labelNames, registers: this.registers });
  }

  /** The delay of the event loop in ms within the last 5 to 10 s. */
  get recentDelay(): { mean_ms: number; max_ms: number } {
    return this.process?.recentDelay ?? { mean_ms: 0, max_ms: 0 };
  }

  close(): void {
    this.process?.close();
  }
}
