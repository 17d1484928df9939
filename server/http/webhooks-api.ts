import type { FastifyInstance } from 'fastify';
import type { HttpRetryWebhooks } from 'lectern-protocol/http';
import { retryWebhooks } from 'lectern-protocol/http-validators';
import type { DeadWebhookEvent, WebhookEndpointStatus } from '../store/store.js';
import { nameOf } from '../webhooks/webhook-targets.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { bodyOf } from './body.js';
import { type ListQuery, numberOf, pageOf } from './list-query.js';

interface Services {
  webhooks: Pick<Webhooks, 'list' | 'dead' | 'retry' | 'enable' | 'discard'>;
  log: { info(fields: object, text: string): void };
}

const wireEndpoint = ({ url, ...rest }: WebhookEndpointStatus) => ({ ...rest, url: nameOf(url) });

const wireEvent = ({ id, endpointId, url, messageId, body, attempts, error, deadAt }: DeadWebhookEvent) => ({
  id,
  endpoint: endpointId,
  url: nameOf(url),
  event: messageId,
  body: JSON.parse(body) as unknown,
  attempts,
  error,
  at: deadAt,
});

/** Endpoints of webhooks and the events that they did not take: /webhooks. */
export async function webhooksApi(app: FastifyInstance, { webhooks, log }: Services): Promise<void> {
  app.get('/webhooks', async (_, reply) => {
    reply.header('cache-control', 'no-store');
    return { webhooks: (await webhooks.list()).map(wireEndpoint) };
  });

  app.get<ListQuery>('/webhooks/dead', async ({ query }, reply) => {
    reply.header('cache-control', 'no-store');
    const { items, ...rest } = await webhooks.dead(pageOf(query));
    return { events: items.map(wireEvent), ...rest };
  });

  app.post('/webhooks/retry', async ({ body }) => {
    const { ids } = bodyOf<HttpRetryWebhooks>(retryWebhooks, body ?? {});
    const count = await webhooks.retry(ids);
    log.info({ count }, 'dead events of webhooks are sent again');
    return { retried: count };
  });

  app.post<{ Params: { id: string } }>('/webhooks/:id/enable', async ({ params }, reply) => {
    const id = numberOf('id', params.id);
    await webhooks.enable(id);
    log.info({ webhook: id }, 'webhook enabled');
    reply.code(204);
  });

  app.delete<{ Params: { id: string } }>('/webhooks/:id', async ({ params }, reply) => {
    const id = numberOf('id', params.id);
    await webhooks.discard(id);
    log.info({ webhook: id }, 'webhook deleted');
    reply.code(204);
  });
}
