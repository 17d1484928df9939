import { Counter, Gauge, type Registry } from 'prom-client';
import type { WebhookEndpointStatus } from '../store/store.js';

export type WebhookStatus = Pick<WebhookEndpointStatus, 'state' | 'pending' | 'oldest' | 'dead' | 'lost'>;

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Registers the metrics of webhooks. Returns the counter of requests. */
export function addWebhookMetrics(registry: Registry, endpoints: () => WebhookStatus[]): Counter<'result'> {
  const registers = [registry];
  // All nodes read the same numbers from the database.
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      aggregator: 'max',
      collect() {
        this.set(value());
      },
    });
  gauge('lectern_webhooks_pending', 'Events that webhooks have not taken yet', () =>
    sum(endpoints().map(({ pending }) => pending)),
  );
  gauge(
    'lectern_webhooks_oldest_seconds',
    'Age of the oldest event that an active webhook has not taken yet',
    () => {
      const active = endpoints().filter(({ state }) => state === 'active');
      const oldest = Math.min(...active.map((each) => each.oldest ?? Number.POSITIVE_INFINITY));
      return Number.isFinite(oldest) ? Math.max(0, Date.now() - oldest) / 1000 : 0;
    },
  );
  gauge('lectern_webhooks_dead', 'Events that were given up, and can be sent again', () =>
    sum(endpoints().map(({ dead }) => dead)),
  );
  gauge('lectern_webhooks_lost', 'Events that were not stored because too many were pending', () =>
    sum(endpoints().map(({ lost }) => lost)),
  );
  gauge(
    'lectern_webhooks_disabled',
    'Webhooks that are disabled because they have answered 410 Gone',
    () => endpoints().filter(({ state }) => state === 'disabled').length,
  );
  const requests = new Counter({
    name: 'lectern_webhooks_requests_total',
    help: 'Requests to webhooks, by result: delivered, failed, or dead if it was the last attempt',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['delivered', 'failed', 'dead']) requests.inc({ result }, 0);
  return requests;
}
