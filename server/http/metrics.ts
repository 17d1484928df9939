import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Traffic } from '../socket/websocket-connection.js';

interface Sources {
  connections(): number;
  rooms(): number;
  /** Bytes waiting for each client that has any. */
  queues(): number[];
  /** Of a server among others. */
  redis?: {
    readonly nodes: { readonly id: string; readonly alive: readonly string[] };
    readonly reachable: boolean;
    readonly stats: { subscriptions: number; backlog: number };
  };
}

/** ms between two looks at how late the event loop is: each wakes a server that has nothing else to do. */
const SAMPLING_MS = 50;

/** What /metrics tells. Counting a message is an addition: nothing is looked up by label for it. */
export class Metrics implements Traffic {
  readonly registry = new Registry();
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: SAMPLING_MS });
  private messages: Counter<'type' | 'result'> | undefined;
  private translations: Counter<'provider' | 'outcome'> | undefined;
  private redisSeconds: Histogram | undefined;
  /** How many messages of each type were handled since the last scrape. */
  private readonly handledOf = new Map<string, number>();
  private receivedBytes = 0;
  private sentBytes = 0;
  private sentMessages = 0;
  private droppedMessages = 0;

  /** Begins to measure. */
  open(sources: Sources): void {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.delay.enable();
    const { delay, handledOf } = this;
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
      help: 'Texts to be translated, by provider and what became of them (translated, cached, slow, limited, …)',
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
    new Gauge({
      name: 'lectern_event_loop_delay_seconds',
      help: 'Delay of the event loop since the last scrape',
      labelNames: ['quantile'],
      registers,
      collect() {
        for (const quantile of [50, 99, 100]) {
          // What is told is the time between two looks.
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
        help: 'The id of this node, another one at every start',
        labelNames: ['node'],
        registers,
        collect() {
          this.reset();
          this.set({ node: redis.nodes.id }, 1);
        },
      });
      gauge('lectern_nodes', 'Nodes that live, as far as this one knows', () => redis.nodes.alive.length);
      gauge('lectern_redis_up', 'Whether Redis can be reached', () => Number(redis.reachable));
      gauge('lectern_subscriptions', 'Logs and rooms that this node hears', () => redis.stats.subscriptions);
      gauge('lectern_log_backlog', 'Messages of logs not told yet', () => redis.stats.backlog);
      this.redisSeconds = new Histogram({
        name: 'lectern_redis_seconds',
        help: 'Time until Redis has answered',
        buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 2],
        registers,
      });
    }
    new Histogram({
      name: 'lectern_send_queue_bytes',
      help: 'Bytes waiting for each client that has any, at the scrape',
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

  /** @param type undefined where the message had none that is known, so that labels stay few */
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
