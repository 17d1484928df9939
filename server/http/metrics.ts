import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Traffic } from '../socket/connection-services.js';
import { logOutput } from '../util/bounded-output.js';
import { BudgetMeter } from '../util/budget-meter.js';

interface Sources {
  connections(): number;
  rooms(): number;
  /** Sizes in bytes of the send queues that are not empty. */
  queues(): number[];
  /** Present in a cluster. */
  redis?: {
    readonly nodes: { readonly id: string; readonly alive: readonly string[] };
    readonly reachable: boolean;
    readonly stats: { subscriptions: number; backlog: number };
  };
}

/** Time in ms between two samples of the event loop's delay. Each one wakes an idle server. */
const SAMPLING_MS = 50;

/** The metrics of /metrics. Counting a message is a simple addition, without looking up a label. */
export class Metrics implements Traffic {
  readonly registry = new Registry();
  readonly budgets = new BudgetMeter();
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: SAMPLING_MS });
  private messages: Counter<'type' | 'result'> | undefined;
  private translations: Counter<'provider' | 'outcome'> | undefined;
  private redisSeconds: Histogram | undefined;
  /** Number of messages of each type that were handled since the last scrape. */
  private readonly handledOf = new Map<string, number>();
  private receivedBytes = 0;
  private sentBytes = 0;
  private sentMessages = 0;
  private droppedMessages = 0;

  /** Registers the metrics and starts measuring. */
  open(sources: Sources): void {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.delay.enable();
    const { budgets, delay, handledOf } = this;
    this.messages = new Counter({
      name: 'lectern_messages_total',
      help: 'Messages from clients, by type and result (ok, or the error code)',
      labelNames: ['type', 'result'],
      registers,
      collect() {
        for (const [type, count] of handledOf) this.inc({ type, result: 'ok' }, count);
        handledOf.clear();
      },
    });
    this.translations = new Counter({
      name: 'lectern_translations_total',
      help: 'Texts to translate, by provider and outcome (translated, cached, slow, limited, …)',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    const total = (name: string, help: string, value: () => number) =>
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(value());
        },
      });
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      });
    gauge('lectern_connections', 'Open connections', sources.connections);
    gauge('lectern_rooms', 'Rooms with a client on this node', sources.rooms);
    total('lectern_received_bytes_total', 'Bytes of messages from clients', () => this.receivedBytes);
    total('lectern_sent_bytes_total', 'Bytes of messages to clients', () => this.sentBytes);
    total('lectern_sent_messages_total', 'Messages to clients', () => this.sentMessages);
    total(
      'lectern_dropped_messages_total',
      'Volatile messages that a slow client missed',
      () => this.droppedMessages,
    );
    total(
      'lectern_log_lines_dropped_total',
      'Lines of the log that were dropped because they could not be written',
      () => logOutput.dropped,
    );
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
    const budgetGauge = (name: string, help: string, amount: 'used' | 'limit') =>
      new Gauge({
        name,
        help,
        labelNames: ['budget'],
        registers,
        collect() {
          for (const [budget, { amounts }] of budgets) {
            if (amounts) this.set({ budget }, amount === 'used' ? amounts.used() : amounts.limit);
          }
        },
      });
    budgetGauge(
      'lectern_budget_used',
      'Amount of a budget that is in use, in the unit of the budget',
      'used',
    );
    budgetGauge('lectern_budget_limit', 'Maximum of a budget, in the unit of the budget', 'limit');
    new Gauge({
      name: 'lectern_event_loop_delay_seconds',
      help: 'Delay of the event loop since the last scrape',
      labelNames: ['quantile'],
      registers,
      collect() {
        for (const quantile of [50, 99, 100]) {
          // The histogram contains the time between two samples, which includes the interval.
          const late = Math.max(0, delay.percentile(quantile) / 1e6 - SAMPLING_MS);
          this.set({ quantile: String(quantile / 100) }, late / 1000);
        }
        delay.reset();
      },
    });
    const { redis } = sources;
    if (redis) {
      new Gauge({
        name: 'lectern_node_info',
        help: 'ID of this node, which is different after every start',
        labelNames: ['node'],
        registers,
        collect() {
          this.reset();
          this.set({ node: redis.nodes.id }, 1);
        },
      });
      gauge('lectern_nodes', 'Living nodes, as seen by this node', () => redis.nodes.alive.length);
      gauge('lectern_redis_up', 'Whether Redis can be reached', () => Number(redis.reachable));
      gauge(
        'lectern_subscriptions',
        'Logs and rooms that this node is subscribed to',
        () => redis.stats.subscriptions,
      );
      gauge('lectern_log_backlog', 'Messages of logs that are not delivered yet', () => redis.stats.backlog);
      this.redisSeconds = new Histogram({
        name: 'lectern_redis_seconds',
        help: 'Response time of Redis',
        buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 2],
        registers,
      });
    }
    new Histogram({
      name: 'lectern_send_queue_bytes',
      help: 'Sizes of the send queues that are not empty, at the scrape',
      buckets: [1024, 16384, 65536, 262144, 1048576],
      registers,
      collect() {
        this.reset();
        this.zero({});
        for (const bytes of sources.queues()) this.observe(bytes);
      },
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
  refused(type: string | undefined, code: string): void {
    this.messages?.inc({ type: type ?? 'unknown', result: code });
  }

  redisAnswered(seconds: number): void {
    this.redisSeconds?.observe(seconds);
  }

  translated(provider: string, outcome: string): void {
    this.translations?.inc({ provider, outcome });
  }

  close(): void {
    this.delay.disable();
    this.registry.clear();
  }
}
